// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Normal random numbers that are the same on every platform.
#pragma once

#include <cmath>
#include <cstdint>

#include <gradsmith/optimize/random.hpp>

namespace gradsmith::train {

namespace detail {

/// log(s) for a normal number s in (0, 1), to about 1e-15. Libraries' logarithms differ in the last digit from platform
/// to platform; this one uses correctly rounded operations only, and no sum of products that a compiler could fuse.
[[nodiscard]] inline double log_everywhere(double s) noexcept {
  int exponent = 0;
  double m = std::frexp(s, &exponent);     // in [1/2, 1)
  if (m < 0.70710678118654752) {
    m *= 2;
    --exponent;
  }
  // log m = 2 atanh z = 2 (z + z^3/3 + z^5/5 + ...), |z| < 0.172.
  double const z = (m - 1) / (m + 1);
  double const square = z * z;
  double series = 0;
  for (int k = 21; k >= 1; k -= 2) series = std::fma(series, square, 1.0 / k);
  return std::fma(static_cast<double>(exponent), 0.69314718055994531, 2 * z * series);
}

}  // namespace detail

/// Draws from the normal distribution with mean 0 and variance 1: Marsaglia's polar method, whose second number is not
/// kept.
class normal_numbers {
 public:
  explicit normal_numbers(std::uint64_t seed) noexcept : random_(seed) {}

  double operator()() noexcept {
    for (;;) {
      double const u = 2 * random_.uniform() - 1, v = 2 * random_.uniform() - 1;
      double const s = std::fma(u, u, v * v);
      if (s > 0 && s < 1) return u * std::sqrt(-2 * detail::log_everywhere(s) / s);
    }
  }

 private:
  optimize::random_bits random_;
};

}  // namespace gradsmith::train
