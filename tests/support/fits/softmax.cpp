// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Softmax regression on iris and digits: the minima that Newton's method found.
#include <gradsmith/gradsmith.hpp>

#include "support/data_sets.hpp"
#include "support/fits/fits.hpp"

namespace gradsmith::tests {

namespace {

namespace gs = gradsmith;

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto c = gs::axis<"c">;
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);
constexpr auto w = gs::param<"w">(c, j);
constexpr auto b = gs::param<"b">(c);
constexpr auto softmax_regression = 0.5 * sum(c, j, square(w)) + sum(i, -log(pick(c, softmax(c, sum(j, w * x) + b), y)));

void add(std::vector<fit_case>& all, std::string const& name, dataset s, bool is_scaled, double listed) {
  auto const expected = read_fit(name, s.n);
  if (!expected) return;
  std::size_t const classes = s.classes();
  auto data = std::make_unique<fit_data>(
      fit_data{.rows = s.n, .columns = s.d, .x = std::move(s.x), .y = {}, .labels = std::move(s.y), .shares = {}, .ranks = {}});
  auto objective = hold_objective(gs::bind<softmax_regression>(x = gs::matrix(data->x, data->rows, data->columns),
                                                               y = data->labels, c = classes));
  all.push_back({.name = name, .expected = *expected, .data = std::move(data), .data_of_residuals = {},
                 .objective = std::move(objective), .residuals = {}, .is_scaled = is_scaled, .listed = listed});
}

}  // namespace

void add_softmax_fits(std::vector<fit_case>& all) {
  if (auto const iris = read("iris")) {
    add(all, "softmax_iris", *iris, false, 1e-11);
    add(all, "softmax_iris_standardised", standardised(*iris), true, 1e-12);
  }
  if (auto const digits = read("digits")) add(all, "softmax_digits", divided(*digits, 16), true, 1e-12);
}

}  // namespace gradsmith::tests
