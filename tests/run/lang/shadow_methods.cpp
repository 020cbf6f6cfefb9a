// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// As shadow.cpp, for the methods of minimisation and for networks.
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>
#include <gradsmith/optimize.hpp>
#include <gradsmith/train.hpp>

#include "support/names_of_users.hpp"

constexpr auto i = gradsmith::axis<"i">;
constexpr auto j = gradsmith::axis<"j">;
constexpr auto w = gradsmith::param<"w">(j);
constexpr auto b = gradsmith::param<"b">;
constexpr auto x = gradsmith::input<"x">(i, j);
constexpr auto y = gradsmith::input<"y">(i);
constexpr auto loss = gradsmith::mean(i, square(gradsmith::sum(j, w * x) + b - y));

TEST_CASE("no name inside the headers of methods shadows a name of the user") {
  std::vector<double> const numbers{1, 2, 3, 4, 5, 6};
  std::vector<double> const observed{1, 0, 2};
  auto bound_problem = gradsmith::bind<loss>(x = gradsmith::matrix(numbers, 3, 2), y = observed);
  // Every method, from a header of its own.
  auto const falls = [&](auto chosen_method) {
    std::vector<double> const origin(bound_problem.size());
    double const before = bound_problem.value(origin);
    return gradsmith::minimize(bound_problem, chosen_method, gradsmith::stop{.max_steps = 5}).value < before;
  };
  CHECK(falls(gradsmith::lbfgs{}));
  CHECK(falls(gradsmith::gradient_descent{}));
  CHECK(falls(gradsmith::sgd{.learning_rate = 0.01, .momentum = 0.5, .nesterov = true}));
  CHECK(falls(gradsmith::adam{.learning_rate = 0.01}));
  CHECK(falls(gradsmith::in_batches(gradsmith::adam{.learning_rate = 0.01}, {.rows = 2})));
}
