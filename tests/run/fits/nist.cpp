// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// NIST's nonlinear least-squares problems, from both starts, without an option: ten digits of every certified number.
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/optimize.hpp>

#include "support/nist/nist.hpp"
#include "support/test_data.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

/// Ten digits of everything that is certified.
void check_digits(nist_problem const& problem, gs::least_squares_result<double> const& fit) {
  CHECK(right_digits(fit.point, problem.parameters) >= 10);
  CHECK(right_digits(fit.standard_deviations, problem.standard_deviations) >= 10);
  CHECK(right_digits(fit.residual_sum_of_squares, problem.residual_sum_of_squares) >= 10);
  CHECK(right_digits(fit.residual_standard_deviation, problem.residual_standard_deviation) >= 10);
  CHECK(fit.degrees_of_freedom == problem.degrees_of_freedom);
  CHECK(fit.rank == problem.parameters.size());
  CHECK(fit.statistics.empty());
}

template <class Method>
void check_all(Method const& method) {
  for (nist_problem const& each : nist_problems())
    for (auto const& start : each.starts) {
      auto const fit = gs::least_squares(*each.model, start, method);
      CAPTURE(each.name);
      CAPTURE((&start == &each.starts[0]));
      CAPTURE(explain(fit));
      CHECK(fit.status == gs::status::step_small);
      check_digits(each, fit);
    }
}

}  // namespace

TEST_CASE("all of them are there") {
  if (is_project_test_data(test_data())) CHECK(nist_problems().size() == 13);
}

TEST_CASE("Levenberg-Marquardt") { check_all(gs::levenberg_marquardt{}); }

TEST_CASE("Levenberg-Marquardt along geodesics") { check_all(gs::levenberg_marquardt{.acceleration = true}); }

TEST_CASE("Gauss-Newton has ten digits, or says that it has not arrived") {
  std::size_t arrived = 0;
  for (nist_problem const& each : nist_problems())
    for (auto const& start : each.starts) {
      auto const fit = gs::least_squares(*each.model, start, gs::gauss_newton_search{});
      CAPTURE(each.name);
      CAPTURE(explain(fit));
      if (!converged(fit.status)) continue;
      ++arrived;
      check_digits(each, fit);
    }
  if (is_project_test_data(test_data())) CHECK(arrived >= 22);
}

TEST_CASE("a saved run goes on to the same digits") {
  for (nist_problem const& each : nist_problems()) {
    auto const whole = gs::least_squares(*each.model, each.starts[0], gs::levenberg_marquardt{});
    gs::sum_of_squares squares(*each.model);
    gs::minimization first(squares, each.starts[0], gs::levenberg_marquardt{}, gs::stop{.max_steps = whole.steps / 2});
    while (first.step()) {}
    gs::sum_of_squares others(*each.model);
    gs::minimization second(others, each.starts[1], gs::levenberg_marquardt{}, gs::stop{});
    second.load(first.save());
    while (second.step()) {}
    auto const found = second.finish();
    CHECK(found.point == whole.point);
    CHECK(found.steps == whole.steps);
    CHECK(found.value == whole.value);
  }
}
