// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// The path of the lasso on the diabetes data: |y - X w|^2 / (2 n) + weight |w|_1, columns standardised, y centred.
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
#include "run/bind/real_data.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

struct half_mean_square {
  std::size_t n = 0, d = 0;
  std::vector<double> x, y;
  std::vector<std::string> names;
  std::size_t size() const { return d; }
  double value_and_gradient(std::span<double const> w, std::span<double> g) const {
    double value = 0;
    std::fill(g.begin(), g.end(), 0.0);
    for (std::size_t r = 0; r < n; ++r) {
      std::span<double const> const row = std::span{x}.subspan(r * d, d);
      double const residual = optimize::dot<double>(row, w) - y[r];
      value += residual * residual / 2;
      optimize::add_scaled<double>(g, residual / static_cast<double>(n), row);
    }
    return value / static_cast<double>(n);
  }
};

half_mean_square read_diabetes() {
  table const t = read_table("tables/diabetes.csv");
  dataset raw{.n = t.rows.size(), .d = t.names.size() - 1, .x = {}, .y = {}};
  half_mean_square out{.n = raw.n, .d = raw.d, .x = {}, .y = {}, .names = t.names};
  double mean = 0;
  for (std::size_t r = 0; r < raw.n; ++r) {
    for (std::size_t q = 0; q < raw.d; ++q) raw.x.push_back(t.number(r, q));
    out.y.push_back(t.number(r, raw.d));
    mean += out.y[r] / static_cast<double>(raw.n);
  }
  for (double& each : out.y) each -= mean;
  out.x = standardised(raw).x;
  return out;
}

/// By how much the value at w may be above the least, in long double: the value minus that of the dual at the residuals,
/// divided so that no |x_j.residuals| / n is above the weight.
double duality_gap(half_mean_square const& problem, std::span<double const> w, double weight) {
  real const n = static_cast<real>(problem.n);
  std::vector<real> residuals(problem.n), slopes(problem.d);
  real square = 0, product = 0, sizes = 0, steepest = 0;
  for (std::size_t r = 0; r < problem.n; ++r) {
    residuals[r] = problem.y[r];
    for (std::size_t q = 0; q < problem.d; ++q) residuals[r] -= static_cast<real>(problem.x[r * problem.d + q]) * w[q];
    for (std::size_t q = 0; q < problem.d; ++q) slopes[q] += problem.x[r * problem.d + q] * residuals[r] / n;
    square += residuals[r] * residuals[r];
    product += residuals[r] * problem.y[r];
  }
  for (double each : w) sizes += std::abs(each);
  for (real each : slopes) steepest = std::max(steepest, std::abs(each));
  real const share = std::min(real(1), weight / steepest);
  real const primal = square / (2 * n) + weight * sizes, dual = (share * product - share * share * square / 2) / n;
  return static_cast<double>(primal - dual);
}

}  // namespace

TEST_CASE("the path of the lasso on diabetes") {
  if (!has_table("tables/diabetes.csv")) return print_not_covered("the data set diabetes (no tables/diabetes.csv)");
  half_mean_square const problem = read_diabetes();
  std::vector<double> g(problem.d);
  double const at_zeros = problem.value_and_gradient(std::vector<double>(problem.d), g);
  double const largest = optimize::max_abs(std::span<double const>{g});
  std::vector<std::vector<double>> first;
  for_each_method_for<l1>([&](auto const& method) {
    std::vector<double> w(problem.d);
    std::vector<std::string> entered;
    std::vector<std::vector<double>> path;
    for (int k = 0; k <= 60; ++k) {
      double const weight = largest * std::pow(10.0, -0.05 * k);
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
      if (k == 0) CHECK(entered.empty());
      path.push_back(w);
    }
    // Efron, Hastie, Johnstone, Tibshirani 2004, figure 1: variables 3, 9, 4, 7, 2, 10, 5, 8, 6, 1 enter in this order.
    CHECK(entered == std::vector<std::string>{"bmi", "s5", "bp", "s3", "sex", "s6", "s1", "s4", "s2", "age"});
    if (first.empty()) first = path;
    for (std::size_t k = 0; k < path.size(); ++k) CHECK(largest_difference(path[k], first[k]) <= 1e-5);
  });
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
