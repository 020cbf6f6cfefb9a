// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Runs that end when a watched number no longer falls.
#include <cmath>
#include <limits>
#include <span>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/optimize.hpp>
#include <gradsmith/train/early_stopping.hpp>

namespace {

namespace gs = gradsmith;

/// (x - 10)^2, which gradient descent with rate 0.05 approaches from 0 by 10 % per step; as if of ten rows.
template <class T>
struct far_minimum {
  using value_type = T;
  std::size_t size() const { return 1; }
  std::size_t rows() const { return 10; }
  T value_and_gradient(std::span<T const> x, std::span<T> g) {
    g[0] = 2 * (x[0] - 10);
    return (x[0] - 10) * (x[0] - 10);
  }
  far_minimum batch(std::span<std::uint32_t const>) const { return {}; }
};

/// Least at x = 4: what is learned beyond does not help.
constexpr auto distance_to_four = [](auto x) { return std::abs(static_cast<double>(x[0]) - 4); };

double after(int steps) { return 10 - 10 * std::pow(0.9, steps); }

}  // namespace

TEST_CASE("the run ends `patience` steps after the best one, which is kept") {
  gs::early_stopping watch(distance_to_four, {.patience = 3});
  far_minimum<double> problem;
  std::vector<double> const start{0};
  auto const run = gs::minimize(problem, start, gs::sgd{.learning_rate = 0.05}, gs::stop{.max_steps = 100}, watch);
  // |4 - x| is least after 5 steps (4.095; after 4: 3.439).
  CHECK(run.status == gs::status::early_stopped);
  CHECK(gs::usable(run.status));
  CHECK_FALSE(gs::converged(run.status));
  CHECK(run.steps == 8);
  CHECK(watch.best_step() == 5);
  CHECK(watch.best_value() == doctest::Approx(after(5) - 4));
  REQUIRE(watch.best_point().size() == 1);
  CHECK(watch.best_point()[0] == doctest::Approx(after(5)));
  std::vector<double> parameters{-1};
  watch.restore(std::span(parameters));
  CHECK(parameters[0] == watch.best_point()[0]);
}

TEST_CASE("an improvement has to be larger than min_change") {
  gs::early_stopping watch(distance_to_four, {.patience = 2, .min_change = 1.05});
  far_minimum<double> problem;
  auto const run = gs::minimize(problem, std::vector<double>{0}, gs::sgd{.learning_rate = 0.05}, gs::stop{.max_steps = 100}, watch);
  // The metric is 4, 3, 2.1, 1.29, 0.561, 0.095, 0.686: step 2 counts, and step 4, and nothing after it.
  CHECK(run.status == gs::status::early_stopped);
  CHECK(watch.best_step() == 4);
  CHECK(run.steps == 6);
}

TEST_CASE("in mini-batches the metric is asked once per epoch") {
  int asked = 0;
  gs::early_stopping watch(
      [&](auto x) {
        ++asked;
        return distance_to_four(x);
      },
      {.patience = 2});
  far_minimum<float> problem;
  auto const run = gs::minimize(problem, std::vector<float>{0}, gs::in_batches(gs::sgd{.learning_rate = 0.05}, {.rows = 5}),
                                gs::stop{.max_epochs = 50}, watch);
  CHECK(run.status == gs::status::early_stopped);
  // Two steps per epoch: 3.439 after two epochs, 4.686 after three; then two more bring nothing.
  CHECK(watch.best_value() == doctest::Approx(4 - after(4)).epsilon(1e-5));
  CHECK(run.epochs == 4);
  CHECK(asked == 5);
  std::vector<float> parameters{0};
  watch.restore(std::span(parameters));
  CHECK(parameters[0] == doctest::Approx(after(4)).epsilon(1e-5));
}

TEST_CASE("NaN is no improvement, and a second run begins anew") {
  gs::early_stopping watch([](auto x) { return x[0] > 2 ? std::numeric_limits<double>::quiet_NaN() : -static_cast<double>(x[0]); },
                           {.patience = 4});
  far_minimum<double> problem;
  for (int repeat = 0; repeat < 2; ++repeat) {
    auto const run = gs::minimize(problem, std::vector<double>{0}, gs::sgd{.learning_rate = 0.05}, gs::stop{.max_steps = 100}, watch);
    CHECK(run.status == gs::status::early_stopped);
    CHECK(watch.best_step() == 2);  // 1.9; after three steps 2.71
    CHECK(run.steps == 6);
  }
  // Never a number: nothing is kept, and nothing is restored.
  gs::early_stopping blind([](auto) { return std::numeric_limits<double>::quiet_NaN(); }, {.patience = 1});
  auto const run = gs::minimize(problem, std::vector<double>{0}, gs::sgd{.learning_rate = 0.05}, gs::stop{.max_steps = 100}, blind);
  CHECK(run.status == gs::status::early_stopped);
  CHECK(blind.best_point().empty());
  std::vector<double> parameters{7};
  blind.restore(std::span(parameters));
  CHECK(parameters[0] == 7);
}
