// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The derivatives of the digamma function of any order, number by number.
#pragma once

#include <cstddef>
#include <limits>

#include <gradsmith/support/math/polygamma.hpp>

namespace gradsmith::simd {

namespace detail {

/// psi^(n)(x) for n >= 1: upwards by psi^(n)(x) = psi^(n)(x + 1) - (-1)^n n!/x^(n+1), then by the asymptotic series.
/// [DLMF, 5.15.5 and 5.15.8]
inline double polygamma_number(int n, double x) {
  constexpr double infinity = std::numeric_limits<double>::infinity(), undefined = std::numeric_limits<double>::quiet_NaN();
  constexpr double farthest_below = -1024;  // as many steps upwards are made
  // B_2k
  constexpr double bernoulli[] = {1.0 / 6,       -1.0 / 30,      1.0 / 42,   -1.0 / 30,         5.0 / 66,         -691.0 / 2730,
                                  7.0 / 6,       -3617.0 / 510,  43867.0 / 798, -174611.0 / 330, 854513.0 / 138, -236364091.0 / 2730};
  bool const odd = n % 2 != 0;
  if (!(x > farthest_below)) return undefined;
  if (x <= 0 && x == static_cast<int>(x)) return odd ? infinity : x == 0 ? -infinity : undefined;
  if (x == infinity) return odd ? 0.0 : -0.0;
  auto const power = [](double base, int exponent) {
    double result = 1;
    for (; exponent > 0; --exponent) result *= base;
    return result;
  };
  double factorial = 1;  // (n - 1)!
  for (int k = 2; k < n; ++k) factorial *= k;
  double steps = 0;
  double const start = x, enough = n + 20;
  for (int k = 1; x < enough; ++k) {
    steps += 1 / power(x, n + 1);
    x = start + k;  // rounded once: a power makes much of it
  }
  // (2k + n - 1)!/(2k)! x^-(2k+n), from one k to the next; k = 1 first
  double const square = 1 / (x * x), last = 1 / power(x, n);
  double term = factorial * n * (n + 1) / 2 * last * square, series = 0;
  for (int k = 1; k <= 12; ++k) {
    series += bernoulli[k - 1] * term;
    term *= square * (2 * k + n) * (2 * k + n + 1) / ((2 * k + 1) * (2 * k + 2));
  }
  double const size = factorial * n * steps + (factorial * last * (1 + 0.5 * n / x) + series);
  return odd ? size : -size;
}

}  // namespace detail

/// psi^(n)(x) in each lane, for n = 1, 2, ... the same in all. Below 16 ulp for x > 0 and n <= 20; below 0 what cancels there is lost, and
/// NaN from -1024 on.
template <value V, class = isa>
[[gnu::noinline]] V polygamma(V n, V x) {
  using T = element_type<V>;
  constexpr auto width = static_cast<std::size_t>(simd::width<V>);
  T orders[width], arguments[width];
  simd::store(orders, n);
  simd::store(arguments, x);
  for (std::size_t lane = 0; lane < width; ++lane)
    arguments[lane] = static_cast<T>(detail::polygamma_number(static_cast<int>(orders[lane]), static_cast<double>(arguments[lane])));
  return simd::load<V>(arguments);
}

}  // namespace gradsmith::simd
