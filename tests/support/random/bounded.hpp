// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// A number in long double, and how large the rounding errors may become that doubles make on the way to it: the sum of
// the magnitudes of all intermediate results, each times what it contributes to the end (running error analysis).
//                                                                                          [Higham2002, section 3.3]
#pragma once

#include <cmath>

namespace gradsmith::tests {

struct bounded {
  long double value = 0;
  long double error = 0;  // in units of half the epsilon of double

  constexpr bounded() = default;
  constexpr bounded(long double exact) : value(exact) {}
  constexpr bounded(long double v, long double e) : value(v), error(e) {}

  /// What a function with this value and slope makes of x.
  static bounded of(bounded const& x, long double f, long double slope) { return {f, std::abs(f) + std::abs(slope) * x.error}; }

  friend bounded operator-(bounded const& a) { return {-a.value, a.error}; }
  friend bounded operator+(bounded const& a, bounded const& b) {
    long double const v = a.value + b.value;
    return {v, a.error + b.error + std::abs(v)};
  }
  friend bounded operator-(bounded const& a, bounded const& b) { return a + -b; }
  friend bounded operator*(bounded const& a, bounded const& b) {
    long double const v = a.value * b.value;
    // The errors' product counts where both factors cancel to 0.
    return {v, a.error * std::abs(b.value) + b.error * std::abs(a.value) + 0x1p-53L * a.error * b.error + std::abs(v)};
  }
  friend bounded operator/(bounded const& a, bounded const& b) {
    long double const v = a.value / b.value;
    return {v, (a.error + std::abs(v) * b.error) / std::abs(b.value) + std::abs(v)};
  }
};

inline bounded exp(bounded const& x) {
  long double const f = std::exp(x.value);
  return bounded::of(x, f, f);
}
inline bounded expm1(bounded const& x) {
  long double const f = std::expm1(x.value);
  return bounded::of(x, f, f + 1);
}
inline bounded log(bounded const& x) { return bounded::of(x, std::log(x.value), 1 / x.value); }
inline bounded log1p(bounded const& x) { return bounded::of(x, std::log1p(x.value), 1 / (1 + x.value)); }
inline bounded sqrt(bounded const& x) {
  long double const f = std::sqrt(x.value);
  return bounded::of(x, f, 1 / (2 * f));
}
inline bounded cbrt(bounded const& x) {
  long double const f = std::cbrt(x.value);
  return bounded::of(x, f, 1 / (3 * f * f));
}
inline bounded sin(bounded const& x) { return bounded::of(x, std::sin(x.value), std::cos(x.value)); }
inline bounded cos(bounded const& x) { return bounded::of(x, std::cos(x.value), std::sin(x.value)); }
inline bounded tan(bounded const& x) {
  long double const f = std::tan(x.value);
  return bounded::of(x, f, 1 + f * f);
}
inline bounded sinh(bounded const& x) { return bounded::of(x, std::sinh(x.value), std::cosh(x.value)); }
inline bounded cosh(bounded const& x) { return bounded::of(x, std::cosh(x.value), std::sinh(x.value)); }
inline bounded tanh(bounded const& x) {
  long double const c = std::cosh(x.value);
  return bounded::of(x, std::tanh(x.value), 1 / (c * c));
}
inline bounded asin(bounded const& x) { return bounded::of(x, std::asin(x.value), 1 / std::sqrt((1 - x.value) * (1 + x.value))); }
inline bounded acos(bounded const& x) { return bounded::of(x, std::acos(x.value), 1 / std::sqrt((1 - x.value) * (1 + x.value))); }
inline bounded atan(bounded const& x) { return bounded::of(x, std::atan(x.value), 1 / (1 + x.value * x.value)); }
inline bounded asinh(bounded const& x) { return bounded::of(x, std::asinh(x.value), 1 / std::sqrt(1 + x.value * x.value)); }
inline bounded acosh(bounded const& x) { return bounded::of(x, std::acosh(x.value), 1 / std::sqrt((x.value - 1) * (x.value + 1))); }
inline bounded atanh(bounded const& x) { return bounded::of(x, std::atanh(x.value), 1 / ((1 - x.value) * (1 + x.value))); }

}  // namespace gradsmith::tests
