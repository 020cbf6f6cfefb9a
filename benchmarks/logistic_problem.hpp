// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The logistic benchmark's problem, and its value and gradient in long double as the measure of
// right.

#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <random>
#include <vector>

namespace benchmarks {

/// mean_i log(1 + exp(-y_i (x_i . w + b))): rows x columns, row-major, y in {-1, +1}. The gradient
/// has w's entries and then b's.
struct logistic_problem {
  std::size_t rows, columns, stride;
  double const *x, *y, *w;
  double b;
};

/// Owns random data for a problem; rows start `shift` elements off a multiple of 64 bytes (2 is
/// what std::vector usually gives).
struct logistic_data {
  logistic_data(std::size_t rows, std::size_t columns, std::size_t shift = 0)
      : storage(rows * columns + 16), y(rows), w(columns) {
    std::mt19937_64 bits(7);
    std::normal_distribution<double> normal;
    auto const offset =
        (64 - reinterpret_cast<std::size_t>(storage.data()) % 64) % 64 / sizeof(double);
    x = storage.data() + offset + shift;
    for (std::size_t i = 0; i < rows * columns; ++i) x[i] = normal(bits);
    for (auto& each : w) each = normal(bits) / std::sqrt(static_cast<double>(columns));
    for (std::size_t i = 0; i < rows; ++i) {
      double z = normal(bits);
      for (std::size_t j = 0; j < columns; ++j) z += x[i * columns + j] * w[j];
      y[i] = z > 0 ? 1 : -1;
    }
    problem = {rows, columns, columns, x, y.data(), w.data(), 0.25};
  }
  logistic_data(logistic_data const&) = delete;
  std::vector<double> storage, y, w;
  double* x;
  logistic_problem problem;
};

/// The value; fills gradient with columns + 1 entries.
inline long double logistic_reference(logistic_problem const& p,
                                      std::vector<long double>& gradient) {
  gradient.assign(p.columns + 1, 0);
  long double value = 0;
  for (std::size_t i = 0; i < p.rows; ++i) {
    long double t = p.b;
    for (std::size_t j = 0; j < p.columns; ++j)
      t += static_cast<long double>(p.x[i * p.stride + j]) * p.w[j];
    t *= -p.y[i];
    auto const e = std::exp(-std::abs(t));
    auto const slope = -p.y[i] * (t >= 0 ? 1 : e) / (1 + e);
    value += std::max(t, 0.0L) + std::log1p(e);
    for (std::size_t j = 0; j < p.columns; ++j) gradient[j] += slope * p.x[i * p.stride + j];
    gradient[p.columns] += slope;
  }
  for (auto& g : gradient) g /= static_cast<long double>(p.rows);
  return value / static_cast<long double>(p.rows);
}

}  // namespace benchmarks
