// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Schedules of the learning rate: their values, and rules that follow them.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "any_rule.hpp"
#include "problems.hpp"
#include "runs.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;
using namespace gradsmith::schedule;

namespace {

/// The rates of steps 0, 1, ...
template <rate_schedule S>
void gives(S const& rates, double base, std::vector<double> const& expected) {
  CHECK(invalid_option(rates) == "");
  for (std::size_t t = 0; t < expected.size(); ++t) {
    CAPTURE(t);
    CHECK(rates(base, static_cast<std::int64_t>(t)) == doctest::Approx(expected[t]).epsilon(1e-14));
  }
}
template <rate_schedule S>
void is(S const& rates, double base, std::int64_t step, double expected) {
  CAPTURE(step);
  CHECK(rates(base, step) == doctest::Approx(expected).epsilon(1e-14));
}
void refuses(auto const& rates, std::string const& what) {
  CHECK(invalid_option(rates) == "The option " + what + ".");
  CHECK(scheduled(sgd{.learning_rate = 0.1}, rates).invalid() == "The option " + what + ".");
}

constexpr std::int64_t for_ever = std::int64_t{1} << 62;

}  // namespace

static_assert(rate_schedule<cosine> && rate_schedule<decltype([](double base, std::int64_t) { return base; })>);
static_assert(!rate_schedule<double> && !rate_schedule<decltype([](std::string const&) { return 1.0; })>);
static_assert(linear{.steps = 2}(6, 1) == 4);

TEST_CASE("constant_factor") {
  gives(constant_factor{}, 0.3, {0.1, 0.1, 0.1, 0.1, 0.1, 0.3, 0.3});
  gives(constant_factor{.factor = 0.5, .steps = 4}, 0.05, {0.025, 0.025, 0.025, 0.025, 0.05});
  is(constant_factor{}, 0.3, for_ever, 0.3);
  refuses(constant_factor{.factor = 0}, "factor is 0 and must be positive and finite");
  refuses(constant_factor{.steps = -1}, "steps is -1 and must not be negative");
}

TEST_CASE("linear") {
  gives(linear{}, 0.3, {0.1, 0.14, 0.18, 0.22, 0.26, 0.3, 0.3});
  gives(linear{.from = 0.5, .steps = 4}, 0.05, {0.025, 0.03125, 0.0375, 0.04375, 0.05, 0.05});
  gives(linear{.from = 1, .to = 0, .steps = 2}, 3, {3, 1.5, 0, 0});
  is(linear{.to = 0.7}, 1, for_ever, 0.7);
  refuses(linear{.from = 0}, "from is 0 and must be positive and finite");
  refuses(linear{.to = -1}, "to is -1 and must not be negative");
  refuses(linear{.steps = 0}, "steps is 0 and must be at least 1");
}

TEST_CASE("polynomial") {
  gives(polynomial{.steps = 4}, 0.001, {0.001, 0.00075, 0.0005, 0.00025, 0, 0});
  gives(polynomial{.steps = 4, .power = 2}, 1, {1, 0.5625, 0.25, 0.0625, 0, 0});
  gives(polynomial{.steps = 4, .power = 2, .minimum = 0.2}, 1, {1, 0.65, 0.4, 0.25, 0.2, 0.2});
  is(polynomial{.minimum = 0.01}, 1, for_ever, 0.01);
  refuses(polynomial{.steps = 0}, "steps is 0 and must be at least 1");
  refuses(polynomial{.power = 0}, "power is 0 and must be positive and finite");
  refuses(polynomial{.minimum = -1}, "minimum is -1 and must not be negative");
}

TEST_CASE("exponential and step_decay differ between two multiples") {
  gives(exponential{.factor = 0.5}, 8, {8, 4, 2, 1, 0.5});
  gives(exponential{.factor = 0.25, .every = 2}, 8, {8, 4, 2, 1, 0.5});
  gives(step_decay{.every = 2, .factor = 0.25}, 8, {8, 8, 2, 2, 0.5, 0.5});
  for (auto [step, rate] : {std::pair{0, 0.05}, {29, 0.05}, {30, 0.005}, {59, 0.005}, {60, 0.0005}, {89, 0.0005}})
    is(step_decay{.every = 30}, 0.05, step, rate);
  CHECK(exponential{.factor = 0.9}(1, for_ever) == 0);
  refuses(exponential{}, "factor is 0 and must be positive and finite");
  refuses(exponential{.factor = 0.5, .every = 0}, "every is 0 and must be at least 1");
  refuses(step_decay{}, "every is 0 and must be at least 1");
  refuses(step_decay{.every = 1, .factor = -1}, "factor is -1 and must be positive and finite");
}

TEST_CASE("multi_step") {
  multi_step const rates{.milestones = {30, 80}};
  for (auto [step, rate] : {std::pair{0, 0.05}, {29, 0.05}, {30, 0.005}, {79, 0.005}, {80, 0.0005}, {1000, 0.0005}})
    is(rates, 0.05, step, rate);
  gives(multi_step{.milestones = {1, 2, 2}, .factor = 0.5}, 8, {8, 4, 1, 1});
  gives(multi_step{}, 8, {8, 8});
  refuses(multi_step{.milestones = {2, 1}}, "milestones is 1 and must not fall");
  refuses(multi_step{.factor = 0}, "factor is 0 and must be positive and finite");
}

TEST_CASE("cosine stays at its minimum, or goes up again") {
  double const half = std::sqrt(0.5);
  std::vector<double> down{2, 1 + half, 1, 1 - half, 0};
  gives(cosine{.steps = 4}, 2, down);
  for (std::int64_t t : {std::int64_t{5}, std::int64_t{8}, for_ever}) CHECK(cosine{.steps = 4}(2, t) == 0);
  down.insert(down.end(), {1 - half, 1, 1 + half, 2, 1 + half});
  cosine const periodic{.steps = 4, .is_periodic = true};
  for (std::size_t t = 0; t < down.size(); ++t)
    CHECK(std::abs(periodic(2, static_cast<std::int64_t>(t)) - down[t]) < 1e-15);
  gives(cosine{.steps = 3, .minimum = 0.2}, 1, {1, 0.8, 0.4, 0.2, 0.2});
  refuses(cosine{}, "steps is 0 and must be at least 1");
  refuses(cosine{.steps = 5, .minimum = -1}, "minimum is -1 and must not be negative");
}

TEST_CASE("cosine_restarts begins its cycles where it should") {
  cosine_restarts const even{.steps = 3, .minimum = 0.2};
  gives(even, 1, {1, 0.8, 0.4, 1, 0.8, 0.4, 1});
  is(even, 1, 3'000'000'000'001, 0.8);
  // Cycles of 10, 20, 40, ...: each first step is the top, each last one is not yet the bottom.
  cosine_restarts const doubling{.steps = 10, .growth = 2};
  std::int64_t first = 0;
  for (std::int64_t length = 10; length < 10'000'000'000; first += length, length *= 2) {
    CHECK(doubling(1, first) == 1);
    is(doubling, 1, first + length / 2, 0.5);
    is(doubling, 1, first + length / 10, (1 + std::cos(std::acos(-1) / 10)) / 2);
    CHECK(doubling(1, first + length - 1) < 0.03);
  }
  cosine_restarts const lower{.steps = 2, .growth = 2, .peak = 0.5};
  gives(lower, 1, {1, 0.5, 0.5, (1 + std::sqrt(0.5)) / 4, 0.25, (1 - std::sqrt(0.5)) / 4, 0.25});
  gives(cosine_restarts{.steps = 2, .peak = 0.5}, 1, {1, 0.5, 0.5, 0.25, 0.25, 0.125});
  refuses(cosine_restarts{}, "steps is 0 and must be at least 1");
  refuses(cosine_restarts{.steps = 5, .growth = 0.5}, "growth is 0.5 and must be at least 1");
  refuses(cosine_restarts{.steps = 5, .minimum = -1}, "minimum is -1 and must not be negative");
  refuses(cosine_restarts{.steps = 5, .peak = 2}, "peak is 2 and must not be more than 1");
}

TEST_CASE("one_cycle: PyTorch's values for two and three phases, on lines and cosines") {
  gives(one_cycle{.steps = 10, .end_divisor = 2, .along = one_cycle::curve::linear}, 25,
        {1, 13, 25, 21.5, 18, 14.5, 11, 7.5, 4, 0.5, 0.5, 0.5});
  one_cycle three{.steps = 10, .rise = 0.4, .end_divisor = 4, .along = one_cycle::curve::linear};
  three.three_phases = true;
  gives(three, 25, {1, 9, 17, 25, 17, 9, 1, 0.75, 0.5, 0.25, 0.25});
  // From 25 to 0.5 in seven steps: a share of (1 + cos(k pi / 7)) / 2 is left of the way.
  one_cycle const smooth{.steps = 10, .end_divisor = 2};
  gives(smooth, 25, {1, 13, 25, 0.5 + 24.5 * 0.950484433951210, 0.5 + 24.5 * 0.811744900929367});
  is(smooth, 25, 9, 0.5);
  is(smooth, 25, for_ever, 0.5);
  is(one_cycle{.steps = 100}, 1, 29, 1);
  is(one_cycle{.steps = 100}, 1, 99, 0.04 / 1e4);
  gives(one_cycle{.steps = 3, .rise = 1, .start_divisor = 4, .along = one_cycle::curve::linear}, 4, {1, 2.5, 4, 1e-4});
  refuses(one_cycle{}, "steps is 0 and must be at least 1");
  refuses(one_cycle{.steps = 9, .rise = 1.5}, "rise is 1.5 and must be in (0, 1]");
  refuses(one_cycle{.steps = 3}, "rise is 0.3 and must be more than one step");
  refuses(one_cycle{.steps = 9, .rise = 0.6, .three_phases = true},
          "rise is 0.6 and must be at most 0.5 in three phases");
  refuses(one_cycle{.steps = 9, .start_divisor = 0}, "start_divisor is 0 and must be positive and finite");
  refuses(one_cycle{.steps = 9, .end_divisor = 0}, "end_divisor is 0 and must be positive and finite");
}

TEST_CASE("cyclic: PyTorch's values for its three modes") {
  cyclic triangles{.minimum = 1, .rise = 4};
  gives(triangles, 5, {1, 2, 3, 4, 5, 4, 3, 2, 1, 2, 3, 4, 5, 4, 3, 2, 1});
  triangles.heights = cyclic::peaks::halved;
  gives(triangles, 5, {1, 2, 3, 4, 5, 4, 3, 2, 1, 1.5, 2, 2.5, 3, 2.5, 2, 1.5, 1, 1.25, 1.5, 1.75, 2, 1.75});
  triangles.heights = cyclic::peaks::multiplied;
  triangles.factor = 0.9;
  std::vector<double> shrinking;
  for (int t = 0; t < 17; ++t) {
    double const way = t % 8 <= 4 ? t % 8 : 8 - t % 8;
    shrinking.push_back(1 + way * std::pow(0.9, t));
  }
  gives(triangles, 5, shrinking);
  // Up in two steps, down in five.
  gives(cyclic{.rise = 2, .fall = 5}, 10, {0, 5, 10, 8, 6, 4, 2, 0, 5, 10});
  is(cyclic{.rise = 1}, 3, for_ever, 0);
  is(cyclic{}, 3, 2000, 3);
  refuses(cyclic{.minimum = -1}, "minimum is -1 and must not be negative");
  refuses(cyclic{.rise = 0}, "rise is 0 and must be at least 1");
  refuses(cyclic{.fall = -1}, "fall is -1 and must not be negative");
  refuses(cyclic{.factor = 0}, "factor is 0 and must be positive and finite");
}

TEST_CASE("warm_up rises to where the next schedule begins, which then counts from 0") {
  gives(warm_up(4, step_decay{.every = 2}, 0.2), 1, {0.2, 0.4, 0.6, 0.8, 1, 1, 0.1, 0.1, 0.01});
  gives(warm_up(2), 1, {0.01, 0.505, 1, 1});
  // To where that one begins, which is not the base.
  gives(warm_up(2, constant_factor{.factor = 0.5, .steps = 1}, 0), 1, {0, 0.25, 0.5, 1});
  gives(warm_up(0, cosine{.steps = 2}), 1, {1, 0.5, 0});
  refuses(warm_up(-1), "steps is -1 and must not be negative");
  refuses(warm_up(5, cosine{.steps = 5}, -0.5), "from is -0.5 and must not be negative");
  refuses(warm_up(5, cosine{}), "steps is 0 and must be at least 1");
}

TEST_CASE("sequences, chains, factors, stairs") {
  // PyTorch's example of a sequence.
  auto const joined = sequence(lasting(20, constant_factor{.factor = 0.1, .steps = 20}), exponential{.factor = 0.9});
  for (auto [step, rate] : {std::pair{0, 0.005}, {19, 0.005}, {20, 0.05}, {21, 0.045}, {22, 0.0405}})
    is(joined, 0.05, step, rate);
  gives(sequence(lasting(2, linear{.from = 0.5, .steps = 2}), lasting(3, step_decay{.every = 1, .factor = 0.5}),
                 [](double base, std::int64_t t) { return base + static_cast<double>(t); }),
        4, {2, 3, 4, 2, 1, 4, 5, 6});
  gives(sequence(lasting(0, exponential{.factor = 7}), cosine{.steps = 2}), 1, {1, 0.5, 0});
  gives(chained(constant_factor{.factor = 0.1, .steps = 2}, exponential{.factor = 0.9}), 1, {0.1, 0.09, 0.81, 0.729});
  gives(chained(constant_factor{.factor = 0.5}, linear{.steps = 2}, exponential{.factor = 0.5}), 6, {1, 1, 0.75});
  gives(schedule::scaled(linear{.from = 0.5, .steps = 2}, 3), 2, {3, 4.5, 6});
  gives(held(3, step_decay{.every = 1, .factor = 0.5}), 8, {8, 8, 8, 4, 4, 4, 2});
  refuses(sequence(lasting(-1, cosine{.steps = 1}), cosine{.steps = 1}), "steps is -1 and must not be negative");
  refuses(sequence(lasting(5, step_decay{}), cosine{.steps = 1}), "every is 0 and must be at least 1");
  refuses(sequence(lasting(5, cosine{.steps = 1}), exponential{}), "factor is 0 and must be positive and finite");
  refuses(chained(exponential{}, cosine{.steps = 1}), "factor is 0 and must be positive and finite");
  refuses(chained(cosine{.steps = 1}, exponential{}), "factor is 0 and must be positive and finite");
  refuses(schedule::scaled(cosine{.steps = 1}, 0), "factor is 0 and must be positive and finite");
  refuses(schedule::scaled(cosine{}, 1), "steps is 0 and must be at least 1");
  refuses(held(0, cosine{.steps = 1}), "steps is 0 and must be at least 1");
  refuses(held(1, cosine{}), "steps is 0 and must be at least 1");
}

TEST_CASE("a rule whose rate stays the same is the rule, bit for bit") {
  auto const check = [](auto rule) {
    any_rule const with = scheduled(rule, constant_factor{.factor = 1});
    CHECK(run_of(rosenbrock<>{}, {-1.2, 1}, with, 60) == run_of(rosenbrock<>{}, {-1.2, 1}, any_rule(rule), 60));
  };
  check(sgd{.learning_rate = 1e-4, .momentum = 0.9});
  check(adam{.learning_rate = 0.01});
  check(adagrad{});
  check(adadelta{});
  check(rmsprop{.momentum = 0.5});
  check(adamw{});
  check(adamax{});
  check(nadam{});
  check(radam{});
  check(asgd{.learning_rate = 1e-4, .averaging_start = 3});
}

TEST_CASE("scheduled: steps by hand") {
  // f = x^2 from 1: the rates are 0.1, 0.2, 0.3.
  auto const rising = [](double base, std::int64_t t) { return base * static_cast<double>(t + 1); };
  auto const x = run_of(bowl<>{.curvature = 2}, {1}, scheduled(sgd{.learning_rate = 0.1}, rising), 3);
  CHECK(x[0][0] == doctest::Approx(0.8).epsilon(1e-15));
  CHECK(x[1][0] == doctest::Approx(0.8 * 0.6).epsilon(1e-15));
  CHECK(x[2][0] == doctest::Approx(0.48 * 0.4).epsilon(1e-15));
  // Momentum goes on, and the rate stands outside it: velocities 2, 1 + 1.6, ...
  auto const m = run_of(bowl<>{.curvature = 2}, {1}, scheduled(sgd{.learning_rate = 0.1, .momentum = 0.5}, rising), 2);
  CHECK(m[0][0] == doctest::Approx(0.8).epsilon(1e-15));
  CHECK(m[1][0] == doctest::Approx(0.8 - 0.2 * 2.6).epsilon(1e-15));
  // adamw shrinks x by the rate of the step.
  adamw const shrinking{.learning_rate = 0.1, .weight_decay = 1};
  auto const w = run_of(bowl<>{.curvature = 0}, {1}, scheduled(shrinking, rising), 2);
  CHECK(w[1][0] == doctest::Approx(0.9 * 0.8).epsilon(1e-15));
}

TEST_CASE("a schedule of a schedule: the outer one changes the base of the inner") {
  auto const add = [](double base, std::int64_t) { return base + 1; };
  auto const twice = [](double base, std::int64_t) { return 2 * base; };
  auto const x = run_of(bowl<>{}, {1}, scheduled(scheduled(sgd{.learning_rate = 0.1}, add), twice), 1);
  CHECK(x[0][0] == doctest::Approx(1 - 1.2).epsilon(1e-15));
}

TEST_CASE("a batch is a step, and shuffled batches see the rates in order") {
  mean_square problem{{0, 1, 2, 3, 4, 5}};
  // A rate of 1 leads to the mean of the batch; then the rate is 0 and x stays there.
  auto const once = [](double base, std::int64_t t) { return t == 3 ? base : 0.0; };
  std::vector<double> x;
  (void)minimize(problem, {100.0}, in_batches(scheduled(sgd{.learning_rate = 1}, once), {.rows = 2, .seed = 5}),
                 {.max_epochs = 2}, on(event::step, [&](auto const& now) { x.push_back(now.x[0]); }));
  REQUIRE(x.size() == 6);
  for (std::size_t k = 0; k < 3; ++k) CHECK(x[k] == 100);
  double const mean = (problem.data[problem.asked[3][0]] + problem.data[problem.asked[3][1]]) / 2;
  for (std::size_t k = 3; k < 6; ++k) CHECK(x[k] == mean);
}

TEST_CASE("momentum goes where a step is halved, the place in the schedule stays") {
  // NaN beyond 2: the second step, from 1 by 1 + 1/2, is halved once.
  formula const walled{1, [](auto x, auto g) { return g[0] = -1, x[0] > 2 ? std::nan("") : -x[0]; }};
  std::vector<double> x, steps;
  auto const shrinking = [&](double base, std::int64_t t) {
    steps.push_back(static_cast<double>(t));
    return t < 2 ? base : base / 1024;
  };
  stop limits{.gradient_norm = std::nullopt, .max_steps = 4};
  limits.on_non_finite = on_non_finite::shrink;
  auto const keep = on(event::step, [&](auto const& now) { x.push_back(now.x[0]); });
  (void)minimize(walled, {0}, scheduled(sgd{.learning_rate = 1, .momentum = 0.5}, shrinking), limits, keep);
  CHECK(steps == std::vector<double>{0, 1, 2, 3});
  CHECK(x == std::vector<double>{1, 1.75, 1.75 + 1.0 / 1024, 1.75 + 2.5 / 1024});
}

TEST_CASE("an average behind a schedule is still an average") {
  asgd const averaging{.learning_rate = 0.25, .decay = 0, .averaging_start = 1};
  auto const of = [](auto rule) {
    std::vector<double> out;
    (void)minimize(bowl<>{.curvature = 2}, {1}, rule, {.gradient_norm = std::nullopt, .max_steps = 6},
                   on(event::step, [&](auto const& now) { out.push_back(now.average[0]); }));
    return out;
  };
  CHECK(of(scheduled(averaging, constant_factor{.factor = 1})) == of(averaging));
}

TEST_CASE("options of the rule are still checked") {
  any_rule const wrong = scheduled(adam{.decay_first = 1}, cosine{.steps = 5});
  CHECK(minimize(bowl<>{}, {1}, wrong).message == "The option decay_first is 1 and must be in [0, 1).");
  any_rule const wrong_schedule = scheduled(adam{}, cosine{});
  CHECK(minimize(bowl<>{}, {1}, wrong_schedule).message == "The option steps is 0 and must be at least 1.");
}
