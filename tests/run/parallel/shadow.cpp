// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// What divides passes among workers hides no name of a user, as the other headers (run/lang/shadow.cpp).
#include <cstddef>
#include <cstdint>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>
#include <gradsmith/in_parallel.hpp>

#include "support/names_of_users.hpp"

constexpr auto i = gradsmith::axis<"i">;
constexpr auto j = gradsmith::axis<"j">;
constexpr auto w = gradsmith::param<"w">(j);
constexpr auto b = gradsmith::param<"b">(i);
constexpr auto x = gradsmith::input<"x">(i, j);
constexpr auto residual_of_row = gradsmith::sum(j, w * x) - b;
constexpr auto loss = gradsmith::mean(i, square(residual_of_row));

TEST_CASE("no name inside the headers of parallel passes shadows a name of the user") {
  std::size_t const observations = 40'000;
  std::vector<double> const numbers(2 * observations, 0.5), halves(observations, 0.25), ones{1, 1};
  auto bound_problem = gradsmith::bind<loss>(x = gradsmith::matrix(numbers, observations, 2));
  auto divided_problem = gradsmith::in_parallel(bound_problem, gradsmith::serial{});
  std::vector<double> const theta_(observations + 2, 1.0);
  std::vector<double> slopes(theta_.size());
  CHECK(divided_problem.value_and_gradient(theta_, slopes) == 0);
  divided_problem.hvp(theta_, theta_, slopes);
  std::vector<std::uint32_t> const some{2, 0};
  CHECK(divided_problem.batch(some).value(theta_) == 0);
  auto const divided_function =
      gradsmith::in_parallel(gradsmith::compile<loss, gradsmith::gradient(loss)>, gradsmith::serial{});
  auto const [loss_value, dw, db] =
      divided_function(w = ones, b = halves, x = gradsmith::matrix(numbers, observations, 2));
  CHECK(loss_value == doctest::Approx(0.5625));
  CHECK(dw.size() + db.size() == theta_.size());
  auto residuals_ = gradsmith::bind_residuals<residual_of_row>(x = gradsmith::matrix(numbers, observations, 2));
  CHECK(gradsmith::in_parallel(residuals_, gradsmith::serial{}).value(theta_) == 0);
}
