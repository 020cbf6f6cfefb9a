// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Random data, and derivatives against central differences.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <random>
#include <span>
#include <vector>

namespace gradsmith::tests {

/// n normal numbers times `scale`; the same for the same seed.
template <class T = double>
std::vector<T> normal_numbers(std::size_t n, unsigned seed, double scale = 1) {
  std::mt19937_64 engine(seed);
  std::normal_distribution<double> normal(0, scale);
  std::vector<T> numbers(n);
  for (T& each : numbers) each = static_cast<T>(normal(engine));
  return numbers;
}

/// |a - b| relative to the larger of them and 1.
inline double distance(double a, double b) {
  return std::abs(a - b) / std::max({1.0, std::abs(a), std::abs(b)});
}

template <class A, class B>
double largest_distance(A const& a, B const& b) {
  if (std::size(a) != std::size(b)) return std::numeric_limits<double>::infinity();
  double worst = 0;
  for (std::size_t k = 0; k < std::size(a); ++k)
    worst = std::max(worst, distance(static_cast<double>(std::data(a)[k]), static_cast<double>(std::data(b)[k])));
  return worst;
}

/// The gradient of `f` (vector -> number) by central differences, extrapolated once.
template <class F>
std::vector<double> differences(F&& f, std::vector<double> at, double step = 1e-3) {
  std::vector<double> slopes(at.size());
  for (std::size_t k = 0; k < at.size(); ++k) {
    double const start = at[k];
    auto const slope = [&](double h) {
      at[k] = start + h;
      double const above = f(at);
      at[k] = start - h;
      double const below = f(at);
      at[k] = start;
      return (above - below) / (2 * h);
    };
    slopes[k] = (4 * slope(step / 2) - slope(step)) / 3;
  }
  return slopes;
}

/// How far a problem's gradient at theta is from differences of its value; also whether its three programs agree.
template <class Problem>
double gradient_error(Problem& problem, std::vector<double> const& theta, double step = 1e-3) {
  std::vector<double> both(problem.size(), std::numeric_limits<double>::quiet_NaN());
  std::vector<double> alone = both;
  double const value = problem.value_and_gradient(theta, both);
  problem.gradient(theta, alone);
  double const programs = std::max(largest_distance(both, alone), distance(value, problem.value(theta)));
  std::vector<double> const slopes = differences([&](std::vector<double> const& at) { return problem.value(at); }, theta, step);
  return std::max(programs > 1e-13 ? std::numeric_limits<double>::infinity() : 0.0, largest_distance(both, slopes));
}

/// How far the products of a problem's Hessian with unit vectors, and with another one, are from differences of its gradient.
template <class Problem>
double hessian_error(Problem& problem, std::vector<double> const& theta, double step = 1e-3) {
  std::size_t const n = problem.size();
  std::vector<double> row_of_hessian(n), unit(n), product(n), slopes(n), expected(n);
  std::vector<double> const direction = normal_numbers(n, 99);
  problem.hvp(theta, direction, product);
  double worst = 0;
  for (std::size_t row = 0; row < n; ++row) {
    std::vector<double> const second = differences(
        [&](std::vector<double> const& at) {
          problem.gradient(at, slopes);
          return slopes[row];
        },
        theta, step);
    unit[row] = 1;
    problem.hvp(theta, unit, row_of_hessian);
    unit[row] = 0;
    worst = std::max(worst, largest_distance(second, row_of_hessian));
    for (std::size_t k = 0; k < n; ++k) expected[row] += row_of_hessian[k] * direction[k];
  }
  return std::max(worst, largest_distance(product, expected));
}

/// How far a problem's whole Hessian, a program of its own, is from its products with unit vectors.
template <class Problem>
double whole_hessian_error(Problem& problem, std::vector<double> const& theta) {
  std::size_t const n = problem.size();
  std::vector<double> hessian(n * n, std::numeric_limits<double>::quiet_NaN()), unit(n), row_of_hessian(n);
  problem.hessian(theta, hessian);
  double worst = 0;
  for (std::size_t row = 0; row < n; ++row) {
    unit[row] = 1;
    problem.hvp(theta, unit, row_of_hessian);
    unit[row] = 0;
    for (std::size_t k = 0; k < n; ++k) {
      double const off = distance(hessian[row * n + k], row_of_hessian[k]);
      worst = std::isnan(off) ? std::numeric_limits<double>::infinity() : std::max(worst, off);
    }
  }
  return worst;
}

}  // namespace gradsmith::tests
