// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// The path of the lasso on the diabetes data.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "composite_methods.hpp"
#include "problems.hpp"
#include "support/lasso.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

TEST_CASE("the path of the lasso on diabetes") {
  if (!has_table("tables/diabetes.csv")) return print_not_covered("the data set diabetes (no tables/diabetes.csv)");
  half_mean_square const problem = read_diabetes();
  std::vector<double> g(problem.d);
  double const at_zeros = problem.value_and_gradient(std::vector<double>(problem.d), g);
  std::vector<double> const weights = lasso_weights(problem);
  std::vector<std::vector<double>> first;
  for_each_method_for<l1>([&](auto const& method) {
    std::vector<double> w(problem.d);
    std::vector<std::string> entered;
    std::vector<std::vector<double>> path;
    for (double const weight : weights) {
      auto const found = minimize(composite(problem, l1{.weight = weight}), w, method, stop{.gradient_norm = 1e-8});
      CHECK(found.status == status::gradient_small);
      // The gap is quadratic in the distance, and never negative but for rounding.
      double const gap = duality_gap(problem, found.point, weight);
      CHECK(gap <= 1e-8 * at_zeros);
      CHECK(gap >= -1e-15 * at_zeros);
      w = found.point;
      for (std::size_t q = 0; q < problem.d; ++q)
        if (w[q] != 0 && std::find(entered.begin(), entered.end(), problem.names[q]) == entered.end())
          entered.push_back(problem.names[q]);
      if (path.empty()) CHECK(entered.empty());
      path.push_back(w);
    }
    // Efron, Hastie, Johnstone, Tibshirani 2004, figure 1: variables 3, 9, 4, 7, 2, 10, 5, 8, 6, 1 enter in this order.
    CHECK(entered == std::vector<std::string>{"bmi", "s5", "bp", "s3", "sex", "s6", "s1", "s4", "s2", "age"});
    if (first.empty()) first = path;
    for (std::size_t k = 0; k < path.size(); ++k) CHECK(largest_difference(path[k], first[k]) <= 1e-5);
  });
}

TEST_CASE("the path by parts that are at least 0, for methods that know bounds alone") {
  if (!has_table("tables/diabetes.csv")) return print_not_covered("the data set diabetes (no tables/diabetes.csv)");
  half_mean_square const problem = read_diabetes();
  double const at_zeros = optimize::dot<double>(problem.y, problem.y) / (2 * static_cast<double>(problem.n));
  std::vector<double> parts(2 * problem.d), w(problem.d);
  for (double const weight : lasso_weights(problem)) {
    split_lasso split{.squares = problem, .weight = weight};
    auto const found = minimize(composite(split, at_least_zero{}), parts, lbfgs_b{}, stop{.gradient_norm = 1e-8});
    CHECK(found.status == status::gradient_small);
    parts = found.point;
    CHECK(duality_gap(problem, split_lasso::joined(parts), weight) <= 1e-8 * at_zeros);
    auto const signs = minimize(composite(problem, l1{.weight = weight}), w, owl_qn{}, stop{.gradient_norm = 1e-8});
    w = signs.point;
    CHECK(found.value == doctest::Approx(signs.value).epsilon(1e-12));
  }
}

TEST_CASE("the lasso with a weight of 0 is least squares, and an elastic net of squares alone is ridge") {
  if (!has_table("tables/diabetes.csv")) return print_not_covered("the data set diabetes (no tables/diabetes.csv)");
  half_mean_square const problem = read_diabetes();
  std::vector<double> const zeros(problem.d);
  auto const plain = minimize(problem, zeros, bfgs{}, stop{.gradient_norm = 1e-10});
  auto const free = minimize(composite(problem, l1{.weight = 0}), zeros, fista{}, stop{.gradient_norm = 1e-10});
  CHECK(free.status == status::gradient_small);
  CHECK(largest_difference(free.point, plain.point) <= 1e-7);
  for (std::string const name : {"0.1", "1", "10"}) {
    std::string const file = "reference/fits/ridge_diabetes_alpha" + name + ".csv";
    if (!has_table(file)) {
      print_not_covered("the fit ridge_diabetes_alpha" + name);
      continue;
    }
    table const t = read_table(file);
    double const weight = std::stod(name) / static_cast<double>(problem.n);
    for_each_proximal_method([&](auto const& method) {
      auto const found = minimize(composite(problem, elastic_net{.l1 = 0, .l2 = weight}), zeros, method,
                                  stop{.gradient_norm = 1e-10});
      CHECK(found.status == status::gradient_small);
      double size = 0;
      for (double each : found.point) size = std::max(size, std::abs(each));
      for (std::size_t q = 0; q < problem.d; ++q)
        CHECK(std::abs(found.point[q] - t.number(q, "coefficient")) <= 1e-8 * size);
    });
  }
}
