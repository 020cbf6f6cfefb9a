// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Least squares on diamonds, whose features are not scaled: the matrix of the normal equations has condition 10^7.
#include <gradsmith/gradsmith.hpp>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "support/fits/fits.hpp"
#include "support/test_data.hpp"

namespace gradsmith::tests {

namespace {

namespace gs = gradsmith;

constexpr auto i = gs::axis<"i">;
constexpr auto carat = gs::input<"carat">(i);
constexpr auto cut = gs::input<"cut">(i);
constexpr auto color = gs::input<"color">(i);
constexpr auto clarity = gs::input<"clarity">(i);
constexpr auto depth = gs::input<"depth">(i);
constexpr auto width = gs::input<"width">(i);
constexpr auto price = gs::input<"price">(i);
constexpr auto of_carat = gs::param<"of_carat">;
constexpr auto of_cut = gs::param<"of_cut">;
constexpr auto of_color = gs::param<"of_color">;
constexpr auto of_clarity = gs::param<"of_clarity">;
constexpr auto of_depth = gs::param<"of_depth">;
constexpr auto of_width = gs::param<"of_width">;
constexpr auto intercept = gs::param<"intercept">;
constexpr auto predicted = of_carat * log(carat) + of_cut * cut + of_color * color + of_clarity * clarity + of_depth * depth +
                           of_width * width + intercept;
constexpr auto of_rows = log(price) - predicted;
constexpr auto squares = sum(i, square(of_rows));

// Positions of the cells of a column in a list from worst to best, or, for colors, from best to worst.
std::vector<int> ranks(std::vector<std::string> const& cells, std::vector<std::string> const& order) {
  std::vector<int> out;
  for (std::string const& each : cells) {
    auto const found = std::find(order.begin(), order.end(), each);
    if (found == order.end()) throw std::invalid_argument("no rank: " + each);
    out.push_back(static_cast<int>(found - order.begin()));
  }
  return out;
}

double norm(auto const& column, auto f) {
  double squares_of = 0;
  for (auto each : column) squares_of += f(each) * f(each);
  return std::sqrt(squares_of);
}

}  // namespace

void add_diamonds_fit(std::vector<fit_case>& all) {
  std::string const path = "tables/diamonds.csv", name = "ols_diamonds_log_price";
  if (!has_table(path)) return print_not_covered("the data set diamonds (no " + path + ")");
  table const t = read_table(path);
  auto const expected = read_fit(name, t.rows.size());
  if (!expected) return;
  auto data = std::make_unique<fit_data>(fit_data{.rows = t.rows.size(), .columns = 3, .x = t.numbers("carat"),
                                                  .y = t.numbers("price"), .labels = {}, .shares = {}, .ranks = {}});
  // Three columns, one after the other.
  for (char const* column : {"depth", "table"}) {
    std::vector<double> const more = t.numbers(column);
    data->x.insert(data->x.end(), more.begin(), more.end());
  }
  data->ranks = {ranks(t.texts("cut"), {"Fair", "Good", "Very Good", "Premium", "Ideal"}),
                 ranks(t.texts("color"), {"D", "E", "F", "G", "H", "I", "J"}),
                 ranks(t.texts("clarity"), {"I1", "SI2", "SI1", "VS2", "VS1", "VVS2", "VVS1", "IF"})};
  std::span<double const> const x = data->x, carats = x.first(data->rows), depths = x.subspan(data->rows, data->rows),
                                widths = x.last(data->rows);
  auto objective = hold_objective(gs::bind<squares>(carat = carats, cut = data->ranks[0], color = data->ranks[1],
                                                    clarity = data->ranks[2], depth = depths, width = widths, price = data->y));
  auto residuals = hold_residuals(gs::bind_residuals<of_rows>(carat = carats, cut = data->ranks[0], color = data->ranks[1],
                                                              clarity = data->ranks[2], depth = depths, width = widths,
                                                              price = data->y));
  // At the minimum the residuals are orthogonal to each column: |J_k'r| <= 1e-12 |J_k| |r|, where the gradient is -2 J'r.
  auto const as_it_is = [](auto each) { return static_cast<double>(each); };
  double least = std::min(norm(carats, [](double each) { return std::log(each); }),
                          std::sqrt(static_cast<double>(data->rows)));
  for (std::vector<int> const& each : data->ranks) least = std::min(least, norm(each, as_it_is));
  for (std::span<double const> each : {depths, widths}) least = std::min(least, norm(each, as_it_is));
  double const limit = 2e-12 * least * std::sqrt(expected->objective);
  all.push_back({.name = name, .expected = *expected, .data = std::move(data), .data_of_residuals = {},
                 .objective = std::move(objective), .residuals = std::move(residuals), .is_scaled = false, .listed = limit,
                 .reached = limit});
}

}  // namespace gradsmith::tests
