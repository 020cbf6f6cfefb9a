// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The Hessian, several rows of which are formed in one pass over the data, beside the product with each unit vector.
#include "run/bind/hessian_rows.hpp"

using namespace gradsmith::tests;
using namespace gradsmith::tests::hessian_rows;

TEST_CASE("rows of the Hessian are its products with unit vectors") { check_all<double>(1e-14); }

TEST_CASE("a copy of a problem forms its Hessian in memory of its own") {
  auto const data = normal_numbers(20 * 3, 4), target = normal_numbers(20, 5), theta = normal_numbers(4, 6);
  auto problem = gs::bind<logistic>(x = gs::matrix(data, 20, 3), y = target);
  std::vector<double> first(16), second(16);
  problem.hessian(theta, first);
  auto copy = problem;
  copy.hessian(theta, second);
  CHECK(first == second);
}
