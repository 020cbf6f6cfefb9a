// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Half the sum of squares, as a term.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include <gradsmith/optimize/invalid_option.hpp>
#include <gradsmith/optimize/proximal/term.hpp>
#include <gradsmith/optimize/vectors.hpp>

namespace gradsmith {

/// weight/2 sum x_k^2, as the option l2 of the other methods; its proximal operator is v / (1 + step weight).
/// Source: Parikh, Boyd 2014, section 6.1.1.
struct l2 {
  double weight = 1;
  parameter_ranges blocks{};              // the parameters it is of; all unless given

  [[nodiscard]] std::string invalid() const {
    return optimize::first_wrong({optimize::not_negative_but_finite("weight", weight)});
  }
  void check(std::size_t n) const { optimize::check_disjoint_ranges(blocks, n); }

  template <class T>
  [[nodiscard]] T value(std::span<T const> x) const {
    T sum = 0;
    optimize::for_each_range(blocks, x, [&](std::span<T const> one_range) {
      sum += optimize::dot<T>(one_range, one_range);
    });
    return static_cast<T>(weight) / 2 * sum;
  }
  template <class T>
  void prox(std::span<T> v, T step) const {
    T const divisor = 1 + step * static_cast<T>(weight);
    optimize::for_each_range(blocks, v, [&](std::span<T> one_range) {
      for (T& each : one_range) each /= divisor;
    });
  }
  template <class T>
  void assign_residual(std::span<T const> x, std::span<T const> g, std::span<T> out) const {
    T const w = static_cast<T>(weight);
    optimize::assign_residual_in(blocks, x, g, out, [w](T x_k, T g_k) { return g_k / (1 + w) + x_k * (w / (1 + w)); });
  }
};

}  // namespace gradsmith
