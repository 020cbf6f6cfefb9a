// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The cube root of scalars and batches.
#pragma once

#include <gradsmith/support/math/exponent.hpp>

namespace gradsmith::simd {

/// The real cube root. Error below 1 ulp, also for subnormal x; odd, also at zero. |x| = 2^(3k) m with m in [0.375, 3):
/// an approximation of 22 (16) bits from a polynomial (scripts/minimax.py), then one step of Halley's iteration, which
/// triples them; k and m come from the exponent n = 3k + j, j = -1, 0 or 1.
template <value V, class = isa>
[[gnu::always_inline]] inline V cbrt(V x) noexcept {
  using T = element_type<V>;
  V const size = simd::abs(x), one(T(1));
  auto const [n, m0] = detail::split(size);
  V const k = simd::round_to_even(n * V(T(1.0 / 3)));
  V const j = simd::fnma(k, V(T(3)), n);
  auto const up = simd::gt(j, V(T(0.5))), down = simd::lt(j, V(T(-0.5)));
  V const m = m0 * simd::select(up, V(T(2)), simd::select(down, V(T(0.5)), one));
  V y;
  if constexpr (sizeof(T) == 8) {
    y = detail::horner(m0, -0x1.de69fe5cce932p-7, 0x1.e4b4596a7d67dp-4, -0x1.a8d950554dd35p-2, 0x1.a8f5731b1792bp-1,
                       -0x1.137a313378345p+0, 0x1.26a75f700cb1cp+0, 0x1.9fffe038a0b96p-2);
  } else {
    y = detail::horner(m0, -0x1.f2ea0cp-6f, 0x1.7bbdaap-3f, -0x1.f13aeap-2f, 0x1.bd70b6p-1f, 0x1.d7ab9ep-2f);
  }
  y = y * simd::select(up, V(T(1.2599210498948731648)), simd::select(down, V(T(0.79370052598409973738)), one));
  V const square = y * y;
  V const error = simd::fnma(square, y, m);  // m - y^3
  V const ratio = error / simd::fma(V(T(3)), m, V(T(-2)) * error);
  V const root = simd::fma(y, ratio, y) * detail::power_of_two(k);
  auto const ordinary = simd::mask_and(simd::gt(size, V(T(0))), simd::lt(size, V(std::numeric_limits<T>::infinity())));
  return simd::select(ordinary, simd::copysign(root, x), x);
}

}  // namespace gradsmith::simd
