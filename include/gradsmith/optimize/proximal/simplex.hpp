// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Shares that are not negative and have a given sum, as a term.
#pragma once

#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <string>

#include <gradsmith/optimize/invalid_option.hpp>
#include <gradsmith/optimize/proximal/term.hpp>
#include <gradsmith/support/data_error.hpp>

namespace gradsmith {

/// 0 where every x_k >= 0 and sum x_k = sum, up to rounding, else infinity. Its proximal operator is the projection
///   max(v - tau, 0)  with the tau that gives the sum,
/// found without sorting: the mean of what is above tau, until nothing more falls below it, at most n passes.
/// Source: Michelot 1986; Duchi, Shalev-Shwartz, Singer, Chandra 2008.
struct simplex {
  double sum = 1;
  parameter_ranges blocks{};              // each is a simplex; all parameters are one unless given
  static constexpr bool is_constraint = true;

  [[nodiscard]] std::string invalid() const { return optimize::first_wrong({optimize::positive("sum", sum)}); }
  void check(std::size_t n) const {
    optimize::check_disjoint_ranges(blocks, n);
    if (n == 0) throw_data_error("a simplex has at least one parameter");
    for (parameter_range const& each : blocks)
      if (each.size == 0) throw_data_error("a simplex has at least one parameter");
  }

  template <class T>
  [[nodiscard]] T value(std::span<T const> x) const {
    T out = 0;
    optimize::for_each_range(blocks, x, [&](std::span<T const> one_range) {
      T all = 0, wanted_sum = static_cast<T>(sum);
      bool is_inside = true;
      for (T const each : one_range) is_inside = is_inside && each >= 0, all += each;
      T const rounding = 8 * std::numeric_limits<T>::epsilon() * static_cast<T>(one_range.size()) * wanted_sum;
      if (!is_inside || !(std::abs(all - wanted_sum) <= rounding)) out = std::numeric_limits<T>::infinity();
    });
    return out;
  }
  template <class T>
  void prox(std::span<T> v, T) const {
    optimize::for_each_range(blocks, v, [&](std::span<T> one_range) { project(one_range, static_cast<T>(sum)); });
  }

 private:
  template <class T>
  static void project(std::span<T> v, T wanted) {
    if (v.empty()) return;
    // From the largest entry on, lest the sum cancel: entries more than `wanted` below it are 0 anyway.
    T top = v[0];
    for (T const each : v) top = each > top || each != each ? each : top;
    T tau = -wanted;
    std::size_t inside = 0;
    for (std::size_t k = 0; k <= v.size(); ++k) {
      T above = 0;
      std::size_t count = 0;
      for (T const each : v)
        if (each - top > tau) above += each - top, ++count;
      if (count == inside || count == 0) break;
      inside = count;
      tau = (above - wanted) / static_cast<T>(count);
    }
    for (T& each : v) {
      T const left = each - top - tau;
      each = left > 0 || left != left ? left : T(0);
    }
  }
};

}  // namespace gradsmith
