// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// A small network at every remainder.
#include "run/emit/remainders.hpp"

using namespace gradsmith::tests;
namespace gs = gradsmith;

namespace {

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto k = gs::axis<"k">;
constexpr auto c = gs::axis<"c">;
constexpr auto w1 = gs::param<"w1">(j, k);
constexpr auto b1 = gs::param<"b1">(k);
constexpr auto w2 = gs::param<"w2">(k, c);
constexpr auto b2 = gs::param<"b2">(c);
constexpr auto x = gs::input<"x">(i, j);
constexpr auto label = gs::input<"label">(i);
constexpr auto h = gs::let([] { return relu(sum(j, w1 * x) + b1); });
constexpr auto z = gs::let([] { return sum(k, w2 * h) + b2; });
constexpr auto loss = mean(i, -pick(c, log_softmax(c, z), label));

/// The position of each block in the flat vector.
template <class Problem>
std::size_t offset_of(Problem const& problem, std::string_view name) {
  for (auto const& block : problem.blocks())
    if (block.name == name) return block.offset;
  FAIL("no such block");
  return 0;
}

template <class T, class Problem>
reference by_loop(Problem const& problem, observations<T> const& data, std::vector<T> const& theta, std::size_t hidden, std::size_t classes) {
  reference r{0, std::vector<long double>(theta.size())};
  std::size_t const at_w1 = offset_of(problem, "w1"), at_b1 = offset_of(problem, "b1"), at_w2 = offset_of(problem, "w2"), at_b2 = offset_of(problem, "b2");
  auto const parameter = [&theta](std::size_t m) { return static_cast<long double>(theta[m]); };
  auto const n = static_cast<long double>(data.n);
  for (std::size_t m = 0; m < data.n; ++m) {
    std::vector<long double> a(hidden), p(classes);
    for (std::size_t q = 0; q < hidden; ++q) {
      a[q] = parameter(at_b1 + q);
      for (std::size_t f = 0; f < data.d; ++f) a[q] += data(m, f) * parameter(at_w1 + f * hidden + q);
      a[q] = std::max(a[q], 0.0L);
    }
    for (std::size_t o = 0; o < classes; ++o) {
      p[o] = parameter(at_b2 + o);
      for (std::size_t q = 0; q < hidden; ++q) p[o] += a[q] * parameter(at_w2 + q * classes + o);
    }
    auto const picked = static_cast<std::size_t>(data.labels[m]);
    long double const entry = p[picked];
    r.value += (softmax_in_place(p) - entry) / n;
    p[picked] -= 1;
    for (std::size_t o = 0; o < classes; ++o) r.gradient[at_b2 + o] += p[o] / n;
    for (std::size_t q = 0; q < hidden; ++q) {
      long double back = 0;
      for (std::size_t o = 0; o < classes; ++o) {
        r.gradient[at_w2 + q * classes + o] += a[q] * p[o] / n;
        back += p[o] * parameter(at_w2 + q * classes + o);
      }
      if (a[q] <= 0) continue;
      r.gradient[at_b1 + q] += back / n;
      for (std::size_t f = 0; f < data.d; ++f) r.gradient[at_w1 + f * hidden + q] += data(m, f) * back / n;
    }
  }
  return r;
}

}  // namespace

TEST_CASE_TEMPLATE("a network is right at every remainder, stride and layout", T, GRADSMITH_TEST_TYPES) {
  std::size_t const classes = 3;
  for (std::size_t const hidden : {std::size_t{1}, std::size_t{5}, std::size_t{9}})
    for_observations<T>(classes, [hidden, classes](observations<T> const& data, unsigned seed) {
      auto problem = gs::bind<loss>(x = data.matrix(), label = data.labels, k = hidden, c = classes);
      auto const theta = random_point<T>(problem.size(), seed);
      check_problem(problem, theta, by_loop(problem, data, theta, hidden, classes), 4 * data.d);
    });
}
