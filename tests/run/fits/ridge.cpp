// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Ridge regression on diabetes, for every penalty that the folder has a fit with.
#include <cstddef>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

#include "run/bind/real_data.hpp"
#include "run/fits/fits.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);
constexpr auto alpha = gs::input<"alpha">;
constexpr auto w = gs::param<"w">(j);
constexpr auto b = gs::param<"b">;
constexpr auto ridge = sum(i, square(y - sum(j, x * w) - b)) + alpha * sum(j, square(w));

std::string const prefix = "ridge_diabetes_alpha";

}  // namespace

TEST_CASE("ridge regression on diabetes") {
  std::string const path = "tables/diabetes.csv";
  if (!has_table(path)) return print_not_covered("the data set diabetes (no " + path + ")");
  table const t = read_table(path);
  std::size_t const d = t.names.size() - 1;
  dataset raw{.n = t.rows.size(), .d = d, .x = {}, .y = {}};
  std::vector<double> target;
  for (std::size_t r = 0; r < raw.n; ++r) {
    for (std::size_t q = 0; q < d; ++q) raw.x.push_back(t.number(r, q));
    target.push_back(t.number(r, d));
  }
  dataset const s = standardised(raw);
  for (std::string const& name : table_names("reference/fits")) {
    if (!name.starts_with(prefix)) continue;
    auto const expected = read_fit(name, s.n);
    if (!expected) continue;
    CAPTURE(name);
    auto problem = gs::bind<ridge>(x = gs::matrix(s.x, s.n, s.d), y = target, alpha = std::stod(name.substr(prefix.size())));
    check_fit(problem, *expected, {.listed = 1e-10});
  }
}
