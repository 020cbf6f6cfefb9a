// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Kernel matrices: sum_ik a_i a_k exp(-gamma |x_i - x_k|^2), its derivatives by the weights and the width, and kernel
// regression |y - K a|^2 / n + lambda a' K a, where the parameters lie along the observations.
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
constexpr auto k = gs::axis<"k">;
constexpr auto f = gs::axis<"f">;
constexpr auto x = gs::input<"x">(i, f);
constexpr auto y = gs::input<"y">(i);
constexpr auto lambda = gs::input<"lambda">;
constexpr auto alpha = gs::param<"alpha">(i);
constexpr auto gamma_ = gs::param<"gamma">;

constexpr auto kernel = exp(-gamma_ * sum(f, square(x(i, f) - x(k, f))));
constexpr auto energy = sum(i, k, alpha(i) * alpha(k) * kernel);
constexpr auto regression = mean(i, square(y - sum(k, alpha(k) * kernel))) + lambda * energy;

constexpr std::size_t n = 23, features = 3;
std::vector<double> const data = normal_numbers(n * features, 1), target = normal_numbers(n, 2);
std::vector<double> const theta = [] {
  auto made = normal_numbers(n + 1, 3);
  made[n] = 0.4;
  return made;
}();

long double kernel_by_loops(std::size_t a, std::size_t b, long double width) {
  long double squares = 0;
  for (std::size_t q = 0; q < features; ++q) {
    long double const apart = static_cast<long double>(data[a * features + q]) - data[b * features + q];
    squares += apart * apart;
  }
  return std::exp(-width * squares);
}
long double energy_by_loops(std::vector<double> const& at) {
  long double total = 0;
  for (std::size_t a = 0; a < n; ++a)
    for (std::size_t b = 0; b < n; ++b) total += static_cast<long double>(at[a]) * at[b] * kernel_by_loops(a, b, at[n]);
  return total;
}
long double regression_by_loops(std::vector<double> const& at) {
  long double total = 0.25L * energy_by_loops(at);
  for (std::size_t a = 0; a < n; ++a) {
    long double error = target[a];
    for (std::size_t b = 0; b < n; ++b) error -= at[b] * kernel_by_loops(a, b, at[n]);
    total += error * error / static_cast<long double>(n);
  }
  return total;
}

template <class Problem, class F>
void check(Problem problem, F&& by_loops) {
  REQUIRE(problem.size() == n + 1);
  auto const plain = [&](std::vector<double> const& at) { return static_cast<double>(by_loops(at)); };
  CHECK(distance(problem.value(theta), plain(theta)) < 1e-13);
  std::vector<double> gradient(n + 1);
  problem.gradient(theta, gradient);
  CHECK(largest_distance(gradient, differences(plain, theta)) < 1e-9);
  CHECK(gradient_error(problem, theta) < 1e-9);
  CHECK(hessian_error(problem, theta) < 1e-8);
  CHECK(whole_hessian_error(problem, theta) < 1e-12);
}

}  // namespace

TEST_CASE("the energy of a kernel") { check(gs::bind<energy>(x = gs::matrix(data, n, features)), energy_by_loops); }

TEST_CASE("the energy of a kernel, its rows in the lanes and no kernel matrix in memory") {
  check(gs::bind<stream(i, energy)>(x = gs::matrix(data, n, features)), energy_by_loops);
}

TEST_CASE("kernel regression") { check(gs::bind<regression>(x = gs::matrix(data, n, features), y = target, lambda = 0.25), regression_by_loops); }
