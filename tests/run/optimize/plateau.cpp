// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Learning rates that fall where the value no longer does.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "problems.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

/// Has these values, one call after the other, and a slope of 1 everywhere: a step is as long as the rate.
struct told {
  using value_type = double;
  std::vector<double> values;
  std::size_t calls = 0;
  static constexpr std::size_t size() { return 1; }
  double value_and_gradient(std::span<double const>, std::span<double> g) {
    g[0] = 1;
    return values[std::min(calls++, values.size() - 1)];
  }
};
std::vector<double> rates(std::vector<double> const& values, plateau const& options, double rate = 1) {
  std::vector<double> out;
  double x = 0;
  (void)minimize(told{values}, {0}, reduced_on_plateau(sgd{.learning_rate = rate}, options),
                 {.max_steps = static_cast<std::int64_t>(values.size())}, on(event::step, [&](auto const& now) {
                   out.push_back(x - now.x[0]);
                   x = now.x[0];
                 }));
  return out;
}
void near(std::vector<double> const& a, std::vector<double> const& b) {
  REQUIRE(a.size() == b.size());
  for (std::size_t k = 0; k < a.size(); ++k) {
    CAPTURE(k);
    CHECK(a[k] == doctest::Approx(b[k]).epsilon(1e-12));
  }
}

}  // namespace

TEST_CASE("after more than patience values that are no better the rate is multiplied") {
  near(rates(std::vector<double>(9, 5.0), {.patience = 2}), {1, 1, 1, 0.1, 0.1, 0.1, 0.01, 0.01, 0.01});
  near(rates({5, 5, 5, 4, 4, 4, 4, 4}, {.factor = 0.5, .patience = 2}), {1, 1, 1, 1, 1, 1, 0.5, 0.5});
  near(rates({5, 4, 3, 2, 1, 0, -1, -2}, {.patience = 0}), {1, 1, 1, 1, 1, 1, 1, 1});
  near(rates({5, 5, 5}, {.patience = 0}), {1, 0.1, 0.01});
}

TEST_CASE("better is by the threshold, as a share or by itself, also below 0") {
  near(rates({100, 99.5, 98.9, 98.9}, {.patience = 0, .threshold = 0.01}), {1, 0.1, 0.1, 0.01});
  plateau const absolute{.patience = 0, .threshold = 0.25, .threshold_is_absolute = true};
  near(rates({100, 99.5, 98.9, 98.9}, absolute), {1, 1, 1, 0.1});
  // From -100, -99.5 is worse, and -100.5 not better by a hundredth; PyTorch's formula would take both.
  near(rates({-100, -99.5, -100.5, -102}, {.patience = 0, .threshold = 0.01}), {1, 0.1, 0.01, 0.01});
}

TEST_CASE("cooldown passes values over, minimum is where a rate stops") {
  plateau const cooling{.patience = 0, .cooldown = 2};
  near(rates(std::vector<double>(9, 5.0), cooling), {1, 0.1, 0.1, 0.1, 0.01, 0.01, 0.01, 1e-3, 1e-3});
  near(rates({5, 5, 5, 5}, {.patience = 0, .minimum = 0.05}), {1, 0.1, 0.05, 0.05});
  near(rates({5, 5, 5}, {.patience = 0, .minimum = 7}), {1, 1, 1});
}

TEST_CASE("a metric of one's own is asked at each point") {
  std::vector<double> asked;
  auto const metric = [&](std::span<double const> x) { return asked.push_back(x[0]), x[0]; };
  // The value stays, the metric falls: the rate does not.
  std::vector<double> x{0};
  (void)minimize(told{{5}}, {0}, reduced_on_plateau(sgd{.learning_rate = 1}, {.patience = 0}, metric), {.max_steps = 4},
                 on(event::step, [&](auto const& now) { x.push_back(now.x[0]); }));
  CHECK(x == std::vector<double>{0, -1, -2, -3, -4});
  CHECK(asked == std::vector<double>{0, -1, -2, -3});
}

TEST_CASE("in mini-batches the values are those of epochs, and averages, schedules and clipping keep working") {
  mean_square problem{{0, 1, 2, 3, 4, 5, 6, 7}};
  double last = 4, longest = 0;
  auto const watch = on(event::step, [&](auto const& now) {
    if (now.epoch >= 60) longest = std::max(longest, std::abs(now.x[0] - last));
    last = now.x[0];
  });
  auto const rising = scheduled(sgd{.learning_rate = 0.3}, schedule::warm_up(5));
  auto const rule = averaged(clipped(rising, by_norm{.largest = 10}), ema{});
  batches const division{.rows = 2, .seed = 1};
  auto const r = minimize(problem, {20}, reduced_on_plateau(in_batches(rule, division), {.patience = 3}),
                          {.gradient_norm = std::nullopt, .max_epochs = 80}, watch);
  CHECK(r.epochs == 80);
  CHECK(longest < 1e-3);
  CHECK(std::abs(r.point[0] - 3.5) < 0.05);
  longest = 0;
  (void)minimize(problem, {20}, in_batches(rule, division), {.gradient_norm = std::nullopt, .max_epochs = 80}, watch);
  CHECK(longest > 0.1);
}

TEST_CASE("a plateau arrives where a rate that stays goes to and fro") {
  // |x - 1|: steps of a fixed length never settle.
  formula const corner{1, [](auto x, auto g) { return g[0] = x[0] < 1 ? -1 : 1, std::abs(x[0] - 1); }};
  stop const limits{.max_steps = 400};
  CHECK(minimize(corner, {0.25}, sgd{.learning_rate = 0.1}, limits).value > 0.01);
  CHECK(minimize(corner, {0.25}, reduced_on_plateau(sgd{.learning_rate = 0.1}), limits).value < 1e-10);
}

TEST_CASE("wrong options of a plateau, and of what is in it") {
  auto const says = [](plateau const& options) { return reduced_on_plateau(sgd{}, options).invalid(); };
  CHECK(says({}) == "");
  CHECK(says({.factor = 1}) == "The option factor is 1 and must be in (0, 1).");
  CHECK(says({.patience = -1}) == "The option patience is -1 and must not be negative.");
  CHECK(says({.threshold = -1}) == "The option threshold is -1 and must not be negative.");
  CHECK(says({.cooldown = -1}) == "The option cooldown is -1 and must not be negative.");
  CHECK(says({.minimum = -1}) == "The option minimum is -1 and must not be negative.");
  CHECK(reduced_on_plateau(in_batches(sgd{}, {.rows = 0})).invalid() == "The option rows is 0 and must be at least 1.");
  auto const r = minimize(bowl<>{}, {1}, reduced_on_plateau(sgd{.learning_rate = -1}));
  CHECK(r.message == "The option learning_rate is -1 and must be positive and finite.");
}
