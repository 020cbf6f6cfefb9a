// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// The line searches against the conditions that they promise, on random functions of one variable.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "problems.hpp"
#include "searched.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;
using optimize::trial;

TEST_CASE("strong_wolfe finds steps that satisfy the strong Wolfe conditions") {
  optimize::random_bits random(1);
  for (auto const& [decrease, curvature] : {std::pair{1e-4, 0.9}, {1e-4, 0.1}, {0.4, 0.9}}) {
    for (int k = 0; k < 2000; ++k) {
      searched line(wavy(random), {10 * random.uniform() - 5});
      double const value = line.at.value, first = std::pow(10.0, 8 * random.uniform() - 4) / std::abs(line.at.gradient[0]);
      strong_wolfe const how{.decrease = decrease, .curvature = curvature, .max_trials = 60};
      REQUIRE(line.search(how, first).found);
      CAPTURE(k);
      CHECK(line.at.value <= value + how.decrease * line.step() * line.start.slope + 1e-14 * std::abs(value));
      CHECK(std::abs(line.slope()) <= curvature * std::abs(line.start.slope) * (1 + 1e-9));
    }
  }
}

TEST_CASE("armijo finds steps that descend enough, where the step twice as long does not") {
  optimize::random_bits random(2);
  for (int k = 0; k < 2000; ++k) {
    searched line(wavy(random), {10 * random.uniform() - 5});
    double const value = line.at.value, x = line.at.x[0], g = line.at.gradient[0];
    double const first = std::pow(10.0, 8 * random.uniform() - 4) / std::abs(g);
    REQUIRE(line.search(armijo{}, first).found);
    double const t = line.step();
    CHECK(line.at.value <= value - 1e-4 * t * g * g + 1e-14 * std::abs(value));
    if (t > 0.75 * first) continue;
    std::vector<double> const further{x - 2 * t * g};
    std::vector<double> slope(1);
    CHECK(line.problem.value_and_gradient(further, slope) > value - 1e-4 * 2 * t * g * g);
  }
}

TEST_CASE("slopes whose squares overflow are interpolated as others are") {
  for (double scale : {1.0, 1e150, 1e300}) {
    formula const tall{1, [=](auto x, auto g) { return g[0] = scale * (x[0] - 1), scale * (x[0] - 1) * (x[0] - 1) / 2; }};
    searched line(tall, {0});
    line.direction[0] = 1;
    CHECK(line.search(strong_wolfe{.curvature = 0.01}, 100).found);
    CHECK(line.at.x[0] == doctest::Approx(1));
    CHECK(line.at.evaluations == 3);      // the start, the trial beyond, the minimum of the cubic
  }
}

TEST_CASE("both searches take one trial if the first is good, and evaluate nothing twice") {
  for (int which : {0, 1}) {
    searched line(bowl<>{}, {1});
    auto const outcome = which == 0 ? line.search(strong_wolfe{}, 0.5) : line.search(armijo{}, 0.5);
    CHECK(outcome.found);
    CHECK(line.at.evaluations == 2);
    CHECK(line.at.x[0] == 0.5);
  }
}

TEST_CASE("a trial that is not finite is too far") {
  // -log(1 - x) - log(1 + x) - x, infinite or NaN beyond 1; from -0.9 the first trial lands far outside.
  formula const barrier{1, [](auto x, auto g) {
                          g[0] = 1 / (1 - x[0]) - 1 / (1 + x[0]) - 1;
                          return -std::log(1 - x[0]) - std::log(1 + x[0]) - x[0];
                        }};
  for (int which : {0, 1}) {
    searched line(barrier, {-0.9});
    double const value = line.at.value;
    CHECK((which == 0 ? line.search(strong_wolfe{}, 100) : line.search(armijo{}, 100)).found);
    CHECK(line.at.value < value);
    CHECK(std::abs(line.at.x[0]) < 1);
  }
}

TEST_CASE("a search that finds nothing leaves the point where it was, and says why") {
  auto const check = [](formula f, status expected) {
    for (int which : {0, 1}) {
      searched line(f, {1});
      auto const outcome = which == 0 ? line.search(strong_wolfe{}, 1) : line.search(armijo{}, 1);
      CHECK_FALSE(outcome.found);
      CHECK(outcome.failure() == expected);
      CHECK(line.at.x[0] == 1);
      CHECK(line.at.value == 1);
      CHECK(line.at.gradient[0] == 1);
      CHECK(line.at.gradient_norm == 1);
    }
  };
  double const not_a_number = std::numeric_limits<double>::quiet_NaN();
  check({1, [](auto x, auto g) { return g[0] = 1, x[0] == 1 ? 1.0 : 2.0; }}, status::line_search_failed);   // the gradient lies
  check({1, [=](auto x, auto g) { return g[0] = 1, x[0] == 1 ? 1.0 : not_a_number; }}, status::not_finite);
  check({1, [=](auto x, auto g) { return g[0] = x[0] == 1 ? 1.0 : not_a_number, x[0]; }}, status::not_finite);
}

TEST_CASE("slopes decide within 1e-12 of the first value, and nowhere else") {
  // f0 = 1000 with slope -1e-9; a trial at 1 with a good slope, and a value that is higher by a part of 1e-12 f0.
  double const unit = 1e-9;
  optimize::conditions<double> const is{.start = {.step = 0, .value = 1000, .slope = -unit, .is_finite = true}, .decrease = 1e-4, .curvature = 0.9};
  auto const at = [&](double above, double slope) { return trial<double>{.step = 1, .value = 1000 + above, .slope = slope * unit, .is_finite = true}; };
  CHECK(is.wolfe(at(0.9e-9, 0)));
  CHECK_FALSE(is.wolfe(at(1.1e-9, 0)));
  CHECK_FALSE(is.armijo(at(0.9e-9, 0)));
  CHECK(is.armijo_by_slope(at(0.9e-9, 0)));
  // (2 c1 - 1) phi'(0) = 0.9998 >= phi'(t) >= c2 phi'(0) = -0.9.
  CHECK(is.wolfe(at(0.9e-9, 0.9997)));
  CHECK_FALSE(is.wolfe(at(0.9e-9, 0.9999)));
  CHECK(is.wolfe(at(0.9e-9, -0.899)));
  CHECK_FALSE(is.wolfe(at(0.9e-9, -0.901)));
  // A value that is lower by more than that is taken by the strong Wolfe conditions, whatever the rounding.
  CHECK(is.wolfe(at(-0.5, 0.5)));
  CHECK_FALSE(is.wolfe(at(-0.5, 0.95)));
  CHECK_FALSE(is.wolfe(at(std::numeric_limits<double>::quiet_NaN(), 0)));
  // Where slopes say that the value has changed by much more, it is no rounding that it has not.
  CHECK_FALSE(is.armijo_by_slope(trial<double>{.step = 100, .value = 1000, .slope = 0.5 * unit, .is_finite = true}));
}

TEST_CASE("where values are rounding, slopes decide") {
  // (x - 1)^2 on 1000, and rounding that always speaks against the step: up to 5e-10, within 1e-12 of the value.
  for (double start : {1 + 1e-6, 1 + 1e-9, 1 - 1e-7}) {
    formula const noisy{1, [=](auto x, auto g) {
                          g[0] = 2 * (x[0] - 1);
                          return 1000 + (x[0] - 1) * (x[0] - 1) + (x[0] == start ? 0 : 2e-10 * (1.5 + std::sin(1e12 * x[0])));
                        }};
    for (double first : {0.4, 1e-3, 20.0}) {
      searched line(noisy, {start});
      REQUIRE(line.search(strong_wolfe{.curvature = 0.1}, first).found);
      CHECK(line.slope() <= (1 - 2e-4) * std::abs(line.start.slope));
      CHECK(line.slope() >= -0.1 * std::abs(line.start.slope));
      searched halved(noisy, {start});
      REQUIRE(halved.search(armijo{}, first).found);
      CHECK(std::abs(halved.at.gradient[0]) < std::abs(2 * (start - 1)));
    }
  }
}

TEST_CASE("the searches work in float") {
  for (float start : {2.0f, 100.0f, 1e-3f}) {
    searched line(bowl<float>{.curvature = 3}, {start});
    CHECK(line.search(strong_wolfe{.curvature = 0.1}, 1e-3f).found);
    CHECK(std::abs(line.slope()) <= 0.1001f * std::abs(line.start.slope));
  }
}

TEST_CASE("a first trial that rounds to the start is a matter of rounding, whatever the search") {
  formula const hyperbola{1, [](auto x, auto g) {
    double const value = std::sqrt(1 + x[0] * x[0]);
    g[0] = x[0] / value;
    return value;
  }};
  for (auto const& how : {gradient_descent{}, gradient_descent{.line_search = strong_wolfe{}}}) {
    auto const found = minimize(hyperbola, std::vector<double>{1e150}, how);
    CHECK(found.status == status::roundoff_limited);
    CHECK(found.value == 1e150);
  }
}
