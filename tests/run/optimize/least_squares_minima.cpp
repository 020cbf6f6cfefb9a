// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Least squares on problems whose minima are known, in both types.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "residual_problems.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

/// The least relative distance of a sum of squares from the known ones.
template <class T>
double distance_from_minima(residual_test<T> const& test, double sum) {
  double least = HUGE_VAL;
  for (double each : test.minima) least = std::min(least, std::abs(sum - each) / (1 + each));
  return least;
}

template <class T, class Method>
void check_minima(Method const& method, double tolerance) {
  for (auto const& each : residual_tests<T>()) {
    CAPTURE(each.name);
    auto const fit = least_squares(each.problem, each.start, method);
    CAPTURE(explain(fit));
    CHECK(converged(fit.status));
    CHECK(distance_from_minima(each, 2 * static_cast<double>(fit.value)) <= tolerance);
    T sum = 0;
    for (T r : fit.residuals) sum += r * r;
    CHECK(std::abs(sum - 2 * fit.value) <= 1e-5 * static_cast<double>(sum));
    CHECK(fit.residual_sum_of_squares == doctest::Approx(static_cast<double>(sum)));
  }
}

}  // namespace

TEST_CASE("known minima, double") {
  check_minima<double>(levenberg_marquardt{}, 1e-9);
  check_minima<double>(levenberg_marquardt{.acceleration = true}, 1e-9);
  check_minima<double>(levenberg_marquardt{.radius = 1}, 1e-9);
}

TEST_CASE("known minima, float") {
  for (auto const& each : residual_tests<float>()) {
    CAPTURE(each.name);
    auto const fit = least_squares(each.problem, each.start, levenberg_marquardt{});
    CAPTURE(explain(fit));
    CHECK(converged(fit.status));
    // Wood's function has a saddle, where values differ by less than floats can tell.
    bool const is_saddle = each.name == "14 Wood" && std::abs(2 * fit.value - 7.8768f) < 1e-3f;
    // Meyer's residuals are differences of numbers around 10^4.
    double const tolerance = each.name == "10 Meyer" ? 0.01 : 1e-4;
    CHECK((is_saddle || distance_from_minima(each, 2 * static_cast<double>(fit.value)) <= tolerance));
  }
}

TEST_CASE("Gauss-Newton: quickly where residuals are nearly linear, and a truthful status elsewhere") {
  std::size_t solved = 0;
  for (auto const& each : residual_tests<double>()) {
    CAPTURE(each.name);
    auto const fit = least_squares(each.problem, each.start, gauss_newton_search{});
    CAPTURE(explain(fit));
    if (converged(fit.status)) {
      CHECK(distance_from_minima(each, 2 * fit.value) <= 1e-9);
      ++solved;
    }
    // The two columns of Beale's Jacobian are parallel at its start.
    if (each.name == "5 Beale") CHECK(fit.status == status::rank_deficient);
  }
  CHECK(solved >= 9);
}
