// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The logarithm of a number in a formula, in constant evaluation, where std::log cannot be called.
#pragma once

#include <limits>

namespace gradsmith::rules {

// Outside the domain of the inner function the value stays NaN.
inline constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

[[nodiscard]] constexpr bool is_positive_number(double x) noexcept { return x > 0 && x <= std::numeric_limits<double>::max(); }

/// ln x for positive numbers. In long double, so that a difference of two still has the digits of a double.
[[nodiscard]] constexpr long double natural_log(double x) noexcept {
  constexpr long double ln2 = 0.693147180559945309417232121458176568L;
  constexpr long double sqrt2 = 1.41421356237309504880L;
  long double mantissa = x;
  int exponent = 0;
  for (; mantissa > sqrt2; mantissa /= 2) ++exponent;
  for (; mantissa * sqrt2 < 1; mantissa *= 2) --exponent;
  // 2 artanh(s), |s| < 0.172: the terms fall below 1e-21.
  long double const s = (mantissa - 1) / (mantissa + 1);
  long double series = 0;
  for (int k = 27; k > 0; k -= 2) series = series * s * s + 1.0L / k;
  return exponent * ln2 + 2 * s * series;
}

}  // namespace gradsmith::rules
