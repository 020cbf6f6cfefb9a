// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// What every run has in common: where it starts, when it stops, what it tells and returns.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "any_rule.hpp"
#include "problems.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

// What an objective is, and what it is not.
static_assert(optimize::objective<rosenbrock<float>> && optimize::objective<quadratic5> && optimize::objective<formula const>);
static_assert(std::is_same_v<optimize::scalar_of<rosenbrock<float>>, float> && std::is_same_v<optimize::scalar_of<quadratic5>, double>);
static_assert(optimize::has_batches<mean_square> && optimize::has_parameters<mean_square>);
static_assert(!optimize::has_batches<quadratic5> && !optimize::has_parameters<quadratic5>);
static_assert(!optimize::has_blocks<quadratic5> && !optimize::has_value<quadratic5> && !optimize::has_gradient<quadratic5>);
namespace {
struct plain {
  std::size_t size() const;
  double value_and_gradient(std::span<double const>, std::span<double>) const;
};
static_assert(optimize::objective<plain> && !optimize::has_hvp<plain> && optimize::has_hvp<quadratic5>);
struct block {
  std::string name;
  std::size_t offset, size;
};
struct complete {
  std::size_t size() const;
  double value(std::span<double const>);
  void gradient(std::span<double const>, std::span<double>);
  double value_and_gradient(std::span<double const>, std::span<double>);
  void hvp(std::span<double const>, std::span<double const>, std::span<double>);
  std::vector<block> const& blocks() const;
};
struct no_gradient {
  std::size_t size() const;
  double value(std::span<double const>);
};
struct no_size {
  double value_and_gradient(std::span<double const>, std::span<double>);
};
struct no_numbers {
  using value_type = int;
  std::size_t size() const;
  int value_and_gradient(std::span<int const>, std::span<int>);
};
static_assert(optimize::has_value<complete> && optimize::has_gradient<complete> && optimize::has_hvp<complete> && optimize::has_blocks<complete>);
static_assert(!optimize::objective<no_gradient> && !optimize::objective<no_size> && !optimize::objective<no_numbers>);
static_assert(optimize::update_rule<adam, float> && !optimize::update_rule<lbfgs, double> && optimize::stepping_method<lbfgs, quadratic5>);
}  // namespace

TEST_CASE("a run starts from the problem's own parameters and sets them") {
  mean_square problem{{1, 2, 6}};
  problem.own[0] = 7;
  auto const r = minimize(problem, lbfgs{}, {.gradient_norm = 1e-12});
  CHECK(r.history[0].value == doctest::Approx((36 + 25 + 1) / 6.0));
  CHECK(r.point[0] == doctest::Approx(3));
  CHECK(problem.own[0] == r.point[0]);
  auto const again = minimize(problem, {5.0}, lbfgs{}, {.gradient_norm = 1e-12});
  CHECK(again.history[0].value == doctest::Approx((16 + 9 + 1) / 6.0));
  CHECK(problem.own[0] == again.point[0]);
  // Also where the run ends badly: the best point is where it began.
  problem.own[0] = 7;
  CHECK(minimize(problem, sgd{.learning_rate = 1e200}).status == status::not_finite);
  CHECK(problem.own[0] == 7);
}

TEST_CASE("a start of another size is an error") {
  CHECK_THROWS_WITH_AS(minimize(rosenbrock<>{}, {1, 2, 3}, adam{}), "gradsmith: the start has 3 elements, the problem has 2 parameters", data_error);
}

TEST_CASE("starts: lists, vectors, arrays, spans; objectives: temporaries, const, lvalues") {
  std::vector<double> const list{-1.2, 1};
  double const array[] = {-1.2, 1};
  rosenbrock<> const fixed;
  rosenbrock<> free;
  double const value = minimize(rosenbrock<>{}, {-1.2, 1}, lbfgs{}).value;
  CHECK(minimize(fixed, list, lbfgs{}).value == value);
  CHECK(minimize(free, array, lbfgs{}).value == value);
  CHECK(minimize(free, std::span{list}, lbfgs{}, stop{}).value == value);
}

TEST_CASE("each criterion ends the run, and only if it is met") {
  auto const ends = [](stop const& limits, auto method) { return minimize(rosenbrock<>{}, {-1.2, 1}, method, limits); };
  auto const norm = ends({.gradient_norm = 1e-3}, lbfgs{});
  CHECK(norm.status == status::gradient_small);
  CHECK(norm.gradient_norm <= 1e-3);
  CHECK(norm.history[norm.history.size() - 2].gradient_norm > 1e-3);
  auto const relative = ends({.gradient_norm = std::nullopt, .gradient_relative = 1e-5}, lbfgs{});
  CHECK(relative.status == status::gradient_small);
  CHECK(relative.gradient_norm <= 1e-5 * relative.history[0].gradient_norm);
  // A window that no run fills takes no memory.
  constexpr std::int64_t for_ever = std::numeric_limits<std::int64_t>::max();
  CHECK(ends({.value_change = 1e-3, .window = for_ever, .max_steps = 7}, lbfgs{}).status == status::max_steps);
  auto const target = ends({.target = 0.5}, lbfgs{});
  CHECK(target.status == status::target_reached);
  CHECK(target.value <= 0.5);
  auto const steps = ends({.max_steps = 7}, lbfgs{});
  CHECK(steps.status == status::max_steps);
  CHECK(steps.steps == 7);
  CHECK(steps.history.size() == 8);
  auto const evaluations = ends({.max_evaluations = 10}, adam{});
  CHECK(evaluations.status == status::max_evaluations);
  CHECK(evaluations.evaluations == 10);
  auto const time = ends({.gradient_norm = std::nullopt, .max_steps = std::nullopt, .max_time = 0.01}, adam{});
  CHECK(time.status == status::max_time);
  CHECK(time.seconds >= 0.01);
  auto const flat = ends({.gradient_norm = std::nullopt, .value_change = 1e-3, .window = 5}, sgd{.learning_rate = 1e-4});
  CHECK(flat.status == status::value_flat);
  auto const& h = flat.history;
  REQUIRE(h.size() > 7);
  CHECK(h[h.size() - 6].value - h.back().value <= 1e-3 * h[h.size() - 6].value);
  CHECK(h[h.size() - 7].value - h[h.size() - 2].value > 1e-3 * h[h.size() - 7].value);
  auto const small = ends({.gradient_norm = std::nullopt, .step_change = 1e-3}, sgd{.learning_rate = 1e-4});
  CHECK(small.status == status::step_small);
  CHECK(small.history.back().step_length <= 1e-3 * (1 + 1e-3) * 1.5);
  CHECK(ends({.max_steps = 0}, lbfgs{}).status == status::max_steps);
  CHECK(minimize(rosenbrock<>{}, {1, 1}, lbfgs{}).status == status::gradient_small);
  CHECK(minimize(rosenbrock<>{}, {1, 1}, lbfgs{}).steps == 0);
}

TEST_CASE("absent criteria are not tested") {
  auto const r = minimize(bowl<>{}, {1}, sgd{.learning_rate = 0.5}, {.gradient_norm = std::nullopt});
  CHECK(r.status == status::max_steps);
  CHECK(r.steps == 10000);
  CHECK(r.value == 0);
}

TEST_CASE("options that cannot be are named with their value") {
  auto const says = [](auto method, stop const& limits = {}) {
    auto const r = minimize(rosenbrock<>{}, {-1.2, 1}, method, limits);
    CHECK(r.status == status::invalid_options);
    CHECK_FALSE(usable(r.status));
    CHECK(r.evaluations == 0);
    CHECK(r.point == std::vector<double>{-1.2, 1});
    return r.message;
  };
  auto const refuses = [&](any_rule const& method, std::string const& what) {
    CHECK(says(method) == "The option " + what + ".");
  };
  double const not_a_number = std::nan("");
  CHECK(says(adam{.learning_rate = -1}) == "The option learning_rate is -1 and must be positive and finite.");
  CHECK(says(adam{.learning_rate = not_a_number}) == "The option learning_rate is nan and must be positive and finite.");
  CHECK(says(adam{.decay_second = 1}) == "The option decay_second is 1 and must be in [0, 1).");
  CHECK(says(sgd{.nesterov = true}) == "The option momentum is 0 and must be positive with nesterov.");
  CHECK(says(sgd{.momentum = 0.9, .dampening = 0.1, .nesterov = true}) == "The option dampening is 0.1 and must be 0 with nesterov.");
  CHECK(says(lbfgs{.memory = 0}) == "The option memory is 0 and must be at least 1.");
  CHECK(says(lbfgs{.line_search = strong_wolfe{.curvature = 1e-5}}) == "The option decrease is 0.0001 and must be less than curvature.");
  CHECK(says(gradient_descent{.line_search = armijo{.shrink = 1}}) == "The option shrink is 1 and must be in (0, 1).");
  CHECK(says(gradient_descent{.line_search = fixed_step{.learning_rate = 0}}) == "The option learning_rate is 0 and must be positive and finite.");
  refuses(adagrad{.learning_rate = 0}, "learning_rate is 0 and must be positive and finite");
  refuses(adagrad{.learning_rate_decay = -1}, "learning_rate_decay is -1 and must not be negative");
  refuses(adagrad{.initial_accumulator = -1}, "initial_accumulator is -1 and must not be negative");
  refuses(adagrad{.epsilon = not_a_number}, "epsilon is nan and must not be negative");
  refuses(adagrad{.l2 = -2}, "l2 is -2 and must not be negative");
  refuses(adadelta{.learning_rate = -1}, "learning_rate is -1 and must be positive and finite");
  refuses(adadelta{.decay = 1}, "decay is 1 and must be in [0, 1)");
  refuses(adadelta{.epsilon = 0}, "epsilon is 0 and must be positive and finite");
  refuses(adadelta{.l2 = -1}, "l2 is -1 and must not be negative");
  refuses(rmsprop{.learning_rate = 0}, "learning_rate is 0 and must be positive and finite");
  refuses(rmsprop{.decay = 1}, "decay is 1 and must be in [0, 1)");
  refuses(rmsprop{.epsilon = -1}, "epsilon is -1 and must not be negative");
  refuses(rmsprop{.momentum = 1.5}, "momentum is 1.5 and must be in [0, 1)");
  refuses(rmsprop{.l2 = -1}, "l2 is -1 and must not be negative");
  refuses(adamw{.learning_rate = -1}, "learning_rate is -1 and must be positive and finite");
  refuses(adamw{.decay_first = 1}, "decay_first is 1 and must be in [0, 1)");
  refuses(adamw{.decay_second = 1}, "decay_second is 1 and must be in [0, 1)");
  refuses(adamw{.epsilon = -1}, "epsilon is -1 and must not be negative");
  refuses(adamw{.weight_decay = -1}, "weight_decay is -1 and must not be negative");
  refuses(adamw{.learning_rate = 0.5, .weight_decay = 2},
          "weight_decay is 2 and must take away less than all of x in a step");
  refuses(adamw{.weight_decay = 1, .decay_follows_rate = false},
          "weight_decay is 1 and must take away less than all of x in a step");
  refuses(adamax{.learning_rate = 0}, "learning_rate is 0 and must be positive and finite");
  refuses(adamax{.decay_first = -0.5}, "decay_first is -0.5 and must be in [0, 1)");
  refuses(adamax{.decay_second = 2}, "decay_second is 2 and must be in [0, 1)");
  refuses(adamax{.epsilon = -1}, "epsilon is -1 and must not be negative");
  refuses(adamax{.l2 = -1}, "l2 is -1 and must not be negative");
  refuses(nadam{.learning_rate = 0}, "learning_rate is 0 and must be positive and finite");
  refuses(nadam{.decay_first = 1}, "decay_first is 1 and must be in [0, 1)");
  refuses(nadam{.decay_second = 1}, "decay_second is 1 and must be in [0, 1)");
  refuses(nadam{.epsilon = -1}, "epsilon is -1 and must not be negative");
  refuses(nadam{.momentum_decay = -1}, "momentum_decay is -1 and must not be negative");
  refuses(nadam{.l2 = -1}, "l2 is -1 and must not be negative");
  refuses(radam{.learning_rate = 0}, "learning_rate is 0 and must be positive and finite");
  refuses(radam{.decay_first = 1}, "decay_first is 1 and must be in [0, 1)");
  refuses(radam{.decay_second = 1}, "decay_second is 1 and must be in [0, 1)");
  refuses(radam{.epsilon = -1}, "epsilon is -1 and must not be negative");
  refuses(radam{.l2 = -1}, "l2 is -1 and must not be negative");
  refuses(rprop{.learning_rate = 0}, "learning_rate is 0 and must be positive and finite");
  refuses(rprop{.shrink = 1}, "shrink is 1 and must be in (0, 1)");
  refuses(rprop{.grow = 1}, "grow is 1 and must be more than 1");
  refuses(rprop{.step_min = 0}, "step_min is 0 and must be positive and finite");
  refuses(rprop{.step_min = 2, .step_max = 1}, "step_max is 1 and must not be less than step_min");
  refuses(asgd{.learning_rate = 0}, "learning_rate is 0 and must be positive and finite");
  refuses(asgd{.decay = -1}, "decay is -1 and must not be negative");
  refuses(asgd{.learning_rate = 2, .decay = 0.5},
          "decay is 0.5 and must take away less than all of x in a step");
  refuses(asgd{.power = -1}, "power is -1 and must not be negative");
  refuses(asgd{.averaging_start = -1}, "averaging_start is -1 and must not be negative");
  refuses(asgd{.l2 = -1}, "l2 is -1 and must not be negative");
  CHECK(says(adam{}, {.gradient_norm = -1e-6}) == "The option gradient_norm is -1e-06 and must not be negative.");
  CHECK(says(adam{}, {.window = 0}) == "The option window is 0 and must be at least 1.");
  CHECK(says(adam{}, {.max_steps = -5}) == "The option max_steps is -5 and must not be negative.");
}

TEST_CASE("the best point is returned, not the last") {
  auto const r = minimize(rosenbrock<>{}, {-1.2, 1}, sgd{.learning_rate = 1e-3, .momentum = 0.9}, {.max_steps = 23});
  double lowest = r.history[0].value;
  for (auto const& row : r.history) lowest = std::min(lowest, row.value);
  CHECK(r.value == lowest);
  CHECK(r.history.back().value > lowest);
  std::vector<double> g(2);
  CHECK(rosenbrock<>{}.value_and_gradient(r.point, g) == r.value);
  CHECK(optimize::max_abs<double>(g) == r.gradient_norm);
}

TEST_CASE("a run that ends because the gradient is small returns the point where it is small, even if another was lower") {
  formula const jump{1, [](auto x, auto g) { return g[0] = x[0] == 0 ? 1 : 0, x[0] == 0 ? -1.0 : 5.0; }};
  auto const r = minimize(jump, {0}, sgd{.learning_rate = 1});
  CHECK(r.status == status::gradient_small);
  CHECK(r.point[0] == -1);
  CHECK(r.value == 5);
  CHECK(r.gradient_norm == 0);
}

TEST_CASE("callbacks stop the run, at a step or inside one") {
  auto const at_third = [](verdict said) { return on(event::step, [=](auto const& now) { return now.step == 3 ? said : verdict::proceed; }); };
  auto const stopped = minimize(rosenbrock<>{}, {-1.2, 1}, adam{}, stop{}, at_third(verdict::stop));
  CHECK(stopped.status == status::stopped_by_user);
  CHECK(stopped.steps == 3);
  CHECK_FALSE(converged(stopped.status));
  CHECK(usable(stopped.status));
  auto const success = minimize(rosenbrock<>{}, {-1.2, 1}, lbfgs{}, stop{}, at_third(verdict::stop_as_success));
  CHECK(success.status == status::stopped_as_success);
  CHECK(converged(success.status));
  auto const at_begin = minimize(rosenbrock<>{}, {-1.2, 1}, lbfgs{}, stop{}, [](auto const& now) { return now.event == event::begin ? verdict::stop : verdict::proceed; });
  CHECK(at_begin.status == status::stopped_by_user);
  CHECK(at_begin.steps == 0);
  int count = 0;
  auto const inside = minimize(rosenbrock<>{}, {-1.2, 1}, lbfgs{}, stop{}, on(event::evaluated, [&](auto const&) { return ++count == 2 ? verdict::stop : verdict::proceed; }));
  CHECK(inside.status == status::stopped_by_user);
  CHECK(inside.steps == 1);
}

TEST_CASE("every method fires the same events, and callbacks see what the history keeps") {
  auto const check = [](auto method) {
    int begins = 0, steps = 0, ends = 0, evaluated = 0, second = 0;
    std::vector<double> values;
    auto const r = minimize(
        rosenbrock<>{}, {-1.2, 1}, method, {.max_steps = 12},
        [&](auto const& now) {
          begins += now.event == event::begin ? 1 : 0;
          steps += now.event == event::step ? 1 : 0;
          ends += now.event == event::end ? 1 : 0;
          evaluated += now.event == event::evaluated ? 1 : 0;
          if (now.event == event::begin || now.event == event::step) values.push_back(now.value);
          CHECK(now.x.size() == 2);
        },
        on(event::step, [&](auto const&) { ++second; }));
    CHECK(begins == 1);
    CHECK(steps == 12);
    CHECK(second == 12);
    CHECK(ends == 1);
    CHECK(evaluated == r.evaluations);
    REQUIRE(values.size() == r.history.size());
    for (std::size_t k = 0; k < values.size(); ++k) {
      CHECK(values[k] == r.history[k].value);
      CHECK(r.history[k].step == static_cast<std::int64_t>(k));
    }
    CHECK(r.history.back().evaluations == r.evaluations);
  };
  check(gradient_descent{});
  check(sgd{.learning_rate = 1e-4});
  check(adam{});
  check(lbfgs{});
  check(lbfgs{.line_search = fixed_step{.learning_rate = 0.1}});
}

TEST_CASE("a run is explained") {
  auto const r = minimize(rosenbrock<>{}, {-1.2, 1}, lbfgs{}, {.max_steps = 3});
  CHECK(r.message == "The budget of steps is used up.");
  CHECK(explain(r).starts_with("The budget of steps is used up. Value 4."));
  CHECK(explain(r).find("Raise stop{.max_steps}") != std::string::npos);
  for (int s = 0; s <= static_cast<int>(status::invalid_options); ++s) CHECK(sentence(static_cast<status>(s)).ends_with("."));
}

TEST_CASE("the same run gives the same bits") {
  auto const one = minimize(powell{}, powell::start(), lbfgs{});
  auto const two = minimize(powell{}, powell::start(), lbfgs{});
  CHECK(one.point == two.point);
  CHECK(one.value == two.value);
}

TEST_CASE("max_abs sees NaN and infinity anywhere") {
  std::vector<double> v(37, -2.0);
  CHECK(optimize::max_abs<double>(v) == 2);
  for (std::size_t k = 0; k < v.size(); ++k) {
    std::vector<double> bad = v;
    bad[k] = -std::numeric_limits<double>::infinity();
    CHECK(std::isinf(optimize::max_abs<double>(bad)));
    bad[(k + 5) % bad.size()] = std::nan("");
    CHECK(std::isnan(optimize::max_abs<double>(bad)));
  }
  CHECK(optimize::max_abs(std::span<float const>{}) == 0);
}
