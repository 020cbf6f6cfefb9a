// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Least squares of More, Garbow and Hillstrom, from the usual starts, and from 10 and 100 times as far: how many are
// solved, and that a run that ends as converged stands where the residuals are orthogonal to the columns of J.
#include "mgh_least_squares.hpp"

#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

/// The largest |J_k'r| / (|J_k| |r|): 0 at a minimum.
double angle(residual_formula<double> const& problem, std::vector<double> const& x) {
  std::vector<double> r(problem.m), J(problem.m * problem.n);
  problem.residuals_and_jacobian(x, r, J);
  double largest = 0;
  for (std::size_t k = 0; k < problem.n; ++k) {
    double product = 0, square = 0;
    for (std::size_t i = 0; i < problem.m; ++i) {
      product += J[i * problem.n + k] * r[i];
      square += J[i * problem.n + k] * J[i * problem.n + k];
    }
    if (product != 0) largest = std::max(largest, std::abs(product) / std::sqrt(square));
  }
  double const length = optimize::norm<double>(std::span<double const>{r});
  return length > 0 ? largest / length : 0;
}

/// How many are solved from this multiple of the usual starts.
template <class Method>
int solved_from(double factor, Method const& method) {
  int solved = 0;
  for (auto const& each : mgh_least_squares()) {
    CAPTURE(each.name);
    CAPTURE(factor);
    auto const start = start_of(each, factor);
    auto const fit = least_squares(each.problem, start, method);
    CAPTURE(explain(fit));
    solved += is_solved(each, fit);
    if (fit.status == status::start_not_finite) {
      // Jennrich and Sampson's exponentials overflow.
      CHECK(each.name.starts_with("6 "));
      CHECK(factor == 100);
      continue;
    }
    CHECK(std::isfinite(fit.value));
    CHECK(fit.value <= fit.history[0].value);
    bool const is_zero = 2 * fit.value <= 1e-20;
    if (converged(fit.status)) CHECK((is_zero || angle(each.problem, fit.point) <= 1e-6));
    else CHECK((usable(fit.status) || fit.status == status::not_finite));
  }
  return solved;
}

}  // namespace

TEST_CASE("the Jacobians are those of the residuals") {
  for (auto const& each : more_residual_tests()) {
    CAPTURE(each.name);
    for (double const factor : {1.0, 1.5}) {
      std::vector<double> start = start_of(each, factor);
      for (std::size_t k = 0; k < start.size(); ++k) start[k] += 0.01 * static_cast<double>(k);
      CHECK(check_gradient(sum_of_squares(each.problem), start).agrees());
    }
  }
}

TEST_CASE("first sums worked by hand") {
  auto const first = [](char const* name) {
    for (auto const& each : mgh_least_squares())
      if (each.name == name) {
        std::vector<double> g(each.start.size());
        return 2 * sum_of_squares(each.problem).value_and_gradient(each.start, g);
      }
    return std::nan("");
  };
  CHECK(first("32 linear, full rank") == doctest::Approx(5 * 1.0 + 5 * 4.0));      // 1 - 1 - 1, and -1 - 1
  // The sum of (15 i - 1)^2 to 10; of (9 i - 1)^2 to 8, and 2.
  CHECK(first("33 linear, rank 1") == doctest::Approx(225 * 385 - 30 * 55 + 10));
  CHECK(first("34 linear, rank 1, with zeros") == doctest::Approx(81 * 204 - 18 * 36 + 8 + 2));
  CHECK(first("20 Watson, 6 parameters") == doctest::Approx(30));      // 29 times 1, and 1
  CHECK(first("27 Brown's almost linear") == doctest::Approx(9 * 5.5 * 5.5 + std::pow(1 - std::pow(0.5, 10), 2)));
}

TEST_CASE("from the usual starts, and from 10 and 100 times as far") {
  auto const solves = [](auto const& method, int near, int far, int farthest) {
    CHECK(solved_from(1, method) >= near);
    CHECK(solved_from(10, method) >= far);
    CHECK(solved_from(100, method) >= farthest);
  };
  // Of 19. Meyer's gradient is the rounding of columns of 10^7 times residuals, and so is Brown and Dennis's nearly.
  solves(levenberg_marquardt{}, 17, 13, 12);
  solves(levenberg_marquardt{.acceleration = true}, 16, 12, 12);
  solves(gauss_newton_search{}, 11, 7, 5);
}
