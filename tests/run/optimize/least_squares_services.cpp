// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Runs of least squares that are saved and go on, to the same bits.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "decay.hpp"
#include "saved_run.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

template <class T, bool HasResiduals, class Method>
void check_breaks(Method const& method) {
  decay<T, HasResiduals> problem;
  std::vector<T> const start{T(0.5), T(0.1), T(4), T(5)};
  stop const limits{.gradient_norm = std::nullopt};
  sum_of_squares squares(problem);
  auto const whole = minimize(squares, start, method, limits);
  CHECK(converged(whole.status));
  REQUIRE(whole.steps >= 6);
  for (std::int64_t before = 0; before <= whole.steps; ++before) {
    std::string bytes;
    {
      sum_of_squares first_squares(problem);
      minimization run(first_squares, start, method, limits);
      for (std::int64_t k = 0; k < before; ++k) run.step();
      bytes = run.save();
    }
    sum_of_squares second_squares(problem);
    minimization run(second_squares, {T(1), T(2), T(3), T(4)}, method, limits);
    run.load(bytes);
    CHECK(run.steps() == before);
    while (run.step()) {}
    check_same(run.finish(), whole);
  }
}

}  // namespace

TEST_CASE("a break after every step") {
  check_breaks<double, true>(levenberg_marquardt{});
  check_breaks<double, true>(levenberg_marquardt{.acceleration = true});
  check_breaks<double, false>(levenberg_marquardt{.acceleration = true});
  check_breaks<float, false>(levenberg_marquardt{});
  check_breaks<double, false>(gauss_newton_search{});
}

TEST_CASE("a saved run is one of its number of residuals, and of its options") {
  std::vector<double> const start{0.5, 0.1, 4, 5};
  decay<double, false> const many, few{.m = 19};
  sum_of_squares squares(many), others(few);
  minimization run(squares, start, levenberg_marquardt{}, stop{}), other(others, start, levenberg_marquardt{}, stop{});
  minimization accelerated(squares, start, levenberg_marquardt{.acceleration = true}, stop{});
  run.step();
  std::string const bytes = run.save();
  CHECK_THROWS_WITH_AS(other.load(bytes), "gradsmith: the saved run goes through 20 rows, the problem has 19",
                       data_error);
  CHECK_THROWS_AS(accelerated.load(bytes), data_error);
}
