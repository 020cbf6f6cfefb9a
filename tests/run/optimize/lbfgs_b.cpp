// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// L-BFGS-B: that it is L-BFGS where there are no bounds, and how soon it arrives where there are.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <span>
#include <vector>

#include "problems.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

/// x'Ax/2 - b'x with A = G'G + 0.1 I of random numbers.
struct random_quadratic {
  std::size_t n;
  std::vector<double> a, b;
  explicit random_quadratic(std::size_t size) : n(size), a(size * size), b(size) {
    std::minstd_rand random(11);
    std::uniform_real_distribution<double> uniform(-1, 1);
    std::vector<double> g(n * n);
    for (double& each : g) each = uniform(random);
    for (double& each : b) each = 5 * uniform(random);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j) {
        a[i * n + j] = i == j ? 0.1 : 0;
        for (std::size_t k = 0; k < n; ++k) a[i * n + j] += g[k * n + i] * g[k * n + j];
      }
  }
  std::size_t size() const { return n; }
  double value_and_gradient(std::span<double const> x, std::span<double> g) const {
    double value = 0;
    for (std::size_t i = 0; i < n; ++i) {
      double const product = optimize::dot<double>(std::span{a}.subspan(i * n, n), x);
      g[i] = product - b[i];
      value += x[i] * (product / 2 - b[i]);
    }
    return value;
  }
};

/// (x_0 - 1)^2 / 4 + sum (x_k - x_{k-1}^2)^2, times 4.
struct generalised_rosenbrock {
  std::size_t n;
  std::size_t size() const { return n; }
  double value_and_gradient(std::span<double const> x, std::span<double> g) const {
    double value = (x[0] - 1) * (x[0] - 1) / 4;
    g[0] = 2 * (x[0] - 1);
    for (std::size_t k = 1; k < n; ++k) {
      double const bend = x[k] - x[k - 1] * x[k - 1];
      value += bend * bend;
      g[k] = 8 * bend;
      g[k - 1] -= 16 * bend * x[k - 1];
    }
    return 4 * value;
  }
};

template <class Problem, class Method>
std::vector<std::vector<double>> points_of(Problem&& problem, std::vector<double> const& start, Method const& method,
                                           std::int64_t steps) {
  std::vector<std::vector<double>> points;
  auto const keep = [&](auto const& now) { points.emplace_back(now.x.begin(), now.x.end()); };
  auto const found =
      minimize(problem, start, method, stop{.gradient_norm = std::nullopt, .max_steps = steps}, on(event::step, keep));
  REQUIRE(found.evaluations == steps + 1);      // every first trial was taken
  return points;
}

}  // namespace

TEST_CASE("without bounds it makes the steps of L-BFGS") {
  random_quadratic const problem(30);
  std::vector<double> const start(30, 1.0);
  for (int memory : {1, 3, 10}) {
    CAPTURE(memory);
    auto const free = points_of(problem, start, lbfgs{.memory = memory, .line_search = armijo{}}, 12);
    double const infinity = std::numeric_limits<double>::infinity();
    for (box const& none : {box{}, box{.lower = {-infinity}, .upper = {infinity}}, box{.lower = {-1e6}, .upper = {1e6}}}) {
      auto const bounded = points_of(composite(problem, none), start, lbfgs_b{.memory = memory}, 12);
      for (std::size_t k = 0; k < 12; ++k) CHECK(largest_difference(free[k], bounded[k]) <= 1e-8);
    }
  }
}

TEST_CASE("a quadratic between bounds, of which half are active") {
  random_quadratic const problem(60);
  box const bounds{.lower = {-0.2}, .upper = {0.3}};
  auto const by_pairs = minimize(composite(problem, bounds), std::vector<double>(60), lbfgs_b{}, stop{.gradient_norm = 1e-9});
  auto const by_gradient = minimize(composite(problem, bounds), std::vector<double>(60), projected_gradient{},
                                    stop{.gradient_norm = 1e-9, .max_steps = 100000});
  CHECK(by_pairs.status == status::gradient_small);
  CHECK(by_gradient.status == status::gradient_small);
  CHECK(largest_difference(by_pairs.point, by_gradient.point) <= 1e-7);
  int active = 0;
  for (double each : by_pairs.point) active += each == -0.2 || each == 0.3;
  MESSAGE("active ", active, ", evaluations ", by_pairs.evaluations, " and ", by_gradient.evaluations);
  CHECK(active > 15);
  CHECK(active < 60);
  CHECK(by_pairs.evaluations < by_gradient.evaluations);
}

TEST_CASE("the problem that L-BFGS-B comes with") {
  // Zhu, Byrd, Lu, Nocedal 1997: 25 parameters from 3, every other one at least 1; their program takes 28 evaluations to
  // 1.1e-9.
  std::vector<double> lower(25, -100), upper(25, 100);
  for (std::size_t k = 0; k < 25; k += 2) lower[k] = 1;
  auto const found = minimize(composite(generalised_rosenbrock{25}, box{.lower = lower, .upper = upper}),
                              std::vector<double>(25, 3.0), lbfgs_b{.memory = 5}, stop{.target = 1.1e-9});
  CHECK(found.value <= 1.1e-9);
  MESSAGE("evaluations ", found.evaluations);
  CHECK(found.evaluations <= 40);
}
