// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Losses of a score and a target per observation, by hand: value and derivatives in numbers of any type. No file of the library is
// needed, which may not be compiled with -ffast-math.
#pragma once

#include <algorithm>
#include <cmath>
#include <tuple>

namespace benchmarks::pointwise {

/// Value, first and second derivative by the score, of one observation.
template <class T>
struct terms {
  T value, slope, curvature;
};

/// log(1 + exp(-y z)), y = -1 or 1.
struct logistic {
  static constexpr char const* name = "logistic";
  static constexpr bool labels = true;
  template <class T>
  [[gnu::always_inline]] static terms<T> plain(T score, T target) {
    T const margin = target * score, p = 1 / (1 + std::exp(margin)), e = std::exp(-std::abs(margin));
    return {std::max(-margin, T(0)) + std::log1p(e), -target * p, target * target * e / ((1 + e) * (1 + e))};
  }
};

/// Counts whose logarithmic mean is the score.
struct poisson {
  static constexpr char const* name = "Poisson";
  static constexpr bool labels = false;
  template <class T>
  [[gnu::always_inline]] static terms<T> plain(T score, T target) {
    T const e = std::exp(score);
    return {e - target * score, e - target, e};
  }
};

/// Half the square of the residual up to 1, linear beyond.
struct huber {
  static constexpr char const* name = "Huber";
  static constexpr bool labels = false;
  template <class T>
  [[gnu::always_inline]] static terms<T> plain(T score, T target) {
    T const r = score - target, size = std::abs(r);
    if (size <= 1) return {r * r / 2, r, 1};
    return {size - T(0.5), r < 0 ? T(-1) : T(1), 0};
  }
};

/// The pinball loss of the ninth decile.
struct quantile {
  static constexpr char const* name = "quantile";
  static constexpr bool labels = false;
  template <class T>
  [[gnu::always_inline]] static terms<T> plain(T score, T target) {
    T const r = target - score;
    return {r > 0 ? T(0.9) * r : T(-0.1) * r, r > 0 ? T(-0.9) : r < 0 ? T(0.1) : T(-0.4), 0};
  }
};

/// Tweedie's deviance of power 1.5, halved and without what depends on the target alone; the score is the logarithm of the mean.
struct tweedie {
  static constexpr char const* name = "Tweedie";
  static constexpr bool labels = false;
  template <class T>
  [[gnu::always_inline]] static terms<T> plain(T score, T target) {
    T const e = std::exp(score / 2);
    return {2 * target / e + 2 * e, e - target / e, (e + target / e) / 2};
  }
};

/// Focal loss with the exponent 2, y = -1 or 1 (Lin et al. 2017, equation 4).
struct focal {
  static constexpr char const* name = "focal";
  static constexpr bool labels = true;
  template <class T>
  [[gnu::always_inline]] static terms<T> plain(T score, T target) {
    T const t = target * score, e = std::exp(-std::abs(t)), logarithm = std::min(t, T(0)) - std::log1p(e);
    T const p = (t < 0 ? e : T(1)) / (1 + e), q = (t < 0 ? T(1) : e) / (1 + e);  // sigmoid(t), sigmoid(-t)
    // With log(p)' = q and q' = -p q: the derivative of -q^2 log(p) is 2 p q^2 log(p) - q^3.
    T const slope = q * q * (2 * p * logarithm - q);
    T const curvature = q * q * p * (2 * logarithm * (1 - 3 * p) + 5 * q);
    return {-q * q * logarithm, target * slope, target * target * curvature};
  }
};

/// Half the square of the residual: in the benchmark of linear models.
struct squares {
  static constexpr char const* name = "least squares";
  static constexpr bool labels = false;
  template <class T>
  [[gnu::always_inline]] static terms<T> plain(T score, T target) {
    T const r = score - target;
    return {r * r / 2, r, 1};
  }
};

using losses = std::tuple<logistic, poisson, huber, quantile, tweedie, focal>;

}  // namespace benchmarks::pointwise
