// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include "support/fits/fits.hpp"

#include <algorithm>
#include <cmath>

#include "support/test_data.hpp"

namespace gradsmith::tests {

std::optional<reference_fit> read_fit(std::string const& name, std::size_t rows) {
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

std::vector<double> centred(std::vector<double> theta, std::size_t intercepts) {
  if (intercepts < 2) return theta;
  std::span<double> const last = std::span{theta}.last(intercepts);
  double mean = 0;
  for (double each : last) mean += each / static_cast<double>(intercepts);
  for (double& each : last) each -= mean;
  return theta;
}

double distance_from(reference_fit const& expected, std::vector<double> const& point) {
  std::vector<double> const at = centred(point, expected.intercepts);
  double largest = 0, difference = 0;
  for (std::size_t k = 0; k < at.size(); ++k) {
    largest = std::max(largest, std::abs(expected.coefficients[k]));
    double const away = std::abs(at[k] - expected.coefficients[k]);
    difference = away <= difference ? difference : away;      // NaN stays
  }
  return difference / largest;
}

double distance_from(reference_fit const& expected, double value) {
  return std::abs(value - expected.objective) / std::abs(expected.objective);
}

std::vector<fit_case> fit_cases() {
  std::vector<fit_case> all;
  add_logistic_fits(all);
  add_softmax_fits(all);
  add_ridge_fits(all);
  add_diamonds_fit(all);
  return all;
}

}  // namespace gradsmith::tests
