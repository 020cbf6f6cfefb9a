// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Bounds of parameters, as a term.
#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include <gradsmith/optimize/proximal/term.hpp>
#include <gradsmith/support/data_error.hpp>

namespace gradsmith {

/// 0 where lower_k <= x_k <= upper_k for all k, else infinity; its proximal operator is the projection
///   min(max(v, lower), upper)
/// A list of one number holds for all parameters, an empty one says that there is no bound, and so does an infinite
/// entry: box{.lower = {0}}, box{.lower = {0, -1}, .upper = {1, 1}}.
/// Errors: data_error where a list has neither none nor one nor as many numbers as there are parameters.
/// Source: Parikh, Boyd 2014, section 6.2.4.
struct box {
  std::vector<double> lower{}, upper{};
  static constexpr bool is_constraint = true;

  [[nodiscard]] std::string invalid() const {
    std::size_t const n = lower.size() > upper.size() ? lower.size() : upper.size();
    for (std::size_t k = 0; k < n; ++k) {
      double const least = of(lower, k, -infinity), most = of(upper, k, infinity);
      if (!(least <= most)) return "The bounds of box: lower must not be above upper, and none of them NaN.";
      if (least == infinity || most == -infinity)
        return "The bounds of box: no number is above infinity, or below minus infinity.";
    }
    return {};
  }
  void check(std::size_t n) const {
    for (auto const* each : {&lower, &upper})
      if (each->size() > 1 && each->size() != n)
        throw_data_error("a bound of box has ", each->size(), " numbers, the problem has ", n, " parameters");
  }

  template <class T>
  [[nodiscard]] T value(std::span<T const> x) const {
    for (std::size_t k = 0; k < x.size(); ++k)
      if (!(x[k] >= static_cast<T>(of(lower, k, -infinity)) && x[k] <= static_cast<T>(of(upper, k, infinity))))
        return std::numeric_limits<T>::infinity();
    return 0;
  }
  template <class T>
  void prox(std::span<T> v, T) const {
    for (std::size_t k = 0; k < v.size(); ++k) {
      T const least = static_cast<T>(of(lower, k, -infinity)), most = static_cast<T>(of(upper, k, infinity));
      if (v[k] < least) v[k] = least;
      else if (v[k] > most) v[k] = most;
    }
  }
  template <class T>
  void assign_residual(std::span<T const> x, std::span<T const> g, std::span<T> out) const {
    for (std::size_t k = 0; k < x.size(); ++k) {
      T const least = static_cast<T>(of(lower, k, -infinity)), most = static_cast<T>(of(upper, k, infinity));
      out[k] = std::min(std::max(g[k], x[k] - most), x[k] - least);
    }
  }
  /// Assigns the bounds of all parameters.
  template <class T>
  void bounds(std::span<T> least, std::span<T> most) const {
    for (std::size_t k = 0; k < least.size(); ++k) {
      least[k] = static_cast<T>(of(lower, k, -infinity));
      most[k] = static_cast<T>(of(upper, k, infinity));
    }
  }

 private:
  static constexpr double infinity = std::numeric_limits<double>::infinity();
  [[nodiscard]] static double of(std::vector<double> const& list, std::size_t k, double otherwise) {
    return list.empty() ? otherwise : list.size() == 1 ? list[0] : k < list.size() ? list[k] : otherwise;
  }
};

}  // namespace gradsmith
