// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Methods for a smooth function and a term: ill-conditioned ones, bent ones, and bounds.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include "composite_methods.hpp"
#include "problems.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

TEST_CASE("ill-conditioned quadratic with a term") {
  for_each_method_for<l1>([&](auto const& method) {
    auto const found = minimize(composite(quadratic5{}, l1{.weight = 0.1}), quadratic5::start(), method,
                                stop{.gradient_norm = 1e-8, .max_steps = 100000});
    CHECK(found.status == status::gradient_small);
    // Optimality without the operator: each entry of the gradient is within the weight, or it at a number that is not 0.
    std::vector<double> g(5);
    (void)quadratic5{}.value_and_gradient(found.point, g);
    for (std::size_t k = 0; k < 5; ++k) {
      if (found.point[k] == 0) CHECK(std::abs(g[k]) <= 0.1 + 1e-8);
      else CHECK(std::abs(g[k] + std::copysign(0.1, found.point[k])) <= 1e-8);
    }
  });
  for_each_method_for<box>([&](auto const& method) {
    auto const found = minimize(composite(quadratic5{}, box{.lower = {0}, .upper = {0.05}}), quadratic5::start(), method,
                                stop{.gradient_norm = 1e-8, .max_steps = 100000});
    CHECK(found.status == status::gradient_small);
    std::vector<double> g(5);
    (void)quadratic5{}.value_and_gradient(found.point, g);
    for (std::size_t k = 0; k < 5; ++k) {
      if (found.point[k] == 0) CHECK(g[k] >= -1e-8);
      else if (found.point[k] == 0.05) CHECK(g[k] <= 1e-8);
      else CHECK(std::abs(g[k]) <= 1e-8);
    }
  });
}

TEST_CASE("a bent valley between bounds") {
  // Where x <= 0.5 the least of Rosenbrock's function is at the bound, y = x^2; with y <= 0.1 at x near its root.
  for_each_method_for<box>([&](auto const& method) {
    auto const at_bound = minimize(composite(rosenbrock<>{}, box{.upper = {0.5, 10}}), {-1.2, 1}, method,
                                   stop{.gradient_norm = 1e-8, .max_steps = 100000});
    CHECK(at_bound.status == status::gradient_small);
    CHECK(largest_difference(at_bound.point, std::vector<double>{0.5, 0.25}) <= 1e-9);
    CHECK(at_bound.value == doctest::Approx(0.25).epsilon(1e-12));
    auto const free = minimize(composite(rosenbrock<>{}, box{.lower = {-10}, .upper = {10}}), {-1.2, 1}, method,
                               stop{.gradient_norm = 1e-8, .max_steps = 100000});
    CHECK(free.status == status::gradient_small);
    CHECK(largest_difference(free.point, std::vector<double>{1, 1}) <= 1e-7);
  });
}

TEST_CASE("a start outside of the constraint is projected, and no point evaluated lies outside but for fista's") {
  for_each_method_for<box>([&](auto const& method) {
    box const bounds{.lower = {0.1}, .upper = {2}};
    int outside = 0;
    auto const watch = [&](auto const& now) {
      for (double each : now.x) outside += each < 0.1 || each > 2;
    };
    // sum of x log x, of which there is none below 0.
    formula const entropy{2, [](std::span<double const> x, std::span<double> g) {
                            double value = 0;
                            for (std::size_t k = 0; k < 2; ++k) value += x[k] * std::log(x[k]), g[k] = 1 + std::log(x[k]);
                            return value;
                          }};
    auto const found = minimize(composite(entropy, bounds), {-5, 7}, method, stop{.gradient_norm = 1e-8}, watch);
    CHECK(found.status == status::gradient_small);
    CHECK(found.history[0].value == doctest::Approx(0.1 * std::log(0.1) + 2 * std::log(2.0)));
    CHECK(largest_difference(found.point, std::vector<double>(2, std::exp(-1.0))) <= 1e-7);
    CHECK(outside == 0);
  });
}
