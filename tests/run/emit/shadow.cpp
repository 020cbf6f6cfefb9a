// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Short axes that are written out, and programs without loops, hide no name of a user (run/lang/shadow.cpp).
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

#include "support/names_of_users.hpp"

constexpr auto i = gradsmith::axis<"i">;
constexpr auto j = gradsmith::axis<"j", 3>;
constexpr auto w = gradsmith::param<"w">(j);
constexpr auto x = gradsmith::input<"x">(i, j);
constexpr auto residual_of_row = w * x - 1;
constexpr auto alone = gradsmith::sum(j, square(w)) + gradsmith::max(j, w);

TEST_CASE("no name inside the headers of short axes shadows a name of the user") {
  std::vector<double> const numbers(27, 1.0), halves(3, 0.5);
  auto const [residuals_, slopes] = gradsmith::compile<residual_of_row, gradsmith::jacobian(residual_of_row)>(
      w = halves, x = gradsmith::matrix(numbers, 9, 3));
  CHECK(residuals_.size() == 27);
  CHECK(slopes[0] == 1);
  auto const [number_, of_w] = gradsmith::compile<alone, gradsmith::gradient(alone)>(w = halves);
  CHECK(number_ == 1.25);
  CHECK(of_w.size() == 3);
  auto bound_residuals = gradsmith::bind_residuals<residual_of_row>(x = gradsmith::matrix(numbers, 9, 3));
  std::vector<double> deviations(27), derivatives(81);
  bound_residuals.residuals_and_jacobian(halves, deviations, derivatives);
  CHECK(deviations[0] == -0.5);
}
