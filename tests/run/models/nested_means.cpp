// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Reductions over the observations inside nonlinear functions: the logarithm of a mean of exponentials, and the
// correlation with a target.
#include <cmath>
#include <cstddef>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

#include "support/numeric.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);
constexpr auto w = gs::param<"w">(j);

constexpr auto score = sum(j, x * w);
constexpr auto entropic = log(mean(i, exp(score)));

constexpr auto covariance(auto a, auto b) { return mean(i, (a - mean(i, a)) * (b - mean(i, b))); }
constexpr auto correlation = 1 - covariance(score, y) / sqrt(covariance(score, score) * covariance(y, y));

constexpr std::size_t n = 301, features = 3;
std::vector<double> const data = normal_numbers(n * features, 1), target = normal_numbers(n, 2);

long double score_by_loops(std::size_t row, std::vector<double> const& at) {
  long double total = 0;
  for (std::size_t q = 0; q < features; ++q) total += static_cast<long double>(data[row * features + q]) * at[q];
  return total;
}
long double entropic_by_loops(std::vector<double> const& at) {
  long double total = 0;
  for (std::size_t row = 0; row < n; ++row) total += std::exp(score_by_loops(row, at));
  return std::log(total / static_cast<long double>(n));
}
long double correlation_by_loops(std::vector<double> const& at) {
  long double const count = n;
  long double mean_score = 0, mean_target = 0, both = 0, scores = 0, targets = 0;
  for (std::size_t row = 0; row < n; ++row) mean_score += score_by_loops(row, at) / count, mean_target += target[row] / count;
  for (std::size_t row = 0; row < n; ++row) {
    long double const a = score_by_loops(row, at) - mean_score, b = target[row] - mean_target;
    both += a * b, scores += a * a, targets += b * b;
  }
  return 1 - both / std::sqrt(scores * targets);
}
template <class Problem, class F>
void check(Problem problem, F&& by_loops, std::size_t size) {
  auto const theta = normal_numbers(size, 4, 0.5);
  REQUIRE(problem.size() == size);
  CHECK(problem.rows() == n);
  auto const plain = [&](std::vector<double> const& at) { return static_cast<double>(by_loops(at)); };
  CHECK(distance(problem.value(theta), plain(theta)) < 1e-13);
  std::vector<double> gradient(size);
  problem.gradient(theta, gradient);
  CHECK(largest_distance(gradient, differences(plain, theta)) < 1e-9);
  CHECK(gradient_error(problem, theta) < 1e-9);
  CHECK(hessian_error(problem, theta) < 1e-8);
  CHECK(whole_hessian_error(problem, theta) < 1e-12);
}

}  // namespace

TEST_CASE("the logarithm of a mean of exponentials") { check(gs::bind<entropic>(x = gs::matrix(data, n, features)), entropic_by_loops, features); }

TEST_CASE("one less the correlation with a target") {
  check(gs::bind<correlation>(x = gs::matrix(data, n, features), y = target), correlation_by_loops, features);
}
