// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Bounds on the value of a node: what the guards of rules ask ("is x non-negative?").
#pragma once

#include <limits>

namespace gradsmith {

/// All values of a node lie in [lower, upper] or are NaN. Arithmetic saturates at 1e150, far from
/// overflow, because an overflow is an error in constant evaluation.
struct interval {
  static constexpr double infinity = std::numeric_limits<double>::infinity();

  double lower = -infinity;
  double upper = infinity;

  [[nodiscard]] constexpr bool non_negative() const noexcept { return lower >= 0; }
  [[nodiscard]] constexpr bool positive() const noexcept { return lower > 0; }
  [[nodiscard]] constexpr bool unbounded() const noexcept { return lower == -infinity && upper == infinity; }
  [[nodiscard]] constexpr bool within(double low, double high) const noexcept {
    return lower >= low && upper <= high;
  }
  friend constexpr bool operator==(interval, interval) = default;
};

inline constexpr interval real_line{};
inline constexpr interval non_negative{0, interval::infinity};

namespace bounds {

[[nodiscard]] constexpr double saturate(double x) noexcept {
  return x > 1e150 ? interval::infinity : x < -1e150 ? -interval::infinity : x;
}
/// By comparison: inf - inf is an error in constant evaluation.
[[nodiscard]] constexpr bool is_finite(double x) noexcept { return x > -interval::infinity && x < interval::infinity; }
[[nodiscard]] constexpr bool is_huge(double x) noexcept { return x > 1e150 || x < -1e150; }

/// An upper bound of a sum, from the upper bounds of two terms; beyond 1e150 a bound says no more than that.
[[nodiscard]] constexpr double add_upper(double a, double b) noexcept {
  if (a > 1e150 || b > 1e150) return interval::infinity;
  if (a < -1e150 || b < -1e150) return a > 0 || b > 0 ? 0 : -1e150;
  return a + b;
}
/// 0 times infinity is 0 here: a bound, not a value.
[[nodiscard]] constexpr double multiply(double a, double b) noexcept {
  if (a == 0 || b == 0) return 0;
  if (is_huge(a) || is_huge(b)) return (a > 0) == (b > 0) ? interval::infinity : -interval::infinity;
  return saturate(a * b);
}
[[nodiscard]] constexpr interval add(interval const& a, interval const& b) noexcept {
  return {-add_upper(-a.lower, -b.lower), add_upper(a.upper, b.upper)};
}
/// From a bound of a product to the other, where of what is infinite in `multiply` only the sign is known.
[[nodiscard]] constexpr interval between(double low, double high) noexcept {
  return {low > 1e150 ? 0 : low, high < -1e150 ? 0 : high};
}
[[nodiscard]] constexpr interval scale(double factor, interval const& a) noexcept {
  if (factor == 1) return a;
  double const low = multiply(factor, a.lower);
  double const high = multiply(factor, a.upper);
  return low <= high ? between(low, high) : between(high, low);
}
[[nodiscard]] constexpr interval multiply(interval const& a, interval const& b) noexcept {
  if (a.lower == 1 && a.upper == 1) return b;
  interval const low = scale(a.lower, b);
  interval const high = scale(a.upper, b);
  return {low.lower < high.lower ? low.lower : high.lower, low.upper > high.upper ? low.upper : high.upper};
}
/// a^n for an integer n.
[[nodiscard]] constexpr interval power(interval const& a, int n) noexcept {
  if (n == 1) return a;
  if (n < 0) {
    if (a.lower > 0) return {is_huge(a.upper) ? 0 : 0.0, interval::infinity};
    return n % 2 == 0 || a.lower >= 0 ? non_negative : real_line;
  }
  if (n % 2 != 0) return a.lower >= 0 ? interval{0, a.upper <= 1 ? a.upper : interval::infinity} : real_line;
  return a.within(-1, 1) ? interval{0, 1} : non_negative;
}

}  // namespace bounds
}  // namespace gradsmith
