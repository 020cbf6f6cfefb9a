// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// The lasso on the diabetes data: |y - X w|^2 / (2 n) + weight |w|_1, columns standardised, y centred.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include <gradsmith/optimize.hpp>

#include "support/data_sets.hpp"

namespace gradsmith::tests {

/// |y - X w|^2 / (2 n).
struct half_mean_square {
  std::size_t n = 0, d = 0;
  std::vector<double> x, y;
  std::vector<std::string> names;
  [[nodiscard]] std::size_t size() const { return d; }
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

/// w = u - v with u and v at least 0, so that weight |w|_1 is linear: the lasso for methods that know bounds alone.
struct split_lasso {
  half_mean_square const& squares;
  double weight = 0;
  std::vector<double> w{}, slopes{};

  [[nodiscard]] std::size_t size() const { return 2 * squares.d; }
  double value_and_gradient(std::span<double const> parts, std::span<double> g) {
    std::size_t const d = squares.d;
    w = joined(parts);
    slopes.resize(d);
    double value = squares.value_and_gradient(w, slopes);
    for (double const each : parts) value += weight * each;
    for (std::size_t k = 0; k < d; ++k) g[k] = weight + slopes[k], g[d + k] = weight - slopes[k];
    return value;
  }
  [[nodiscard]] static std::vector<double> joined(std::span<double const> parts) {
    std::size_t const d = parts.size() / 2;
    std::vector<double> out(d);
    for (std::size_t k = 0; k < d; ++k) out[k] = parts[k] - parts[d + k];
    return out;
  }
  [[nodiscard]] static std::vector<double> parts_of(std::span<double const> w) {
    std::vector<double> out;
    for (double const each : w) out.push_back(std::max(each, 0.0));
    for (double const each : w) out.push_back(std::max(-each, 0.0));
    return out;
  }
};

inline half_mean_square read_diabetes() {
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

/// The weights of the path: from the least for which every entry of w is 0, twenty to each power of ten.
inline std::vector<double> lasso_weights(half_mean_square const& problem) {
  std::vector<double> g(problem.d), out;
  (void)problem.value_and_gradient(std::vector<double>(problem.d), g);
  double const largest = optimize::max_abs(std::span<double const>{g});
  for (int k = 0; k <= 60; ++k) out.push_back(largest * std::pow(10.0, -0.05 * k));
  return out;
}

/// By how much the value at w may be above the least, in long double: the value minus that of the dual at the residuals,
/// divided so that no |x_j.residuals| / n is above the weight.
inline double duality_gap(half_mean_square const& problem, std::span<double const> w, double weight) {
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

}  // namespace gradsmith::tests
