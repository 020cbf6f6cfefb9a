// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// The fits of the test data, and what a problem has to show for one: its gradient vanishes there, and L-BFGS finds it.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/optimize.hpp>

#include "support/test_data.hpp"

namespace gradsmith::tests {

/// A minimum that others found.
struct reference_fit {
  double objective = 0;
  double gradient = 0;                    ///< largest entry that is left there, as the folder says
  std::vector<double> coefficients;       ///< all weights, class by class, then all intercepts
  std::size_t intercepts = 0;
};

/// The fit of a name; none, and a line that says so, where the folder does not have it, or made it of other rows than
/// its data set has.
inline std::optional<reference_fit> read_fit(std::string const& name, std::size_t rows) {
  auto const without = [&](std::string const& why) {
    print_not_covered("the fit " + name + " (" + why + ")");
    return std::optional<reference_fit>{};
  };
  std::string const file = "reference/fits/" + name + ".csv";
  if (!has_table("reference/fits/index.tsv") || !has_table(file)) return without("no coefficients, or no index.tsv");
  table const index = read_table("reference/fits/index.tsv");
  std::size_t row = 0;
  while (row < index.rows.size() && index.text(row, "name") != name) ++row;
  if (row == index.rows.size()) return without("not in index.tsv");
  if (index.has("rows") && index.number(row, "rows") != static_cast<double>(rows))
    return without("made of " + index.text(row, "rows") + " rows, not " + std::to_string(rows));

  reference_fit out{.objective = index.number(row, "objective"), .coefficients = {}};
  if (index.has("max_abs_gradient")) out.gradient = index.number(row, "max_abs_gradient");
  table const t = read_table(file);
  std::vector<double> intercepts;
  for (std::size_t r = 0; r < t.rows.size(); ++r)
    (t.text(r, "feature") == "intercept" ? intercepts : out.coefficients).push_back(t.number(r, "coefficient"));
  out.coefficients.insert(out.coefficients.end(), intercepts.begin(), intercepts.end());
  out.intercepts = intercepts.size();
  return out;
}

/// The intercepts of several classes are determined up to a common shift: here their mean is 0.
inline std::vector<double> centred(std::vector<double> theta, std::size_t intercepts) {
  if (intercepts < 2) return theta;
  std::span<double> const last = std::span{theta}.last(intercepts);
  double mean = 0;
  for (double each : last) mean += each / static_cast<double>(intercepts);
  for (double& each : last) each -= mean;
  return theta;
}

/// Bounds on the largest entry of the gradient.
struct gradient_limits {
  double listed = 1e-12;                  ///< at the listed coefficients: rounding
  double reached = 1e-10;                 ///< what a run goes down to
};

/// Whether the gradient vanishes at the listed coefficients, and L-BFGS from zeros finds them: the objective to 1e-12 of
/// itself, every coefficient to 1e-8 of the largest.
template <class Problem>
void check_fit(Problem& problem, reference_fit const& expected, gradient_limits limits = {}) {
  REQUIRE(problem.size() == expected.coefficients.size());
  // Fits of one's own may be less exact than the project's, and say so: then they are no yardstick for coefficients.
  bool const is_exact = is_project_test_data(test_data()) || expected.gradient <= limits.reached;
  std::vector<double> g(problem.size());
  double const at_listed = problem.value_and_gradient(expected.coefficients, g);
  CHECK(std::abs(at_listed - expected.objective) <= 1e-12 * std::abs(expected.objective));
  CHECK(optimize::max_abs<double>(g) <= (is_exact ? limits.listed : std::max(limits.listed, 2 * expected.gradient)));

  auto const found = minimize(problem, std::vector<double>(problem.size()), lbfgs{}, stop{.gradient_norm = limits.reached});
  CAPTURE(explain(found));
  CHECK(found.status == status::gradient_small);
  CHECK(found.gradient_norm <= limits.reached);
  CHECK(found.value <= expected.objective + 1e-12 * std::abs(expected.objective));
  if (!is_exact) return;
  CHECK(found.value >= expected.objective - 1e-12 * std::abs(expected.objective));
  double largest = 0, difference = 0;
  std::vector<double> const point = centred(found.point, expected.intercepts);
  for (std::size_t k = 0; k < point.size(); ++k) {
    largest = std::max(largest, std::abs(expected.coefficients[k]));
    difference = std::max(difference, std::abs(point[k] - expected.coefficients[k]));
  }
  CHECK(difference <= 1e-8 * largest);
}

}  // namespace gradsmith::tests
