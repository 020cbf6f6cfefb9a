// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Several gradients that make one step.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <type_traits>
#include <vector>

#include "any_rule.hpp"
#include "problems.hpp"
#include "runs.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

std::vector<double> in_rows_of(std::size_t rows, any_rule const& rule, std::int64_t steps) {
  mean_square problem{std::vector<double>(24)};
  for (std::size_t k = 0; k < 24; ++k) problem.data[k] = std::sin(static_cast<double>(7 * k));
  std::vector<double> x;
  (void)minimize(problem, {3.0}, in_batches(rule, {.rows = rows, .seed = 9}),
                 {.gradient_norm = std::nullopt, .step_change = 0, .max_steps = steps},
                 on(event::step, [&](auto const& now) { x.push_back(now.x[0]); }));
  return x;
}
/// The means of k gradients make the steps that batches of k times the rows make.
void is_one_batch(auto rule) {
  auto const whole = in_rows_of(12, rule, 20);
  for (std::int64_t parts : {2, 3, 4, 6, 12}) {
    auto const pieces = in_rows_of(12 / static_cast<std::size_t>(parts), accumulated(rule, parts), 20 * parts);
    REQUIRE(pieces.size() == 20 * static_cast<std::size_t>(parts));
    for (std::size_t k = 0; k < pieces.size(); ++k) {
      std::size_t const done = (k + 1) / static_cast<std::size_t>(parts);
      CAPTURE(k);
      CHECK(pieces[k] == doctest::Approx(done == 0 ? 3.0 : whole[done - 1]).epsilon(1e-12));
    }
  }
}

}  // namespace

TEST_CASE("k batches are one batch of k times the rows, to rounding; x stays in between") {
  is_one_batch(sgd{.learning_rate = 0.3, .momentum = 0.5});
  is_one_batch(adam{.learning_rate = 0.1});
  is_one_batch(clipped(sgd{.learning_rate = 0.3}, by_norm{.largest = 0.1}));
  is_one_batch(scheduled(adamw{.learning_rate = 0.1}, schedule::exponential{.factor = 0.8}));
}

TEST_CASE("one gradient per step is the rule, bit for bit") {
  CHECK(run_of(rosenbrock<>{}, {-1.2, 1}, accumulated(adam{.learning_rate = 0.1}, 1), 40) ==
        run_of(rosenbrock<>{}, {-1.2, 1}, adam{.learning_rate = 0.1}, 40));
  CHECK(accumulated(adam{}, 0).invalid() == "The option batches is 0 and must be at least 1.");
  CHECK(accumulated(adam{.epsilon = -1}, 2).invalid() == "The option epsilon is -1 and must not be negative.");
}

TEST_CASE("schedules and averages count steps, not what is gathered, whichever is outside") {
  adam const rule{.learning_rate = 0.1};
  schedule::exponential const rates{.factor = 0.7};
  CHECK(in_rows_of(4, accumulated(scheduled(rule, rates), 3), 60) ==
        in_rows_of(4, scheduled(accumulated(rule, 3), rates), 60));
  auto const averages = [](any_rule const& averaging) {
    std::vector<double> out;
    (void)minimize(bowl<>{.curvature = 2}, {1}, averaging, {.gradient_norm = std::nullopt, .max_steps = 12},
                   on(event::step, [&](auto const& now) { out.push_back(now.average.empty() ? -1 : now.average[0]); }));
    return out;
  };
  auto const outside = averages(averaged(accumulated(rule, 3), polyak{}));
  CHECK(outside == averages(accumulated(averaged(rule, polyak{}), 3)));
  CHECK(outside[1] == -1);
  CHECK(outside[2] == doctest::Approx(0.9));
  CHECK(outside[2] == outside[4]);
  CHECK(outside[5] < outside[4]);
}

TEST_CASE("waiting is no small step") {
  stop const limits{.gradient_norm = std::nullopt, .step_change = 1e-3, .max_steps = 2000};
  any_rule const rule = accumulated(sgd{.learning_rate = 0.05}, 4);
  auto const r = minimize(bowl<>{}, {1}, rule, limits);
  CHECK(r.status == status::step_small);
  CHECK(r.steps % 4 == 0);
  CHECK(r.steps > 100);
  CHECK(r.point[0] < 0.03);
}

TEST_CASE("momentum goes where a step is halved, whatever stands around the rule") {
  // NaN beyond 2: the second step, of 1 + 1/2, is halved once; the third, of 1 again, is halved twice.
  formula const walled{1, [](auto x, auto g) { return g[0] = -1, x[0] > 2 ? std::nan("") : -x[0]; }};
  auto const points = [&](any_rule const& rule, std::int64_t steps) {
    std::vector<double> x;
    stop limits{.gradient_norm = std::nullopt, .max_steps = steps};
    limits.on_non_finite = on_non_finite::shrink;
    (void)minimize(walled, {0}, rule, limits, on(event::step, [&](auto const& now) { x.push_back(now.x[0]); }));
    return x;
  };
  sgd const rule{.learning_rate = 1, .momentum = 0.5};
  std::vector<double> const expected{1, 1.75, 2};
  CHECK(points(rule, 3) == expected);
  CHECK(points(scheduled(rule, schedule::constant_factor{.factor = 1}), 3) == expected);
  CHECK(points(clipped(rule, by_norm{.largest = 10}), 3) == expected);
  CHECK(points(averaged(rule, polyak{}), 3) == expected);
  CHECK(points(in_groups(walled, other_parameters(rule)), 3) == expected);
  CHECK(points(accumulated(rule, 2), 6) == std::vector<double>{0, 1, 1, 1.75, 1.75, 2});
}

// What saves states can take these apart.
template <class Method>
constexpr bool has_plain_state = std::is_aggregate_v<optimize::state_of<Method, double>>;
static_assert(has_plain_state<decltype(accumulated(clipped(adam{}, by_norm{}), 2))>);
static_assert(has_plain_state<decltype(scheduled(averaged(sgd{}, ema{}), schedule::cosine{}))>);
static_assert(has_plain_state<decltype(reduced_on_plateau(schedule_free_adamw{}))>);
static_assert(has_plain_state<optimize::grouped_rule<adam, lion, muon>>);
static_assert(has_plain_state<svrg> && has_plain_state<saga>);
static_assert(std::is_aggregate_v<optimize::chain_of_states<double, adam, lion, muon>>);

TEST_CASE("accumulated gradients in single precision") {
  auto const rule = accumulated(adam{.learning_rate = 0.1}, 2);
  auto const r = minimize(rosenbrock<float>{}, {-1.2f, 1.0f}, rule, {.max_steps = 2000});
  CHECK(r.value < 1e-3f);
}
