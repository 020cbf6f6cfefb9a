// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// stream(j, e): observations along the axis that the formula asks for.
#include <cstdint>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

#include "run/bind/batches.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto w = gs::param<"w">(j);
constexpr auto b = gs::param<"b">;
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);

// Streamed along i unless told otherwise.
constexpr auto spread = mean(i, square(mean(j, tanh(b * x)) - y)) + mean(j, square(w - mean(i, x)));
constexpr auto grid = mean(i, mean(j, square(b - x))) + 0.1 * square(b);
constexpr auto grid_by_features = stream(j, grid);
constexpr auto part = gs::let([] { return stream(j, mean(j, square(b - x))); });
constexpr auto grid_in_a_let = mean(i, part) + 0.1 * square(b);
constexpr auto spread_by_features = stream(j, spread);

}  // namespace

TEST_CASE("an axis that the formula asks for") {
  auto by_rows = gs::bind<grid>(x = gs::matrix(data, n, d));
  auto by_columns = gs::bind<grid_by_features>(x = gs::matrix(data, n, d));
  auto in_a_let = gs::bind<grid_in_a_let>(x = gs::matrix(data, n, d));
  CHECK(by_rows.rows() == n);
  CHECK(by_columns.rows() == d);
  CHECK(in_a_let.rows() == d);
  std::vector<double> const theta{0.3};
  CHECK(difference(by_rows, by_columns, theta) < 1e-13);
  CHECK(difference(by_rows, in_a_let, theta) < 1e-13);
  // A batch is one of columns.
  std::vector<std::uint32_t> const columns{1, 0};
  std::vector<double> chosen;
  for (std::size_t row = 0; row < n; ++row)
    for (std::uint32_t q : columns) chosen.push_back(data[row * d + q]);
  CHECK(difference(by_columns.batch(columns), gs::bind<grid>(x = gs::matrix(chosen, n, 2)), theta) < 1e-13);
  CHECK(difference(in_a_let.batch(columns), gs::bind<grid>(x = gs::matrix(chosen, n, 2)), theta) < 1e-13);

  auto usual_axis = gs::bind<spread>(x = gs::matrix(data, n, d), y = target);
  auto other_axis = gs::bind<spread_by_features>(x = gs::matrix(data, n, d), y = target);
  CHECK(usual_axis.rows() == n);
  CHECK(other_axis.rows() == d);
  auto const weights = normal_numbers(d + 1, 8);
  CHECK(difference(usual_axis, other_axis, weights) < 1e-13);
  CHECK(gradient_error(other_axis, weights) < 1e-9);
}
