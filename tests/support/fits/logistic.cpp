// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Logistic regression on breast_cancer: the minimum that Newton's method found.
#include <gradsmith/gradsmith.hpp>

#include "support/data_sets.hpp"
#include "support/fits/fits.hpp"

namespace gradsmith::tests {

namespace {

namespace gs = gradsmith;

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);
constexpr auto w = gs::param<"w">(j);
constexpr auto b = gs::param<"b">;
constexpr auto score = gs::let([] { return sum(j, w * x) + b; });
constexpr auto logistic = 0.5 * sum(j, square(w)) + sum(i, log(1 + exp(score)) - y * score);

}  // namespace

void add_logistic_fits(std::vector<fit_case>& all) {
  auto const raw = read("breast_cancer");
  if (!raw) return;
  auto const expected = read_fit("logistic_breast_cancer", raw->n);
  if (!expected) return;
  dataset s = standardised(*raw);
  auto data = std::make_unique<fit_data>(
      fit_data{.rows = s.n, .columns = s.d, .x = std::move(s.x), .y = {}, .labels = std::move(s.y), .shares = {}, .ranks = {}});
  auto objective = hold_objective(gs::bind<logistic>(x = gs::matrix(data->x, data->rows, data->columns), y = data->labels));
  all.push_back({.name = "logistic_breast_cancer", .expected = *expected, .data = std::move(data), .data_of_residuals = {},
                 .objective = std::move(objective), .residuals = {}});
}

}  // namespace gradsmith::tests
