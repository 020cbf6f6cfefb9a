// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Ridge regression on diabetes, for every penalty that the folder has a fit with.
#include <gradsmith/gradsmith.hpp>

#include <cmath>

#include "support/data_sets.hpp"
#include "support/fits/fits.hpp"

namespace gradsmith::tests {

namespace {

namespace gs = gradsmith;

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);
constexpr auto share = gs::input<"share">(i);
constexpr auto alpha = gs::input<"alpha">;
constexpr auto w = gs::param<"w">(j);
constexpr auto b = gs::param<"b">;
constexpr auto ridge = sum(i, square(y - sum(j, x * w) - b)) + alpha * sum(j, square(w));
constexpr auto of_rows = sum(j, x * w) + share * b - y;

std::string const prefix = "ridge_diabetes_alpha";

/// With a row more for each weight, sqrt(penalty) times it: then the sum of squares is the objective.
fit_data with_penalty(fit_data out, double penalty) {
  out.shares.assign(out.rows, 1);
  for (std::size_t q = 0; q < out.columns; ++q) {
    for (std::size_t k = 0; k < out.columns; ++k) out.x.push_back(k == q ? std::sqrt(penalty) : 0);
    out.y.push_back(0);
    out.shares.push_back(0);
  }
  out.rows += out.columns;
  return out;
}

}  // namespace

void add_ridge_fits(std::vector<fit_case>& all) {
  std::string const path = "tables/diabetes.csv";
  if (!has_table(path)) return print_not_covered("the data set diabetes (no " + path + ")");
  table const t = read_table(path);
  std::size_t const d = t.names.size() - 1;
  dataset raw{.n = t.rows.size(), .d = d, .x = {}, .y = {}};
  for (std::size_t r = 0; r < raw.n; ++r)
    for (std::size_t q = 0; q < d; ++q) raw.x.push_back(t.number(r, q));
  fit_data const shared{.rows = raw.n, .columns = d, .x = standardised(raw).x, .y = t.numbers(t.names.back()), .labels = {},
                        .shares = {}, .ranks = {}};
  for (std::string const& name : table_names("reference/fits")) {
    if (!name.starts_with(prefix)) continue;
    auto const expected = read_fit(name, shared.rows);
    if (!expected) continue;
    double const penalty = std::stod(name.substr(prefix.size()));
    auto data = std::make_unique<fit_data>(shared), rows = std::make_unique<fit_data>(with_penalty(shared, penalty));
    auto objective = hold_objective(gs::bind<ridge>(x = gs::matrix(data->x, data->rows, d), y = data->y, alpha = penalty));
    auto residuals = hold_residuals(
        gs::bind_residuals<of_rows>(x = gs::matrix(rows->x, rows->rows, d), y = rows->y, share = rows->shares));
    all.push_back({.name = name, .expected = *expected, .data = std::move(data), .data_of_residuals = std::move(rows),
                   .objective = std::move(objective), .residuals = std::move(residuals), .listed = 1e-10});
  }
}

}  // namespace gradsmith::tests
