// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// What stands around a rule is saved with it.
#include "saved_run.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

TEST_CASE("schedules, averages, accumulated and clipped gradients, plateaus, and sums of their own") {
  batches const division{.rows = 2, .seed = 3};
  auto const check = [](auto const& method) {
    check_break<double>(method, 50, 100);
    for (std::int64_t before : {1, 2, 13}) check_break<double>(method, before, 20);
  };
  check(scheduled(sgd{.learning_rate = 0.01, .momentum = 0.5}, schedule::cosine{.steps = 90}));
  auto const hyperbola = [](double base, std::int64_t t) { return base / (1 + 0.1 * static_cast<double>(t)); };
  check(scheduled(sgd{.learning_rate = 0.01}, hyperbola));
  check(in_batches(averaged(adam{.learning_rate = 0.05}, ema{.decay = 0.9}), division));
  check(in_batches(accumulated(adam{.learning_rate = 0.05}, 3), division));
  check(clipped(adam{.learning_rate = 0.05}, by_norm{.largest = 1}));
  check(reduced_on_plateau(sgd{.learning_rate = 0.01}, {.patience = 5}));
  check(reduced_on_plateau(in_batches(adam{.learning_rate = 0.05}, division), {.patience = 1}));
  check(svrg{.learning_rate = 1e-3});
  check(saga{.learning_rate = 1e-3});
}

TEST_CASE("a step that only gathers is no small one: not when told, and not where a run goes on") {
  stop const limits{.gradient_norm = std::nullopt, .step_change = 1e-9};
  for (std::int64_t before : {1, 2, 3, 4}) check_break<double>(accumulated(sgd{.learning_rate = 0.01}, 3), before, 30, limits);
  ask_tell run({-1.2, 1}, accumulated(sgd{.learning_rate = 0.01}, 3), limits);
  std::vector<double> g(2);
  for (int k = 0; k < 20; ++k) {
    double const value = valleys<double>{}.value_and_gradient(run.ask(), g);
    CHECK(run.tell(value, g));
  }
}
