// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Runs that are told values and gradients.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <sstream>
#include <vector>

#include "methods.hpp"
#include "problems.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

void check_same(result<double> const& one, result<double> const& other) {
  CHECK(one.status == other.status);
  CHECK(one.point == other.point);
  CHECK(one.value == other.value);
  CHECK(one.gradient_norm == other.gradient_norm);
  CHECK(one.evaluations == other.evaluations);
  CHECK(one.steps == other.steps);
  REQUIRE(one.history.size() == other.history.size());
  for (std::size_t k = 0; k < one.history.size(); ++k) {
    CHECK(one.history[k].step == other.history[k].step);
    CHECK(one.history[k].value == other.history[k].value);
    CHECK(one.history[k].step_length == other.history[k].step_length);
  }
}

// Called, and not inlined, where products and sums may be contracted in another way at each place.
struct called : rosenbrock<> {
  [[gnu::noinline]] double value_and_gradient(std::span<double const> x, std::span<double> g) const {
    return rosenbrock<>::value_and_gradient(x, g);
  }
};

template <class Problem, class Run>
void tell_all(Problem problem, Run& run) {
  std::vector<double> g(problem.size());
  double value;
  do value = problem.value_and_gradient(run.ask(), g);
  while (run.tell(value, g));
}

}  // namespace

TEST_CASE("told what the objective says, a run makes the steps of minimize") {
  std::vector<any_rule> rules = other_rules(0.01);
  rules.insert(rules.end(),
               {sgd{.learning_rate = 1e-3}, sgd{.learning_rate = 1e-3, .momentum = 0.9}, adam{.learning_rate = 0.1}});
  stop const every[] = {{.max_steps = 40},
                        {.max_evaluations = 7},
                        {.gradient_norm = 5.0},
                        {.target = 3},
                        {.value_change = 0.1, .window = 3},
                        {.step_change = 1e-2},
                        {.max_steps = 0}};
  for (any_rule const& rule : rules)
    for (stop const& limits : every) {
      ask_tell run({-1.2, 1}, rule, limits);
      tell_all(called{}, run);
      CHECK(run.is_over());
      auto expected = minimize(called{}, {-1.2, 1}, rule, limits);
      auto const told = run.finish();
      if (expected.evaluations == told.evaluations + 1) continue;      // the average, which is evaluated at the end
      check_same(told, expected);
    }
}

TEST_CASE("values that are not finite end the run, at the best point before") {
  for (double bad : {std::nan(""), HUGE_VAL}) {
    ask_tell run({1.0, 2.0}, sgd{.learning_rate = 0.1});
    std::vector<double> g{2, 4};
    CHECK(run.tell(5, g));
    CHECK(run.ask()[1] == doctest::Approx(1.6));
    CHECK_FALSE(run.tell(bad, g));
    CHECK_FALSE(run.tell(1, g));
    auto const r = run.finish();
    CHECK(r.status == status::not_finite);
    CHECK(r.point == std::vector<double>{1, 2});
    CHECK(r.value == 5);
    ask_tell at_once({1.0, 2.0}, sgd{});
    CHECK_FALSE(at_once.tell(bad, g));
    CHECK(at_once.finish().status == status::start_not_finite);
  }
}

TEST_CASE("saved and loaded it goes on, in single precision too") {
  ask_tell<adam, float> whole({2.0f, 1.0f}, adam{.learning_rate = 0.1}),
      first({2.0f, 1.0f}, adam{.learning_rate = 0.1}), second({0.0f, 0.0f}, adam{.learning_rate = 0.1});
  auto const step = [](auto& run) {
    std::vector<float> g(2);
    float const value = bowl<float>{.curvature = 3, .n = 2}.value_and_gradient(run.ask(), g);
    return run.tell(value, g);
  };
  for (int k = 0; k < 20; ++k) step(whole);
  for (int k = 0; k < 8; ++k) step(first);
  std::stringstream file;
  first.save(file);
  second.load(file);
  for (int k = 8; k < 20; ++k) step(second);
  CHECK(second.steps() == whole.steps());
  CHECK(std::vector<float>(second.ask().begin(), second.ask().end()) ==
        std::vector<float>(whole.ask().begin(), whole.ask().end()));
  CHECK(second.finish().history.size() == 20);
}

TEST_CASE("wrong calls, options and early ends") {
  ask_tell run({1.0, 2.0}, adam{});
  CHECK_THROWS_WITH_AS(run.tell(1, std::vector<double>(3)), "gradsmith: the gradient has 3 elements, the start has 2",
                       data_error);
  CHECK(run.tell(1, std::vector<double>{1, 1}));
  auto const r = run.finish();
  CHECK(r.status == status::stopped_by_user);
  CHECK(r.message == "The program ended the run.");
  CHECK_THROWS_AS((void)run.finish(), data_error);
  ask_tell refused({1.0}, adam{.learning_rate = -1});
  CHECK_FALSE(refused.tell(1, std::vector<double>{1}));
  CHECK(refused.finish().status == status::invalid_options);
  ask_tell averaged({4.0}, asgd{.learning_rate = 0.1, .averaging_start = 0});
  CHECK(averaged.tell(8, std::vector<double>{4}));
  CHECK(averaged.average()[0] == averaged.ask()[0]);
}
