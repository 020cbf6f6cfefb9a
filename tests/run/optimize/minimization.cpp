// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Runs that a program makes step by step.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <stdexcept>
#include <vector>

#include "methods.hpp"
#include "problems.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

void check_same(result<double> const& one, result<double> const& other) {
  CHECK(one.status == other.status);
  CHECK(one.message == other.message);
  CHECK(one.point == other.point);
  CHECK(one.value == other.value);
  CHECK(one.gradient_norm == other.gradient_norm);
  CHECK(one.evaluations == other.evaluations);
  CHECK(one.steps == other.steps);
  CHECK(one.epochs == other.epochs);
  CHECK(one.restarts == other.restarts);
  CHECK(one.skipped == other.skipped);
  REQUIRE(one.history.size() == other.history.size());
  for (std::size_t k = 0; k < one.history.size(); ++k) {
    CHECK(one.history[k].value == other.history[k].value);
    CHECK(one.history[k].step_length == other.history[k].step_length);
    CHECK(one.history[k].evaluations == other.history[k].evaluations);
  }
}

}  // namespace

TEST_CASE("step by step every method does what minimize does") {
  for_each_method([](auto method) {
    mean_square whole{{1, 2, 6, -3, 4}}, stepped = whole;
    stop const limits{.gradient_norm = 1e-9, .max_steps = 37};
    auto const at_once = minimize(whole, method, limits);
    minimization run(stepped, method, limits);
    CHECK_FALSE(run.is_over());
    CHECK(run.steps() == 0);
    CHECK(std::isnan(run.value()));
    std::int64_t steps = 0;
    while (run.step()) {
      ++steps;
      CHECK(run.steps() == steps);
      CHECK(run.x().size() == 1);
      CHECK(std::isfinite(run.value()));
      CHECK(run.gradient().size() == 1);
      CHECK(run.evaluations() >= steps);
    }
    CHECK(run.is_over());
    CHECK_FALSE(run.step());
    CHECK(steps == at_once.steps);
    CHECK(stepped.own[0] == 0);
    check_same(run.finish(), at_once);
    CHECK(stepped.own[0] == whole.own[0]);
  });
}

TEST_CASE("a program may end a run where it likes") {
  minimization run(rosenbrock<>{}, {-1.2, 1}, adam{.learning_rate = 0.1});
  for (int k = 0; k < 5; ++k) CHECK(run.step());
  CHECK_FALSE(run.is_over());
  auto const r = run.finish();
  CHECK(r.status == status::stopped_by_user);
  CHECK(r.message == "The program ended the run.");
  CHECK(r.steps == 5);
  CHECK(r.history.size() == 6);
  CHECK_THROWS_WITH_AS((void)run.finish(), "gradsmith: finish() was called before: a run has one result", data_error);

  // Before the first step: the start.
  minimization unmoved(rosenbrock<>{}, {-1.2, 1}, adam{});
  auto const at_start = unmoved.finish();
  CHECK(at_start.steps == 0);
  CHECK(at_start.evaluations == 1);
  CHECK(at_start.value == doctest::Approx(24.2));

  // In the middle of an epoch the whole is evaluated once more.
  mean_square problem{{1, 2, 6, -3, 4}};
  minimization inside(problem, in_batches(sgd{.learning_rate = 0.1}, {.rows = 2}));
  CHECK(inside.step());
  CHECK(inside.epochs() == 0);
  auto const part = inside.finish();
  CHECK(part.history.size() == 2);
  CHECK(part.evaluations == 3);
}

TEST_CASE("callbacks and problems: by name or on the spot") {
  int counted = 0, stops = 0;
  auto count = on(event::step, [&](auto const&) { ++counted; });
  rosenbrock<> const valley;
  minimization run(valley, std::vector<double>{-1.2, 1}, lbfgs{}, stop{.max_steps = 100}, count,
                   on(event::step, [&](auto const& now) {
                     CHECK(now.history.size() == static_cast<std::size_t>(now.step) + 1);
                     CHECK(now.history.back().value == now.value);
                     return ++stops == 4 ? verdict::stop : verdict::proceed;
                   }));
  while (run.step()) {}
  CHECK(run.finish().status == status::stopped_by_user);
  CHECK(counted == 4);
  // What is wrong ends the run before it begins, or is said at once.
  minimization refused(valley, {-1.2, 1}, adam{.learning_rate = -1});
  CHECK(refused.is_over());
  CHECK_FALSE(refused.step());
  CHECK(refused.finish().message == "The option learning_rate is -1 and must be positive and finite.");
  CHECK_THROWS_WITH_AS(minimization(valley, {1, 2, 3}, adam{}),
                       "gradsmith: the start has 3 elements, the problem has 2 parameters", data_error);
  minimization at_nothing(formula{1, [](auto, auto g) { return g[0] = std::nan(""); }}, {1}, adam{});
  CHECK_FALSE(at_nothing.step());
  CHECK(at_nothing.finish().status == status::start_not_finite);
}
