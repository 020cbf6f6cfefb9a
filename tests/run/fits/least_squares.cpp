// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Least squares on diamonds, whose features are not scaled: the matrix of the normal equations has condition 10^7.
#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/explain.hpp>
#include <gradsmith/gradsmith.hpp>

#include "run/fits/fits.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

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
constexpr auto squares = sum(i, square(log(price) - predicted));

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

TEST_CASE("least squares on diamonds") {
  std::string const path = "tables/diamonds.csv", name = "ols_diamonds_log_price";
  if (!has_table(path)) return print_not_covered("the data set diamonds (no " + path + ")");
  table const t = read_table(path);
  auto const expected = read_fit(name, t.rows.size());
  if (!expected) return;
  std::vector<double> const carats = t.numbers("carat"), depths = t.numbers("depth"), widths = t.numbers("table");
  std::vector<double> const prices = t.numbers("price");
  std::vector<int> const cuts = ranks(t.texts("cut"), {"Fair", "Good", "Very Good", "Premium", "Ideal"});
  std::vector<int> const colors = ranks(t.texts("color"), {"D", "E", "F", "G", "H", "I", "J"});
  std::vector<int> const clarities =
      ranks(t.texts("clarity"), {"I1", "SI2", "SI1", "VS2", "VS1", "VVS2", "VVS1", "IF"});
  auto problem = gs::bind<squares>(carat = carats, cut = cuts, color = colors, clarity = clarities, depth = depths, width = widths,
                                   price = prices);

  // At the minimum the residuals are orthogonal to each column: |J_k'r| <= 1e-12 |J_k| |r|, where the gradient is -2 J'r.
  auto const as_it_is = [](auto each) { return static_cast<double>(each); };
  std::array const columns{norm(carats, [](double each) { return std::log(each); }), norm(cuts, as_it_is), norm(colors, as_it_is),
                           norm(clarities, as_it_is), norm(depths, as_it_is), norm(widths, as_it_is),
                           std::sqrt(static_cast<double>(carats.size()))};
  double const least = *std::min_element(columns.begin(), columns.end());
  double const limit = 2e-12 * least * std::sqrt(expected->objective);
  check_fit(problem, *expected, {.listed = limit, .reached = limit});
}
