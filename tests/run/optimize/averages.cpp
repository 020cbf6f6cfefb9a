// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Averages of points beside a rule.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "any_rule.hpp"
#include "problems.hpp"
#include "runs.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

/// The averages after each step of sgd that halves x, from 1: points 1/2, 1/4, 1/8, ...
std::vector<double> averages_of(any_rule const& rule, int steps) {
  std::vector<double> out;
  (void)minimize(bowl<>{.curvature = 2}, {1}, rule, {.gradient_norm = std::nullopt, .max_steps = steps},
                 on(event::step, [&](auto const& now) { out.push_back(now.average.empty() ? -1 : now.average[0]); }));
  return out;
}
sgd const halving{.learning_rate = 0.25};
void near(std::vector<double> const& a, std::vector<double> const& b) {
  REQUIRE(a.size() == b.size());
  for (std::size_t k = 0; k < a.size(); ++k) CHECK(a[k] == doctest::Approx(b[k]).epsilon(1e-14));
}

}  // namespace

TEST_CASE("ema: by hand, and with decay 0 the last point") {
  double const second = 0.75 * 0.5 + 0.25 * 0.25, third = 0.75 * second + 0.25 * 0.125;
  near(averages_of(averaged(halving, ema{.decay = 0.75}), 3), {0.5, second, third});
  CHECK(averages_of(averaged(halving, ema{.decay = 0}), 5) == std::vector<double>{0.5, 0.25, 0.125, 0.0625, 0.03125});
  CHECK(averaged(halving, ema{.decay = 1}).invalid() == "The option decay is 1 and must be in [0, 1).");
  CHECK(averaged(sgd{.learning_rate = -1}, ema{}).invalid() ==
        "The option learning_rate is -1 and must be positive and finite.");
}

TEST_CASE("polyak and swa: means of the points that they take") {
  near(averages_of(averaged(halving, polyak{}), 3), {0.5, 0.375, 0.875 / 3});
  near(averages_of(averaged(halving, polyak{.start = 2}), 5),
        {0.5, 0.25, 0.125, 0.1875 / 2, (0.125 + 0.0625 + 0.03125) / 3});
  CHECK(averages_of(averaged(halving, swa{}), 9) == averages_of(averaged(halving, polyak{}), 9));
  // After steps 2, 4 and 6; in between it stays.
  near(averages_of(averaged(halving, swa{.start = 1, .every = 2}), 7),
        {0.5, 0.25, 0.25, 0.3125 / 2, 0.3125 / 2, (0.3125 + 1.0 / 64) / 3, (0.3125 + 1.0 / 64) / 3});
  CHECK(averaged(halving, swa{.every = 0}).invalid() == "The option every is 0 and must be at least 1.");
  CHECK(averaged(halving, swa{.start = -1}).invalid() == "The option start is -1 and must not be negative.");
  CHECK(averaged(halving, polyak{.start = -1}).invalid() == "The option start is -1 and must not be negative.");
}

TEST_CASE("asgd is sgd with its mean, a step later") {
  asgd const averaging{.learning_rate = 0.25, .decay = 0, .averaging_start = 3};
  near(averages_of(averaged(halving, polyak{.start = 4}), 20), averages_of(averaging, 20));
}

TEST_CASE("the points are those of the rule, bit for bit, and the average may be any function of the step") {
  auto const plain = run_of(rosenbrock<>{}, {-1.2, 1}, adam{.learning_rate = 0.1}, 50);
  CHECK(run_of(rosenbrock<>{}, {-1.2, 1}, averaged(adam{.learning_rate = 0.1}, ema{}), 50) == plain);
  near(averages_of(averaged(halving, [](std::int64_t t) { return t == 1 ? 1 : 0.5; }), 2), {0.5, 0.375});
}

TEST_CASE("the average is the result where batches disagree") {
  mean_square problem{{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}};
  auto const distance = [&](any_rule const& rule) {
    batches const division{.rows = 1, .seed = 3, .evaluate_every = 1000};
    stop const limits{.gradient_norm = std::nullopt, .max_steps = 4007};
    auto const r = minimize(problem, {0}, in_batches(rule, division), limits);
    CHECK(problem.own[0] == r.point[0]);
    return std::abs(r.point[0] - 4.5);
  };
  sgd const rule{.learning_rate = 0.3};
  CHECK(distance(rule) > 0.3);
  CHECK(distance(averaged(rule, polyak{.start = 100})) < 0.1);
  CHECK(distance(averaged(rule, swa{.start = 100, .every = 10})) < 0.3);
  CHECK(distance(averaged(rule, ema{.decay = 0.999})) < 0.3);
  CHECK(distance(scheduled(clipped(averaged(rule, polyak{.start = 100}), by_norm{.largest = 100}),
                           schedule::constant_factor{})) < 0.1);
}

TEST_CASE("an average begins anew where a step is halved") {
  // NaN beyond 2: steps lead to 1, and to 2.5, which is halved to 1.75.
  formula const walled{1, [](auto x, auto g) { return g[0] = -1, x[0] > 2 ? std::nan("") : -x[0]; }};
  stop limits{.gradient_norm = std::nullopt, .max_steps = 3};
  limits.on_non_finite = on_non_finite::shrink;
  std::vector<double> x, averages;
  any_rule const rule = averaged(scheduled(sgd{.learning_rate = 1, .momentum = 0.5},
                                           [](double base, std::int64_t t) { return t < 2 ? base : base / 1024; }),
                                 polyak{});
  (void)minimize(walled, {0}, rule, limits, on(event::step, [&](auto const& now) {
                   x.push_back(now.x[0]);
                   averages.push_back(now.average.empty() ? -1 : now.average[0]);
                 }));
  CHECK(x[2] == 1.75 + 1.0 / 1024);
  CHECK(averages[0] == 1);
  CHECK(averages[2] == x[2]);
}
