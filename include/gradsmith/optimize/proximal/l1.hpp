// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// The sum of absolute values, as a term.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>

#include <gradsmith/optimize/invalid_option.hpp>
#include <gradsmith/optimize/proximal/term.hpp>
#include <gradsmith/optimize/vectors.hpp>

namespace gradsmith {

/// weight sum |x_k|, which makes parameters 0: composite(problem, l1{.weight = 0.1}). Its proximal operator is
///   sign(v) max(|v| - step weight, 0)
/// Source: Tibshirani 1996; the operator: Donoho 1995; Parikh, Boyd 2014, section 6.5.2.
struct l1 {
  double weight = 1;
  parameter_ranges blocks{};              // the parameters it is of; all unless given

  [[nodiscard]] std::string invalid() const {
    return optimize::first_wrong({optimize::not_negative_but_finite("weight", weight)});
  }
  void check(std::size_t n) const { optimize::check_disjoint_ranges(blocks, n); }

  template <class T>
  [[nodiscard]] T value(std::span<T const> x) const {
    T sum = 0;
    optimize::for_each_range(blocks, x, [&](std::span<T const> one_range) { sum += optimize::sum_abs<T>(one_range); });
    return static_cast<T>(weight) * sum;
  }
  template <class T>
  void prox(std::span<T> v, T step) const {
    T const threshold = step * static_cast<T>(weight);
    optimize::for_each_range(blocks, v, [&](std::span<T> one_range) {
      for (T& each : one_range) each = optimize::shrunk(each, threshold);
    });
  }
  template <class T>
  void assign_residual(std::span<T const> x, std::span<T const> g, std::span<T> out) const {
    T const w = static_cast<T>(weight);
    optimize::assign_residual_in(
        blocks, x, g, out, [w](T x_k, T g_k) { return std::min(std::max(x_k, g_k - w), g_k + w); });
  }
  /// The factor of each |x_k|.
  template <class T>
  void assign_weights(std::span<T> weights) const {
    for (T& each : weights) each = 0;
    optimize::for_each_range(blocks, weights, [&](std::span<T> one_range) {
      for (T& each : one_range) each = static_cast<T>(weight);
    });
  }
};

}  // namespace gradsmith
