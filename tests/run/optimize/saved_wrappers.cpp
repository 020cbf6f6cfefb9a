// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// What stands around a rule is saved with it.
#include "saved_run.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

template <class T>
void check_breaks(auto const& method) {
  check_break<T>(method, 50, 100);
  for (std::int64_t before : {1, 2, 13}) check_break<T>(method, before, 20);
}

parameter_range const one{.offset = 0, .size = 1}, other{.offset = 1, .size = 1};

/// All that stands around a rule, one in the other, and rules of different kinds in groups.
template <class T>
auto nested(double rate) {
  auto const grouped =
      in_groups(valleys<T>{}, group(one, averaged(adam{.learning_rate = rate}, swa{.start = 3, .every = 2})),
                group(other, scheduled(momentum_scheduled(sgd{.learning_rate = 0.01, .momentum = 0.5},
                                                          schedule::opposite_to(schedule::cyclic{.rise = 9})),
                                       schedule::cosine{.steps = 90})));
  auto const clipped_groups = clipped(accumulated(grouped, 2), by_block(by_norm{.largest = 1}, {one, other}));
  auto const scheduled_groups = scheduled(averaged(clipped_groups, ema{.decay = 0.9}), schedule::linear{});
  return reduced_on_plateau(in_batches(scheduled_groups, {.rows = 2, .seed = 3}), {.patience = 1});
}

template <class T>
void check_all() {
  batches const division{.rows = 2, .seed = 3};
  check_breaks<T>(scheduled(sgd{.learning_rate = 0.01, .momentum = 0.5}, schedule::cosine{.steps = 90}));
  check_breaks<T>(in_batches(averaged(adam{.learning_rate = 0.05}, ema{.decay = 0.9}), division));
  check_breaks<T>(in_batches(accumulated(adam{.learning_rate = 0.05}, 3), division));
  check_breaks<T>(clipped(adam{.learning_rate = 0.05}, by_norm{.largest = 1}));
  check_breaks<T>(reduced_on_plateau(sgd{.learning_rate = 0.01}, {.patience = 5}));
  check_breaks<T>(nested<T>(0.05));
}

}  // namespace

TEST_CASE("schedules, averages, accumulated and clipped gradients, plateaus, groups, and all of them nested") {
  check_all<double>();
}

TEST_CASE("the same in single precision") { check_all<float>(); }

TEST_CASE("sums of their own, plateaus around batches, and schedules that are functions") {
  check_breaks<double>(reduced_on_plateau(in_batches(adam{.learning_rate = 0.05}, {.rows = 2}), {.patience = 1}));
  auto const hyperbola = [](double base, std::int64_t t) { return base / (1 + 0.1 * static_cast<double>(t)); };
  check_breaks<double>(scheduled(sgd{.learning_rate = 0.01}, hyperbola));
  check_breaks<double>(muon{.learning_rate = 0.01, .blocks = {{.offset = 0, .size = 2}}});
  check_breaks<double>(svrg{.learning_rate = 1e-3});
  check_breaks<double>(saga{.learning_rate = 1e-3});
}

TEST_CASE("other options of a rule in a group, or other blocks, are other options") {
  auto const refuses = [](auto const& method, auto const& changed) {
    minimization run(valleys<double>{}, {-1.2, 1}, method, stop{.max_steps = 3});
    while (run.step()) {}
    minimization same(valleys<double>{}, {1, 1}, method), not_same(valleys<double>{}, {1, 1}, changed);
    same.load(run.save());
    CHECK(same.steps() == 3);
    CHECK_THROWS_AS(not_same.load(run.save()), data_error);
  };
  refuses(nested<double>(0.05), nested<double>(0.06));
  refuses(lamb{}, lamb{.blocks = {one}});
  refuses(lamb{.blocks = {other}}, lamb{.blocks = {one}});
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
