// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A physics-informed loss [Raissi, Perdikaris, Karniadakis 2019]: u(x) is a network of one input, and the loss has the
// residual u'' + u - f of a differential equation at points x_i, and the values of u at two boundary points.
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
constexpr auto x = gs::input<"x">(i);
constexpr auto f = gs::input<"f">(i);
constexpr auto left = gs::input<"left">;
constexpr auto right = gs::input<"right">;
constexpr auto w = gs::param<"w">(k);
constexpr auto b = gs::param<"b">(k);
constexpr auto v = gs::param<"v">(k);
constexpr auto c = gs::param<"c">;

constexpr auto u(auto at) { return sum(k, v * tanh(w * at + b)) + c; }
constexpr auto residual = gs::diff(gs::diff(u(x), x), x) + u(x) - f;
constexpr auto loss = mean(i, square(residual)) + square(u(left)) + square(u(right) - 1) + square(gs::diff(u(left), left) - 0.5);

constexpr std::size_t n = 37, units = 6;

// tanh'' = -2 tanh (1 - tanh^2), written out.
long double by_loops(std::vector<double> const& points, std::vector<double> const& target, std::vector<double> const& at) {
  double const *const heads = at.data(), *const weights = heads + units, *const shifts = weights + units;
  auto const terms = [&](long double point, long double& value, long double& slope, long double& second) {
    value = at[3 * units], slope = second = 0;
    for (std::size_t q = 0; q < units; ++q) {
      long double const t = std::tanh(weights[q] * point + shifts[q]), first = 1 - t * t;
      value += heads[q] * t;
      slope += heads[q] * weights[q] * first;
      second += heads[q] * weights[q] * weights[q] * -2 * t * first;
    }
  };
  long double total = 0, value, slope, second;
  for (std::size_t row = 0; row < n; ++row) {
    terms(points[row], value, slope, second);
    long double const error = second + value - target[row];
    total += error * error / static_cast<long double>(n);
  }
  terms(-1, value, slope, second);
  total += value * value + (slope - 0.5L) * (slope - 0.5L);
  terms(1, value, slope, second);
  return total + (value - 1) * (value - 1);
}

}  // namespace

TEST_CASE("a physics-informed loss") {
  std::vector<double> points(n), target(n);
  for (std::size_t row = 0; row < n; ++row) points[row] = -1 + 2 * (static_cast<double>(row) + 0.5) / n, target[row] = std::sin(3 * points[row]);
  auto problem = gs::bind<loss>(x = points, f = target, left = -1, right = 1, k = units);
  REQUIRE(problem.size() == 3 * units + 1);
  REQUIRE(problem.blocks()[0].name == "v");
  REQUIRE(problem.blocks()[1].name == "w");
  REQUIRE(problem.blocks()[2].name == "b");
  auto const theta = normal_numbers(problem.size(), 1);
  auto const plain = [&](std::vector<double> const& at) { return static_cast<double>(by_loops(points, target, at)); };
  CHECK(distance(problem.value(theta), plain(theta)) < 1e-13);
  std::vector<double> gradient(theta.size());
  problem.gradient(theta, gradient);
  CHECK(largest_distance(gradient, differences(plain, theta)) < 1e-9);
  CHECK(gradient_error(problem, theta) < 1e-9);
  CHECK(hessian_error(problem, theta) < 1e-7);
  CHECK(whole_hessian_error(problem, theta) < 1e-12);
}
