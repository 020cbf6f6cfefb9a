// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Sums whose coefficients are fractions: i/49 is kept as 0.0204... * i, which at i = 49 is less than 1. What rounds down
// or names a position asks here for the whole numbers that were written.
#pragma once

#include <gradsmith/ir/sum.hpp>

namespace gradsmith::ir {

/// The whole number nearest to x.
[[nodiscard]] constexpr double nearest_whole(double x) noexcept {
  return static_cast<double>(static_cast<std::int64_t>(x < 0 ? x - 0.5 : x + 0.5));
}

/// The least whole number that makes a whole one of x, but for the rounding of x; 0 if there is none below a million. From the
/// continued fraction of x.
[[nodiscard]] constexpr double denominator_of(double x) noexcept {
  if (!(x > -0x1p30 && x < 0x1p30)) return 0;
  double before = 0, now = 1, rest = x - nearest_whole(x);
  if (rest < 0) rest = -rest;
  while (now < 1e6) {
    double const product = x * now, whole = nearest_whole(product), error = product - whole;
    if (error == 0 || (whole != 0 && (error < 0 ? -error : error) <= 0x1p-50 * (whole < 0 ? -whole : whole))) return now;
    double const inverse = 1 / rest;
    if (!(inverse < 1e6)) return 0;
    double const part = static_cast<double>(static_cast<std::int64_t>(inverse));
    rest = inverse - part;
    double const next = part * now + before;
    before = now, now = next;
  }
  return 0;
}

/// The least whole number that makes all coefficients of a sum whole; 0 if there is none below a million.
[[nodiscard]] constexpr double common_denominator(edge const* terms, int count, double constant) noexcept {
  double all = denominator_of(constant);
  for (int k = 0; k < count && all != 0 && all < 1e6; ++k) all *= denominator_of(terms[k].weight * all);
  return all < 1e6 ? all : 0;
}

}  // namespace gradsmith::ir
