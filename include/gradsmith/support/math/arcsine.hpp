// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The arc sine and the arc cosine of scalars and batches.
#pragma once

#include <gradsmith/support/math/pow.hpp>

namespace gradsmith::simd {

namespace detail {

/// asin |x| as s + tail: s = |x| up to 1/2, beyond it s = sqrt((1 - |x|)/2), of which |asin x| = pi/2 - 2 asin s.
template <value V>
struct arcsine_parts {
  V s, tail;
  mask_type<V> reflected;
};

/// asin s = s + s^3/6 ... for s <= 1/2, minimax coefficients from scripts/minimax.py, relative error below 2^-55
/// (2^-27); the root carries its rounding error along. Any argument beyond 1 gives NaN.
template <value V, class = isa>
[[gnu::always_inline]] inline arcsine_parts<V> arcsine(V x) noexcept {
  using T = element_type<V>;
  V const half(T(0.5)), size = simd::abs(x);
  auto const reflected = simd::gt(size, half);
  V const rest = simd::fnma(size, half, half);  // exact beyond 1/2
  V const root = simd::sqrt(rest);
  V const root_error =
      detail::minus_product(rest, root, root) * half / simd::select(simd::eq(rest, V(T(0))), half, root);
  V const s = simd::select(reflected, root, size);
  V const z = simd::select(reflected, rest, size * size);
  V p;
  if constexpr (sizeof(T) == 8) {
    V const square = z * z;
    V const even = detail::horner(square, -0x1.0b7fdb3c7a5aap-6, 0x1.aa363ad1022e6p-8, 0x1.c6f65bc816083p-7,
                                  0x1.6e89edb6f0f9cp-6, 0x1.6db6db419c144p-5, 0x1.5555555555384p-3);
    V const odd = detail::horner(square, 0x1.05feb68fa9c46p-5, 0x1.41091c204a0f2p-6, 0x1.8ef2e85897953p-7,
                                 0x1.1c6c42db15154p-6, 0x1.f1c72c7fb4273p-6, 0x1.333333336fdcfp-4);
    p = simd::fma(odd, z, even);
  } else {
    p = detail::horner(z, 0x1.59f3dcp-5f, 0x1.8b86aap-6f, 0x1.748efep-5f, 0x1.330136p-4f, 0x1.5555cap-3f);
  }
  return {s, simd::fma(z * s, p, simd::select(reflected, root_error, V(T(0)))), reflected};
}

/// pi/2 = high + low.
template <value V, class = isa>
[[gnu::always_inline]] inline pair<V> right_angle() noexcept {
  using T = element_type<V>;
  constexpr bool d = sizeof(T) == 8;
  return {V(T(d ? 0x1.921fb54442d18p+0 : 0x1.921fb6p+0)), V(T(d ? 0x1.1a62633145c07p-54 : -0x1.777a5cp-25))};
}

}  // namespace detail

/// asin x. Error below 1 ulp; odd, also at zero; NaN beyond 1.
template <value V, class = isa>
[[gnu::always_inline]] inline V asin(V x) noexcept {
  auto const [s, tail, reflected] = detail::arcsine(x);
  auto const right = detail::right_angle<V>();
  V const twice = s + s;
  V const high = right.high - twice;
  V const low = ((right.high - high) - twice) + right.low;
  V const far = high + (low - (tail + tail));
  return simd::copysign(simd::select(reflected, far, s + tail), x);
}

/// acos x. Error below 1 ulp; 0 at 1, pi at -1, NaN beyond.
template <value V, class = isa>
[[gnu::always_inline]] inline V acos(V x) noexcept {
  using T = element_type<V>;
  auto const [s, tail, reflected] = detail::arcsine(x);
  auto const right = detail::right_angle<V>();
  auto const negative = simd::lt(x, V(T(0)));
  // 2 asin s for x > 1/2, pi - 2 asin s for x < -1/2, else pi/2 - asin x.
  V const two(T(2)), one(T(1));
  V const base = simd::select(reflected, simd::select(negative, two, V(T(0))), one);
  V const times = simd::select(reflected, simd::select(negative, V(T(-2)), two), simd::select(negative, one, V(T(-1))));
  V const step = times * s;
  V const start = base * right.high;
  V const high = start + step;
  V const back = high - start;
  V const low = (start - (high - back)) + (step - back);
  return high + (low + simd::fma(times, tail, base * right.low));
}

}  // namespace gradsmith::simd
