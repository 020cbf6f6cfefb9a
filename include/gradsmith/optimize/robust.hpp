// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Losses of residuals that let outliers count for less than their squares.
#pragma once

#include <cmath>
#include <concepts>
#include <limits>
#include <string>

#include <gradsmith/optimize/invalid_option.hpp>

namespace gradsmith {

namespace optimize {

/// rho(s) with its first two derivatives, s the square of a residual.
template <class T>
struct rho {
  T value, slope, curvature;
};

/// rho<T> operator()(T square) const, with rho(0) = 0, rho'(0) = 1 and rho' >= 0. Optional: std::string invalid()
/// const; static constexpr bool is_by_square = true, where the square of a member scale has to be a number.
template <class Loss, class T>
concept robust_loss = requires(Loss const& loss, T square) {
  { loss(square) } -> std::same_as<rho<T>>;
};

}  // namespace optimize

/// In the place of s = r^2 stands rho(s), which is s near 0 and grows more slowly beyond: the value that is minimised
/// is the sum of rho(r^2) / 2. `scale` is the residual from which on observations count for less, in units of the
/// residual.
/// Source: Ceres, loss_function.h; Huber 1964; Beaton, Tukey 1974; Holland, Welsch 1977.
namespace robust {

/// s: plain least squares.
struct none {
  template <class T>
  [[nodiscard]] constexpr optimize::rho<T> operator()(T s) const {
    return {s, T(1), T(0)};
  }
};

/// s up to scale^2, 2 scale sqrt(s) - scale^2 beyond.
struct huber {
  double scale = 1;
  [[nodiscard]] std::string invalid() const { return optimize::first_wrong({optimize::positive("scale", scale)}); }
  template <class T>
  [[nodiscard]] optimize::rho<T> operator()(T s) const {
    T const size = static_cast<T>(scale);
    if (s <= size * size) return {s, T(1), T(0)};
    T const length = std::sqrt(s), slope = size / length;
    return {2 * size * length - size * size, slope, -slope / (2 * s)};
  }
};

/// 2 scale^2 (sqrt(1 + s / scale^2) - 1): Huber's without the corner.
struct soft_l1 {
  double scale = 1;
  static constexpr bool is_by_square = true;
  [[nodiscard]] std::string invalid() const { return optimize::first_wrong({optimize::positive("scale", scale)}); }
  template <class T>
  [[nodiscard]] optimize::rho<T> operator()(T s) const {
    T const square = static_cast<T>(scale * scale), length = std::sqrt(1 + s / square);
    // length - 1 without its cancellation.
    return {2 * s / (length + 1), 1 / length, -1 / (2 * length * (square + s))};
  }
};

/// scale^2 log(1 + s / scale^2).
struct cauchy {
  double scale = 1;
  static constexpr bool is_by_square = true;
  [[nodiscard]] std::string invalid() const { return optimize::first_wrong({optimize::positive("scale", scale)}); }
  template <class T>
  [[nodiscard]] optimize::rho<T> operator()(T s) const {
    T const square = static_cast<T>(scale * scale), slope = square / (square + s);
    return {square * std::log1p(s / square), slope, -slope * slope / square};
  }
};

/// scale^2 arctan(s / scale^2), as scipy has it; Ceres's ArctanLoss(a) is that of scale = sqrt(a).
struct arctan {
  double scale = 1;
  static constexpr bool is_by_square = true;
  [[nodiscard]] std::string invalid() const { return optimize::first_wrong({optimize::positive("scale", scale)}); }
  template <class T>
  [[nodiscard]] optimize::rho<T> operator()(T s) const {
    T const square = static_cast<T>(scale * scale), share = s / square, slope = 1 / (1 + share * share);
    return {square * std::atan(share), slope, -2 * share * slope * slope / square};
  }
};

/// scale^2 / 3 (1 - (1 - s / scale^2)^3) up to scale^2, constant beyond: outliers do not count at all, so that the fit
/// depends on where it starts.
struct tukey {
  double scale = 1;
  static constexpr bool is_by_square = true;
  [[nodiscard]] std::string invalid() const { return optimize::first_wrong({optimize::positive("scale", scale)}); }
  template <class T>
  [[nodiscard]] optimize::rho<T> operator()(T s) const {
    T const square = static_cast<T>(scale * scale);
    if (!(s < square)) return {square / 3, T(0), T(0)};
    T const share = s / square, left = 1 - share;
    return {s * (3 - share * (3 - share)) / 3, left * left, -2 * left / square};
  }
};

}  // namespace robust

}  // namespace gradsmith
