// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Squares at a point: the triangle of the Jacobian, and what of the value is rounding there.
#pragma once

#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <tuple>
#include <vector>

#include <gradsmith/optimize/iterate.hpp>
#include <gradsmith/optimize/linear_algebra/pivoted_triangle.hpp>
#include <gradsmith/optimize/linear_algebra/triangle.hpp>
#include <gradsmith/optimize/residual_problem.hpp>
#include <gradsmith/optimize/status.hpp>

namespace gradsmith::optimize {

template <class T>
struct linearisation {
  triangle<T> upper;                      // R and Q'r
  pivoted_triangle<T> solver;
  std::vector<T> lengths;                 // |J_k|
  T extent = 0;                           // sum |J_k| |x_k|: how large residuals would be if nothing cancelled
  T noise = 0;                            // changes of the value that are not above rounding
  T residual = 0;                         // |r|

  /// Less than that has lost digits.
  static constexpr T smallest = std::numeric_limits<T>::min() / std::numeric_limits<T>::epsilon();

  explicit linearisation(std::size_t n) : upper(n), solver(n), lengths(n) {}

  template <squares F>
  void take(iterate<F>& at) {
    at.problem.linearise(at.x);
    std::span<T const> const r = at.problem.residuals();
    upper.take(at.problem.jacobian(), r);
    extent = 0;
    for (std::size_t k = 0; k < lengths.size(); ++k) {
      lengths[k] = norm(upper.column(k));
      extent += lengths[k] * std::abs(at.x[k]);
    }
    residual = norm(r);
    noise = 2 * std::numeric_limits<T>::epsilon() * residual * (residual + extent);
  }
  /// Whether the gradient is zero, and not only because the products that it consists of underflow.
  template <class F>
  [[nodiscard]] bool is_stationary(iterate<F> const& at) const {
    if (at.gradient_norm != 0) return false;
    bool are_products = true;
    for (T const length : lengths) are_products = are_products && (length == 0 || length * residual >= smallest);
    return are_products || norm(upper.column(upper.size())) == 0;
  }
  /// Whether squares of the residuals underflow, so that the value tells nothing.
  [[nodiscard]] bool has_no_squares() const { return residual > 0 && residual * residual < smallest; }
  /// How a run ends whose value does not change.
  [[nodiscard]] status when_flat() const {
    return has_no_squares() ? status::roundoff_limited : status::value_flat;
  }
  /// Whether the residuals are zero to within rounding.
  [[nodiscard]] bool is_zero() const { return residual <= 8 * std::numeric_limits<T>::epsilon() * extent; }
  /// By how much the value would fall at most if the residuals were linear.
  [[nodiscard]] T promise() const {
    T const length = norm(upper.column(upper.size()));
    return length * length / 2;
  }
  /// The largest |J_k'r| / (|J_k| |r|): 0 at a minimum.
  template <class F>
  [[nodiscard]] T angle(iterate<F> const& at) const {
    T largest = 0;
    for (std::size_t k = 0; k < lengths.size(); ++k)
      if (at.gradient[k] != 0) largest = std::max(largest, std::abs(at.gradient[k]) / lengths[k] / residual);
    return largest;
  }
  /// |R p|, the length of J p.
  [[nodiscard]] T length_of_image(std::span<T const> p) const {
    T length = 0;
    for (std::size_t i = 0; i < p.size(); ++i) {
      T sum = 0;
      for (std::size_t k = i; k < p.size(); ++k) sum += upper.column(k)[i] * p[k];
      length = std::hypot(length, sum);
    }
    return length;
  }
  /// The largest effect of a parameter's step: max |J_k| |p_k|.
  [[nodiscard]] T largest_effect(std::span<T const> p) const {
    T largest = 0;
    for (std::size_t k = 0; k < p.size(); ++k) {
      T const effect = lengths[k] * std::abs(p[k]);
      largest = effect <= largest ? largest : effect;      // NaN stays
    }
    return largest;
  }
};

/// Value and gradient of a point that may be returned to without an evaluation.
template <class T>
struct kept_point {
  std::vector<T> x, gradient;
  T value = 0;

  explicit kept_point(std::size_t n) : x(n), gradient(n) {}

  template <class F>
  void keep(iterate<F> const& at) {
    x = at.x;
    gradient = at.gradient;
    value = at.value;
  }
  template <class F>
  void return_to(iterate<F>& at) const {
    at.x = x;
    at.gradient = gradient;
    at.value = value;
    at.gradient_norm = max_abs<T>(at.gradient);
    at.is_finite = true;
  }
  template <class Self>
  static auto members(Self& self) {
    return std::tie(self.x, self.gradient, self.value);
  }
};

}  // namespace gradsmith::optimize
