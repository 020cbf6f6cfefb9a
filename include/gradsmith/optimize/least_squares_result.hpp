// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// What least squares return: the result of the run, and what the residuals say of the parameters.
#pragma once

#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include <gradsmith/optimize/linear_algebra/pivoted_triangle.hpp>
#include <gradsmith/optimize/linear_algebra/triangle.hpp>
#include <gradsmith/optimize/residual_problem.hpp>
#include <gradsmith/optimize/result.hpp>

namespace gradsmith {

/// The outcome of least_squares: that of the run, whose value is half the sum of squares, and statistics at its point.
/// With s^2 = 2 value / (m - n) and J the Jacobian there, the covariance of the parameters is s^2 (J'J)^-1, from a QR
/// decomposition of J; standard deviations are the roots of its diagonal. That holds for residuals of equal variance
/// that are nearly linear in parameters between their standard deviations. With a robust loss the rows of J have the
/// factors of sum_of_squares, and 2 value is the sum of rho: a guide, no more.
template <class T>
struct least_squares_result : result<T> {
  std::vector<T> residuals;               ///< at the point, as the problem has them
  T residual_sum_of_squares{};            ///< of these residuals, without a loss
  std::size_t degrees_of_freedom = 0;     ///< m - n, 0 if there are fewer residuals than parameters
  T residual_standard_deviation{};        ///< s
  std::size_t rank = 0;                   ///< of J, to within rounding
  std::vector<T> standard_deviations;     ///< of the parameters; NaN where they cannot be told
  std::vector<T> covariance;              ///< n by n; NaN where it cannot be told
  std::string statistics;                 ///< why standard deviations are NaN, as a sentence; else empty
};

/// As explain of a result, with a sentence on standard deviations that are missing.
template <class T>
[[nodiscard]] std::string explain(least_squares_result<T> const& fit) {
  std::string text = explain(static_cast<result<T> const&>(fit));
  return fit.statistics.empty() ? text : text + " " + fit.statistics;
}

namespace optimize {

/// Fills in the statistics, at the point of the result.
template <squares F>
void add_statistics(F& problem, least_squares_result<scalar_of<F>>& fit) {
  using T = scalar_of<F>;
  constexpr T unknown = std::numeric_limits<T>::quiet_NaN();
  std::size_t const n = problem.size(), m = problem.rows();
  fit.residuals.assign(m, unknown);
  fit.standard_deviations.assign(n, unknown);
  fit.covariance.assign(n * n, unknown);
  fit.residual_sum_of_squares = fit.residual_standard_deviation = unknown;
  if (!usable(fit.status) && fit.status != status::not_finite) {
    fit.statistics = "There are no standard deviations: the run did not begin.";
    return;
  }
  if (!problem.is_at(fit.point)) {
    problem.linearise(fit.point);
    ++fit.evaluations;
  }
  std::span<T const> const r = problem.plain_residuals();
  fit.residuals.assign(r.begin(), r.end());
  fit.residual_sum_of_squares = dot<T>(r, r);
  triangle<T> upper(n);
  pivoted_triangle<T> solver(n);
  upper.take(problem.jacobian(), problem.residuals());
  solver.decompose(upper, {}, m);
  fit.rank = solver.rank();
  auto const digits_of = [](std::size_t whole) { return std::to_string(whole); };
  if (m <= n) {
    fit.statistics = "There are no standard deviations: " + digits_of(m) + " residuals for " + digits_of(n) +
                     " parameters leave none that would tell how much they vary.";
    return;
  }
  fit.degrees_of_freedom = m - n;
  T s = std::sqrt(2 * fit.value / static_cast<T>(m - n));
  // Squares that underflow; without a loss their root is known all the same.
  bool const is_lost = fit.value < std::numeric_limits<T>::min() / std::numeric_limits<T>::epsilon();
  if (is_lost && problem.factors().empty()) s = norm(r) / std::sqrt(static_cast<T>(m - n));
  fit.residual_standard_deviation = s;
  if (fit.rank < n) {
    fit.statistics = "There are no standard deviations: the residuals determine only " + digits_of(fit.rank) + " of " +
                     digits_of(n) + " parameters, or combinations of them.";
    return;
  }
  std::vector<T> inverse(n * n);
  solver.inverse(inverse);
  for (T& each : inverse) each *= s;
  std::span<T const> const rows = inverse;
  for (std::size_t k = 0; k < n; ++k) {
    fit.standard_deviations[k] = norm(rows.subspan(k * n, n));
    for (std::size_t other = 0; other < n; ++other)
      fit.covariance[k * n + other] = dot<T>(rows.subspan(k * n, n), rows.subspan(other * n, n));
  }
}

}  // namespace optimize

}  // namespace gradsmith
