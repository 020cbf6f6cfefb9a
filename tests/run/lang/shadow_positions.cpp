// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// As shadow.cpp, for residuals, computed positions and cumulative sums.
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

#include "support/names_of_users.hpp"

constexpr auto i = gradsmith::axis<"i">;
constexpr auto j = gradsmith::axis<"j">;
constexpr auto k = gradsmith::axis<"k">;
constexpr auto n = gradsmith::axis<"n">;
constexpr auto w = gradsmith::param<"w">(j, k);
constexpr auto b = gradsmith::param<"b">(k);
constexpr auto x = gradsmith::input<"x">(i, j);
constexpr auto y = gradsmith::input<"y">(i);
constexpr auto rows = gradsmith::input<"rows">(i);
constexpr auto scores = gradsmith::let([] { return gradsmith::sum(j, w * x) + b; });
constexpr auto table = gradsmith::param<"table">(j, n);
constexpr auto entries = gradsmith::sum(i, j, square(table(j, rows) - table(j, 0) - gradsmith::at(k, scores, rows - rows) * x(i, j))) +
                         gradsmith::mean(i, j, gradsmith::cumulative_sum(j, x * table(j, where(j > 0, 2 * j, 0))));

TEST_CASE("no name inside the headers shadows a name of the user: residuals and positions") {
  std::vector<double> const numbers{1, 2, 3, 4, 5, 6};
  std::vector<double> const importance{1, 1, 2};
  std::vector<double> const weights_{0.1, 0.2, 0.3, 0.4};
  std::vector<double> const biases{0, 0};
  auto squares = gradsmith::bind_residuals<exp(b) * gradsmith::sum(j, x * w) - y>(x = gradsmith::matrix(numbers, 3, 2), y = importance, k = 2);
  std::vector<double> deviations(squares.residuals()), derivatives(squares.residuals() * squares.size());
  squares.residuals_and_jacobian(squares.parameters(), deviations, derivatives);
  CHECK(squares.value(squares.parameters()) > 0);
  std::vector<double> const tables{1, 2, 3, 4, 5, 6};
  auto const [entry_value, of_table, of_w, of_b] = gradsmith::compile<entries, gradsmith::gradient(entries)>(
      table = gradsmith::matrix(tables, 2, 3), w = gradsmith::matrix(weights_, 2, 2), b = biases, x = gradsmith::matrix(numbers, 3, 2), rows = importance);
  CHECK(entry_value > 0);
  CHECK(of_table.size() + of_w.size() + of_b.size() == 12);
}
