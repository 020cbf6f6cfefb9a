// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// The error and gamma functions of numbers with derivatives: values in long double, and slopes and curvatures by hand.
#pragma once

#include <array>
#include <cmath>

#include "support/random/dual.hpp"

namespace gradsmith::tests {

inline constexpr long double sqrt_pi = 1.772453850905516027298167483341145183L;
inline constexpr long double sqrt_2 = 1.414213562373095048801688724209698079L;

/// e^(x^2) times the repeated integrals i^n erfc(x), n = 0 to 2, which obey -2 n i^n = 2 x i^(n-1) - i^(n-2): beyond 1
/// downwards from far up, where all terms are positive and the beginning is forgotten. [DLMF, 7.18(iv); Miller]
inline std::array<long double, 3> scaled_integrals(long double x) {
  if (x < 1) {
    long double const y = std::exp(x * x) * std::erfc(x), first = 1 / sqrt_pi - x * y;
    return {y, first, (y - 2 * x * first) / 4};
  }
  long double i[3]{1, 0, 0};  // n - 2, n - 1, n
  for (int n = 500; n > 1; --n) {
    i[2] = i[1], i[1] = i[0], i[0] = 2 * n * i[2] + 2 * x * i[1];
  }
  // Now 0, 1, 2; number -1 is 2/sqrt(pi).
  long double const scale = 2 / sqrt_pi / (2 * i[1] + 2 * x * i[0]);
  return {scale * i[0], scale * i[1], scale * i[2]};
}
inline dual erfcx(dual const& x) {
  auto const [y, first, second] = scaled_integrals(x.value.value);
  return dual::of(x, bounded::of(x.value, y, -2 * first), bounded::of(x.value, -2 * first, 8 * second), bounded::of(x.value, 8 * second, 16 * (x.value.value * second - first / 2)));
}
inline dual scaled_ierfc(dual const& x) {
  auto const [y, first, second] = scaled_integrals(x.value.value);
  long double const third = 2 * x.value.value * second - first;  // the slope of `second`
  return dual::of(x, bounded::of(x.value, first, -y), bounded::of(x.value, -4 * second, -4 * third), bounded(-4) * (bounded(2) * x.value * bounded::of(x.value, second, third) - bounded::of(x.value, first, -4 * second)));
}
/// Its slope is a difference, as op/scaled_i2erfc.hpp says.
inline dual scaled_i2erfc(dual const& x) {
  auto const [y, first, second] = scaled_integrals(x.value.value);
  bounded const f = bounded::of(x.value, second, 2 * x.value.value * second - first);
  bounded const slope = bounded(2) * x.value * f - bounded::of(x.value, first, -4 * second);
  return dual::of(x, f, slope, bounded(2) * (f + x.value * slope) + bounded(4) * f);
}

inline bounded normal_density(bounded const& x) { return bounded(1 / (sqrt_2 * sqrt_pi)) * exp(bounded(-0.5L) * x * x); }
inline dual erfc(dual const& x) {
  bounded const slope = bounded(-2 / sqrt_pi) * exp(-(x.value * x.value));
  return dual::of(x, bounded::of(x.value, std::erfc(x.value.value), slope.value), slope, bounded(-2) * x.value * slope);
}
inline dual erf(dual const& x) {
  bounded const slope = bounded(2 / sqrt_pi) * exp(-(x.value * x.value));
  return dual::of(x, bounded::of(x.value, std::erf(x.value.value), slope.value), slope, bounded(-2) * x.value * slope);
}
inline dual normal_cdf(dual const& x) {
  bounded const slope = normal_density(x.value);
  return dual::of(x, bounded::of(x.value, std::erfc(-x.value.value / sqrt_2) / 2, slope.value), slope, -(x.value * slope));
}

/// The inverse Mills ratio m and x + m, by the scaled integrals: m' = -m (x + m), (x + m)' = 1 - m (x + m).
struct mills {
  bounded ratio, excess;
  explicit mills(bounded const& x) {
    auto const [y, first, second] = scaled_integrals(-x.value / sqrt_2);
    long double const m = sqrt_2 / (sqrt_pi * y), e = sqrt_2 * (std::isinf(y) ? x.value / sqrt_2 : first / y);
    ratio = bounded::of(x, m, -m * e);
    excess = bounded::of(x, e, 1 - m * e);
  }
};
inline dual inverse_mills_ratio(dual const& x) {
  mills const at(x.value);
  bounded const slope = -(at.ratio * at.excess);
  return dual::of(x, at.ratio, slope, -(slope * at.excess + at.ratio * (bounded(1) - at.ratio * at.excess)));
}
/// Its slope cancels on the left, as op/inverse_mills_excess.hpp says.
inline dual inverse_mills_excess(dual const& x) {
  mills const at(x.value);
  bounded const slope = bounded(1) - at.ratio * at.excess;
  return dual::of(x, at.excess, slope, at.ratio * at.excess * at.excess - at.ratio * slope);
}
inline dual log_normal_cdf(dual const& x) {
  mills const at(x.value);
  long double const z = -x.value.value / sqrt_2;
  long double const f = z < 0 ? std::log1p(-std::erfc(-z) / 2) : std::log(scaled_integrals(z)[0] / 2) - z * z;
  return dual::of(x, bounded::of(x.value, f, at.ratio.value), at.ratio, -(at.ratio * at.excess));
}

/// The n-th derivative of digamma at x > 0: upwards to 30, then by the asymptotic series. [DLMF, 5.15.5, 5.15.8]
inline long double polygamma(int n, long double x) {
  long double const sign = n % 2 == 0 ? -1 : 1;
  long double sum = 0, factorial = 1;
  for (int k = 2; k <= n; ++k) factorial *= k;
  for (; x < 30; x += 1) sum += factorial / std::pow(x, static_cast<long double>(n + 1));
  long double const bernoulli[]{1.0L / 6, -1.0L / 30, 1.0L / 42, -1.0L / 30, 5.0L / 66, -691.0L / 2730, 7.0L / 6, -3617.0L / 510};
  long double series = n == 0 ? -std::log(x) + 1 / (2 * x) : factorial / n / std::pow(x, static_cast<long double>(n)) + factorial / (2 * std::pow(x, static_cast<long double>(n + 1)));
  for (int k = 1; k <= 8; ++k) {
    long double rising = 1;  // (2 k + n - 1)!/(2 k)!
    for (int m = 2 * k + 1; m <= 2 * k + n - 1; ++m) rising *= m;
    if (n == 0) rising = 1.0L / (2 * k);
    series += bernoulli[k - 1] * rising / std::pow(x, static_cast<long double>(2 * k + n));
  }
  return sign * (sum + series);
}
inline bounded polygamma(int n, bounded const& x) { return bounded::of(x, polygamma(n, x.value), polygamma(n + 1, x.value)); }
inline dual polygamma(int n, dual const& x) { return dual::of(x, polygamma(n, x.value), polygamma(n + 1, x.value), polygamma(n + 2, x.value)); }
inline dual lgamma(dual const& x) {
  return dual::of(x, bounded::of(x.value, std::lgamma(x.value.value), polygamma(0, x.value.value)), polygamma(0, x.value), polygamma(1, x.value));
}

inline dual logcosh(dual const& x) {
  long double const a = std::abs(x.value.value), s = std::sinh(a / 2);
  bounded const slope = tanh(x.value), c = bounded(1) / cosh(x.value);
  return dual::of(x, bounded::of(x.value, a < 1 ? std::log1p(2 * s * s) : a - std::log(2.0L) + std::log1p(std::exp(-2 * a)), slope.value), slope, c * c);
}

}  // namespace gradsmith::tests
