// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Masked sums and means, where what is hidden is NaN: in value, gradient and Hessian products. Weighted means. Accuracy.
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

#include "support/element_types.hpp"
#include "support/numeric.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto c = gs::axis<"c", 3>;
constexpr auto w = gs::param<"w">(j);
constexpr auto u = gs::param<"u">(j, c);
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);
constexpr auto m = gs::input<"m">(i);
constexpr auto label = gs::input<"label">(i);
constexpr auto z = gs::input<"z">(i, c);
constexpr auto s = gs::let([] { return sum(j, w * x); });
constexpr auto loss = gs::let([] { return masked_mean(i, m, square(s - y) + log(y) * s); });
constexpr auto known = masked_sum(i, y == y, log(1 + exp(s * y)));
constexpr auto plain = mean(i, square(s - y) + log(y) * s);
constexpr auto plain_sum = sum(i, log(1 + exp(s * y)));
constexpr auto some_entries = masked_mean(i, c, z == z, square(sum(j, u * x) - z));
constexpr auto accuracy = mean(i, argmax(c, z) == label);

constexpr double hidden = std::numeric_limits<double>::quiet_NaN();

/// Rows of which every third is hidden: NaN, or infinite.
struct hidden_rows {
  std::size_t n, d = 4, shown = 0;
  std::vector<double> data, target, mask, seen_data, seen_target;

  explicit hidden_rows(std::size_t count) : n(count), data(normal_numbers(n * d, 51)), target(n), mask(n, 1) {
    for (std::size_t r = 0; r < n; ++r) {
      target[r] = 0.5 + 0.1 * static_cast<double>(r % 7);
      if (r % 3 != 1) {
        ++shown;
        seen_target.push_back(target[r]);
        for (std::size_t q = 0; q < d; ++q) seen_data.push_back(data[r * d + q]);
        continue;
      }
      mask[r] = 0, target[r] = hidden;
      for (std::size_t q = 0; q < d; ++q) data[r * d + q] = q % 2 == 0 ? hidden : std::numeric_limits<double>::infinity();
    }
  }
};

template <class A, class B>
void check_equal(A& masked, B& plain_problem, std::vector<double> const& theta) {
  CHECK(distance(masked.value(theta), plain_problem.value(theta)) < 1e-13);
  std::vector<double> a(theta.size()), b(theta.size());
  masked.gradient(theta, a);
  plain_problem.gradient(theta, b);
  CHECK(largest_distance(a, b) < 1e-13);
  auto const direction = normal_numbers(theta.size(), 53);
  masked.hvp(theta, direction, a);
  plain_problem.hvp(theta, direction, b);
  CHECK(largest_distance(a, b) < 1e-13);
}

}  // namespace

TEST_CASE("what a mask hides may be NaN, also behind a contraction") {
  for (std::size_t const n : {1u, 2u, 9u, 300u}) {
    hidden_rows const r(n);
    auto const theta = normal_numbers(r.d, 52);
    auto masked = gs::bind<loss>(x = gs::matrix(r.data, n, r.d), y = r.target, m = r.mask);
    auto bare = gs::bind<plain>(x = gs::matrix(r.seen_data, r.shown, r.d), y = r.seen_target);
    check_equal(masked, bare, theta);
    auto by_value = gs::bind<known>(x = gs::matrix(r.data, n, r.d), y = r.target);
    auto bare_sum = gs::bind<plain_sum>(x = gs::matrix(r.seen_data, r.shown, r.d), y = r.seen_target);
    check_equal(by_value, bare_sum, theta);
  }
}

TEST_CASE("a mask over two axes hides single entries") {
  std::size_t const n = 11, d = 4;
  auto const data = normal_numbers(n * d, 54), theta = normal_numbers(3 * d, 55);
  auto targets = normal_numbers(3 * n, 56);
  double total = 0, entries = 0;
  for (std::size_t k = 0; k < targets.size(); ++k) {
    double score = 0;
    for (std::size_t q = 0; q < d; ++q) score += theta[q * 3 + k % 3] * data[k / 3 * d + q];
    if (k % 4 == 2) targets[k] = hidden;
    else total += (score - targets[k]) * (score - targets[k]), ++entries;
  }
  auto problem = gs::bind<some_entries>(x = gs::matrix(data, n, d), z = gs::matrix(targets, n, 3));
  CHECK(distance(problem.value(theta), total / entries) < 1e-13);
  CHECK(gradient_error(problem, theta) < 1e-9);
  CHECK(hessian_error(problem, theta) < 1e-8);
}

TEST_CASE_TEMPLATE("weighted means, over rows, over columns and over both", T, GRADSMITH_TEST_TYPES) {
  std::size_t const n = 21;
  auto const entries = normal_numbers<T>(3 * n, 57);
  std::vector<T> weights(n);
  for (std::size_t r = 0; r < n; ++r) weights[r] = static_cast<T>(r % 5);
  auto const [by_rows, by_both] = gs::compile<weighted_mean(i, m, z), weighted_mean(i, c, m, z)>(z = gs::matrix(entries, n, 3), m = weights);
  double all = 0, total = 0;
  for (T each : weights) total += static_cast<double>(each);
  for (std::size_t q = 0; q < 3; ++q) {
    double column = 0;
    for (std::size_t r = 0; r < n; ++r) column += static_cast<double>(weights[r]) * static_cast<double>(entries[3 * r + q]);
    CHECK(static_cast<double>(by_rows[q]) == doctest::Approx(column / total).epsilon(1e-5));
    all += column;
  }
  CHECK(static_cast<double>(by_both) == doctest::Approx(all / (3 * total)).epsilon(1e-5));
}

TEST_CASE("the accuracy of a classifier") {
  std::vector<double> const scores{1, 2, 3, 5, 4, 3, 1, 2, 2, 0, 0, 0}, labels{2, 0, 2, 0};
  CHECK(gs::compile<accuracy>(z = gs::matrix(scores, 4, 3), label = labels).get<0>() == 0.75);
}
