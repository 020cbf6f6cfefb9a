// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// A point on a line, and the tests that decide whether it is a step to take.
#pragma once

#include <cmath>

#include <gradsmith/optimize/iterate.hpp>

namespace gradsmith::optimize {

/// phi(t) = f(x + t d) at one t.
template <class T>
struct trial {
  T step{};                               ///< t
  T value{};                              ///< phi(t)
  T slope{};                              ///< phi'(t)
  bool is_finite = false;                 ///< value, slope and the whole gradient
};

/// The conditions on a trial, all false for one that is not finite.
template <class T>
struct conditions {
  trial<T> start;                         ///< t = 0; its slope is negative
  T decrease;                             ///< c1: what part of the decrease promised by the slope is enough
  T curvature = 0;                        ///< c2: what part of the slope may be left

  /// Too near to the first value for the difference to mean anything: within 1e-12 |f0| (double).
  [[nodiscard]] bool is_level(trial<T> const& at) const {
    return std::abs(at.value - start.value) <= relative_noise<T> * std::abs(start.value);
  }
  /// Level, and by the slopes at both ends nothing else was to be expected: behind a valley a function may be as high
  /// as before.
  [[nodiscard]] bool is_noise(trial<T> const& at) const {
    return is_level(at) && std::abs(change_by_slopes(at)) <= 8 * relative_noise<T> * std::abs(start.value);
  }
  /// phi(t) - phi(0) of a quadratic with these slopes.
  [[nodiscard]] T change_by_slopes(trial<T> const& at) const { return at.step * (start.slope / 2 + at.slope / 2); }
  /// The value rose where the slopes say that it falls.
  [[nodiscard]] bool is_contradiction(trial<T> const& at) const {
    return at.is_finite && at.value > start.value && !is_level(at) && change_by_slopes(at) < 0;
  }
  /// phi(t) <= phi(0) + c1 t phi'(0).                                                        [Armijo]
  [[nodiscard]] bool armijo(trial<T> const& at) const {
    return at.is_finite && at.value <= start.value + decrease * at.step * start.slope;
  }
  /// The same from slopes, phi'(t) <= (2 c1 - 1) phi'(0): equal for a quadratic, and free of the cancellation
  /// in phi(t) - phi(0). Only where the values are noise.                              [Hager, Zhang 2005]
  [[nodiscard]] bool armijo_by_slope(trial<T> const& at) const {
    return at.is_finite && is_noise(at) && at.slope <= (2 * decrease - 1) * start.slope;
  }
  [[nodiscard]] bool descends(trial<T> const& at) const { return armijo(at) || armijo_by_slope(at); }
  /// Armijo and |phi'(t)| <= c2 |phi'(0)|, or the approximate Wolfe conditions
  /// (2 c1 - 1) phi'(0) >= phi'(t) >= c2 phi'(0).
  [[nodiscard]] bool wolfe(trial<T> const& at) const {
    if (armijo(at) && std::abs(at.slope) <= -curvature * start.slope) return true;
    return armijo_by_slope(at) && at.slope >= curvature * start.slope;
  }
  /// Not lower, by more than rounding can tell.
  [[nodiscard]] bool is_above(trial<T> const& at, trial<T> const& other) const {
    return !(at.value < other.value) && !(is_noise(at) && is_noise(other));
  }
};

}  // namespace gradsmith::optimize
