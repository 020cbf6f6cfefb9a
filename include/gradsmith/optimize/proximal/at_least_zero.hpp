// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// No parameter below 0, as a term.
#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <span>
#include <string>

#include <gradsmith/optimize/proximal/term.hpp>

namespace gradsmith {

/// 0 where every x_k >= 0, else infinity; its proximal operator is the projection max(v, 0).
/// Source: Parikh, Boyd 2014, section 6.2.
struct at_least_zero {
  parameter_ranges blocks{};              // the parameters it is of; all unless given
  static constexpr bool is_constraint = true;

  [[nodiscard]] std::string invalid() const { return {}; }
  void check(std::size_t n) const { optimize::check_ranges(blocks, n); }

  template <class T>
  [[nodiscard]] T value(std::span<T const> x) const {
    T out = 0;
    optimize::for_each_range(blocks, x, [&](std::span<T const> one_range) {
      for (T const each : one_range)
        if (!(each >= 0)) out = std::numeric_limits<T>::infinity();
    });
    return out;
  }
  template <class T>
  void prox(std::span<T> v, T) const {
    optimize::for_each_range(blocks, v, [](std::span<T> one_range) {
      for (T& each : one_range) each = each < 0 ? T(0) : each;
    });
  }
  template <class T>
  void assign_residual(std::span<T const> x, std::span<T const> g, std::span<T> out) const {
    optimize::assign_residual_in(blocks, x, g, out, [](T x_k, T g_k) { return std::min(x_k, g_k); });
  }
  /// Assigns the bounds of all parameters.
  template <class T>
  void bounds(std::span<T> lower, std::span<T> upper) const {
    for (T& each : lower) each = -std::numeric_limits<T>::infinity();
    for (T& each : upper) each = std::numeric_limits<T>::infinity();
    optimize::for_each_range(blocks, lower, [](std::span<T> one_range) {
      for (T& each : one_range) each = 0;
    });
  }
};

}  // namespace gradsmith
