// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Softmax regression at every remainder.
#include "run/emit/remainders.hpp"

using namespace gradsmith::tests;
namespace gs = gradsmith;

namespace {

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto c = gs::axis<"c">;
constexpr auto w = gs::param<"w">(j, c);
constexpr auto b = gs::param<"b">(c);
constexpr auto x = gs::input<"x">(i, j);
constexpr auto label = gs::input<"label">(i);
constexpr auto z = gs::let([] { return sum(j, w * x) + b; });
constexpr auto loss = mean(i, log(sum(c, exp(z))) - pick(c, z, label));

template <class T>
reference by_loop(observations<T> const& data, std::vector<T> const& theta, std::size_t classes) {
  reference r{0, std::vector<long double>(theta.size())};
  auto const n = static_cast<long double>(data.n);
  for (std::size_t m = 0; m < data.n; ++m) {
    std::vector<long double> p(classes);
    for (std::size_t q = 0; q < classes; ++q) {
      p[q] = static_cast<long double>(theta[data.d * classes + q]);
      for (std::size_t k = 0; k < data.d; ++k) p[q] += data(m, k) * static_cast<long double>(theta[k * classes + q]);
    }
    auto const picked = static_cast<std::size_t>(data.labels[m]);
    long double const entry = p[picked];
    r.value += (softmax_in_place(p) - entry) / n;
    p[picked] -= 1;
    for (std::size_t q = 0; q < classes; ++q) {
      for (std::size_t k = 0; k < data.d; ++k) r.gradient[k * classes + q] += p[q] * data(m, k) / n;
      r.gradient[data.d * classes + q] += p[q] / n;
    }
  }
  return r;
}

}  // namespace

TEST_CASE_TEMPLATE("softmax regression is right at every remainder, stride and layout", T, GRADSMITH_TEST_TYPES) {
  for (std::size_t const classes : {std::size_t{2}, std::size_t{5}})
    for_observations<T>(classes, [classes](observations<T> const& data, unsigned seed) {
      auto problem = gs::bind<loss>(x = data.matrix(), label = data.labels, c = classes);
      auto const theta = random_point<T>(problem.size(), seed);
      check_problem(problem, theta, by_loop(data, theta, classes), data.d);
    });
}
