// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Absolute values and squares, as a term.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>

#include <gradsmith/optimize/invalid_option.hpp>
#include <gradsmith/optimize/proximal/term.hpp>

namespace gradsmith {

/// l1 sum |x_k| + l2/2 sum x_k^2. Its proximal operator is
///   sign(v) max(|v| - step l1, 0) / (1 + step l2)
/// scikit-learn has l1 = alpha l1_ratio and l2 = alpha (1 - l1_ratio), beside half the mean of the squared residuals.
/// Source: Zou, Hastie 2005; Parikh, Boyd 2014, section 6.5.3.
struct elastic_net {
  double l1 = 1, l2 = 1;
  parameter_ranges blocks{};              // the parameters it is of; all unless given

  [[nodiscard]] std::string invalid() const {
    using namespace optimize;
    return first_wrong({not_negative_but_finite("l1", l1), not_negative_but_finite("l2", l2)});
  }
  void check(std::size_t n) const { optimize::check_disjoint_ranges(blocks, n); }

  template <class T>
  [[nodiscard]] T value(std::span<T const> x) const {
    T sizes = 0, squares = 0;
    optimize::for_each_range(blocks, x, [&](std::span<T const> one_range) {
      for (T const each : one_range) sizes += std::abs(each), squares += each * each;
    });
    return static_cast<T>(l1) * sizes + static_cast<T>(l2) / 2 * squares;
  }
  template <class T>
  void prox(std::span<T> v, T step) const {
    T const threshold = step * static_cast<T>(l1), divisor = 1 + step * static_cast<T>(l2);
    optimize::for_each_range(blocks, v, [&](std::span<T> one_range) {
      for (T& each : one_range) each = optimize::shrunk(each, threshold) / divisor;
    });
  }
  template <class T>
  void assign_residual(std::span<T const> x, std::span<T const> g, std::span<T> out) const {
    T const w = static_cast<T>(l1), w_squares = static_cast<T>(l2);
    optimize::assign_residual_in(blocks, x, g, out, [=](T x_k, T g_k) {
      T const nearest = std::min(std::max(x_k, g_k - w), g_k + w);
      return nearest == x_k ? x_k : nearest / (1 + w_squares) + x_k * (w_squares / (1 + w_squares));
    });
  }
};

}  // namespace gradsmith
