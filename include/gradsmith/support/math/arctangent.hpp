// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The arc tangent of one and of two numbers, of scalars and batches.
#pragma once

#include <gradsmith/support/math/pow.hpp>

namespace gradsmith::simd {

namespace detail {

/// k pi/4 = high + low. Requires k = 0, 1, 2, 3 or 4.
template <value V, class = isa>
[[gnu::always_inline]] inline pair<V> eighth_turns(V k) noexcept {
  using T = element_type<V>;
  constexpr bool d = sizeof(T) == 8;
  constexpr T high = d ? T(0x1.921fb54442d18p-1) : T(0x1.921fb6p-1f),
              low = d ? T(0x1.1a62633145c07p-55) : T(-0x1.777a5cp-26f);
  constexpr T high3 = d ? T(0x1.2d97c7f3321d2p+1) : T(0x1.2d97c8p+1f),
              low3 = d ? T(0x1.a79394c9e8a0ap-54) : T(-0x1.99bc5cp-28f);
  auto const three = simd::eq(k, V(T(3)));  // three times the number of the type is none
  return {simd::select(three, V(high3), k * V(high)), simd::select(three, V(low3), k * V(low))};
}

/// The angle in [0, pi] of the point (x, y) or, where `left`, (-x, y). Requires finite x, y >= 0, not both 0, with a
/// finite sum. With t = min/max or (min - max)/(min + max), so that |t| <= tan(pi/8), it is k pi/4 + atan t or
/// k pi/4 - atan t; k pi/4 and t are pairs. Coefficients: scripts/minimax.py, relative error below 2^-58 (2^-28).
template <value V, class = isa>
[[gnu::always_inline]] inline V angle_of(V x, V y, mask_type<V> left) noexcept {
  using T = element_type<V>;
  V const zero(T(0)), one(T(1)), two(T(2));
  auto const steep = simd::gt(y, x);
  V const large = simd::select(steep, y, x), small = simd::select(steep, x, y);
  auto const middle = simd::gt(small, large * V(T(0.41421356237309503)));
  // The sum and the difference with their rounding errors.
  V const sum = large + small, sum_error = small - (sum - large);
  V const difference = small - large, back = difference - small;
  V const difference_error = (small - (difference - back)) - (large + back);
  V const above = simd::select(middle, difference, small), below = simd::select(middle, sum, large);
  V const above_error = simd::select(middle, difference_error, zero),
          below_error = simd::select(middle, sum_error, zero);
  V const t = above / below;
  V const remainder = detail::minus_product(above, t, below) + above_error;
  V const t_error = simd::fnma(t, below_error, remainder) / below;

  V const z = t * t;
  V p;
  if constexpr (sizeof(T) == 8) {
    V const square = z * z;
    V const even = detail::horner(square, -0x1.256645873c3acp-6, -0x1.9cd2abcf9af4fp-5, -0x1.10ebba68ac83ap-4,
                                  -0x1.745cf8e131ffep-4, -0x1.24924922adaf4p-3, -0x1.555555555553dp-2);
    V const odd = detail::horner(square, 0x1.37d4a1f79f8c3p-5, 0x1.df0f598435e89p-5, 0x1.3b1119624d14bp-4,
                                 0x1.c71c70e63ad47p-4, 0x1.9999999995866p-3);
    p = simd::fma(odd, z, even);
  } else {
    p = detail::horner(z, -0x1.f22c3ap-5f, 0x1.b1fa4ep-4f, -0x1.23b63ap-3f, 0x1.9991a8p-3f, -0x1.55554ap-2f);
  }
  V const tail = simd::fma(z * t, p, t_error);
  // Each reflection is a difference: pi/2 - angle where y > x, then pi - angle where x < 0.
  V const k0 = simd::select(middle, one, zero);
  V const k1 = simd::select(steep, two - k0, k0);
  V const k = simd::select(left, V(T(4)) - k1, k1);
  V const turned = simd::bits_xor(simd::select(steep, V(-T(0)), zero), simd::select(left, V(-T(0)), zero));
  auto const base = detail::eighth_turns(k);
  V const first = simd::bits_xor(t, turned), second = simd::bits_xor(tail, turned);
  V const high = base.high + first;
  V const low = first - (high - base.high);
  // Without a base, no sums: the sign of zero and subnormal numbers stay.
  return simd::select(simd::eq(k, zero), first + second, high + ((low + base.low) + second));
}

}  // namespace detail

/// atan x. Error below 1 ulp; odd, also at zero; pi/2 at infinity.
template <value V, class = isa>
[[gnu::always_inline]] inline V atan(V x) noexcept {
  using T = element_type<V>;
  // Beyond the bound the result is pi/2; NaN stays.
  V const size = simd::lesser(V(T(sizeof(T) == 8 ? 0x1p100 : 0x1p50)), simd::abs(x));
  V const one(T(1));
  return simd::copysign(detail::angle_of(one, size, simd::lt(one, V(T(0)))), x);
}

/// The angle of the point (x, y) in [-pi, pi]. Error below 1 ulp, 1.1 where it is subnormal; zeros and infinities as in
/// C's Annex F.
template <value V, class = isa>
[[gnu::always_inline]] inline V atan2(V y, V x) noexcept {
  using T = element_type<V>;
  constexpr bool d = sizeof(T) == 8;
  V const zero(T(0)), one(T(1)), infinity(std::numeric_limits<T>::infinity());
  V const a = simd::abs(x), b = simd::abs(y);
  V const larger = simd::greater(a, b);
  // Scaled to where neither the sum overflows nor digits are lost.
  V const scale = simd::select(simd::gt(larger, V(T(d ? 0x1p1000 : 0x1p100))), V(T(0.25)),
                               simd::select(simd::lt(larger, one), V(T(d ? 0x1p600 : 0x1p70)), one));
  // An infinity counts as one and numbers beside it as zero; two zeros count as (1, 0).
  auto const infinite = simd::eq(larger, infinity);
  V const across = simd::select(infinite, simd::select(simd::eq(a, infinity), one, zero), a * scale);
  V const up = simd::select(infinite, simd::select(simd::eq(b, infinity), one, zero), b * scale);
  V const left = simd::copysign(one, x);
  V const angle = detail::angle_of(simd::select(simd::eq(larger, zero), one, across), up, simd::lt(left, zero));
  V const defined = simd::copysign(angle, y);
  return simd::select(simd::mask_or(simd::is_nan(x), simd::is_nan(y)), x + y, defined);
}

}  // namespace gradsmith::simd
