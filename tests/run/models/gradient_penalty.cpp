// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A critic with a gradient penalty [Gulrajani et al. 2017, Improved training of Wasserstein GANs]: the difference of
// its means over two samples, and mean((|df/dx| - 1)^2) at points between them.
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
constexpr auto k = gs::axis<"k">;
constexpr auto real = gs::input<"real">(i, j);
constexpr auto fake = gs::input<"fake">(i, j);
constexpr auto between = gs::input<"between">(i, j);
constexpr auto w = gs::param<"w">(j, k);
constexpr auto b = gs::param<"b">(k);
constexpr auto v = gs::param<"v">(k);

constexpr auto critic(auto points) { return sum(k, tanh(sum(j, points * w) + b) * v); }
constexpr auto slope = gs::diff(critic(between), between);
constexpr auto loss = mean(i, critic(fake) - critic(real)) + 10 * mean(i, square(sqrt(sum(j, square(slope))) - 1));

constexpr std::size_t n = 37, features = 3, units = 4;

long double by_loops(std::vector<double> const& r, std::vector<double> const& g, std::vector<double> const& m, std::vector<double> const& at) {
  double const *const weights = at.data(), *const shifts = weights + features * units, *const heads = shifts + units;
  auto const unit = [&](std::vector<double> const& points, std::size_t row, std::size_t q) {
    long double total = shifts[q];
    for (std::size_t c = 0; c < features; ++c) total += static_cast<long double>(points[row * features + c]) * weights[c * units + q];
    return std::tanh(total);
  };
  long double total = 0;
  for (std::size_t row = 0; row < n; ++row) {
    for (std::size_t q = 0; q < units; ++q) total += heads[q] * (unit(g, row, q) - unit(r, row, q));
    long double squares = 0;
    for (std::size_t c = 0; c < features; ++c) {
      long double each = 0;
      for (std::size_t q = 0; q < units; ++q) {
        long double const t = unit(m, row, q);
        each += heads[q] * (1 - t * t) * weights[c * units + q];
      }
      squares += each * each;
    }
    total += 10 * (std::sqrt(squares) - 1) * (std::sqrt(squares) - 1);
  }
  return total / static_cast<long double>(n);
}

}  // namespace

TEST_CASE("a gradient penalty") {
  auto const r = normal_numbers(n * features, 1), g = normal_numbers(n * features, 2), m = normal_numbers(n * features, 3);
  auto problem = gs::bind<loss>(real = gs::matrix(r, n, features), fake = gs::matrix(g, n, features), between = gs::matrix(m, n, features), k = units);
  REQUIRE(problem.size() == features * units + 2 * units);
  auto const theta = normal_numbers(problem.size(), 4);
  auto const plain = [&](std::vector<double> const& at) { return static_cast<double>(by_loops(r, g, m, at)); };
  CHECK(distance(problem.value(theta), plain(theta)) < 1e-13);
  std::vector<double> gradient(theta.size());
  problem.gradient(theta, gradient);
  CHECK(largest_distance(gradient, differences(plain, theta)) < 1e-9);
  CHECK(gradient_error(problem, theta) < 1e-9);
  CHECK(hessian_error(problem, theta) < 1e-7);
  CHECK(whole_hessian_error(problem, theta) < 1e-12);
}
