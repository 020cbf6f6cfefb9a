// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The hyperbolic sine and cosine of scalars and batches.
#pragma once

#include <gradsmith/support/math/exp.hpp>

namespace gradsmith::simd {

namespace detail {

/// |x| = n ln 2 + r; sinh r and cosh r - 1, and 2^(-2n).
template <value V>
struct hyperbolic_parts {
  V sine, cosine, decay, n;
};

/// Minimax coefficients from scripts/minimax.py, relative error of sinh r below 2^-61 (2^-26), of cosh r below
/// 2^-68 (2^-33).
template <value V, class = isa>
[[gnu::always_inline]] inline hyperbolic_parts<V> hyperbolic(V x) noexcept {
  using T = element_type<V>;
  using b = binary<T>;
  constexpr bool d = sizeof(T) == 8;
  // Just beyond the end of the range, so that the result overflows by itself; NaN stays.
  V const y = simd::lesser(V(T(d ? 711 : 90)), simd::abs(x));
  V const n = detail::divided_by_ln2(y).number;
  V r = simd::fnma(n, V(b::ln2_high), y);
  r = simd::fnma(n, V(b::ln2_low), r);
  V const z = r * r;
  V s, c;
  if constexpr (d) {
    s = detail::horner(z, 0x1.af5f308f23ea9p-26, 0x1.71ddf817ad0cfp-19, 0x1.a01a01affab4cp-13, 0x1.111111110f67ep-7,
                       0x1.5555555555559p-3);
    c = detail::horner(z, 0x1.1f8bc21ef439cp-29, 0x1.27e4cc23db1edp-22, 0x1.a01a01ad75b7cp-16, 0x1.6c16c16c15019p-10,
                       0x1.5555555555558p-5);
  } else {
    s = detail::horner(z, 0x1.12288p-7f, 0x1.5554aep-3f);
    c = detail::horner(z, 0x1.6d4f78p-10f, 0x1.5554e6p-5f);
  }
  // From n = 60 on, 2^(-2n) does not matter; the bound keeps it a normal number.
  V const bounded = simd::lesser(n, V(T(60)));
  V const decay = detail::power_of_two(bounded * V(T(-2)));
  return {simd::fma(z * r, s, r), simd::fma(z, V(T(0.5)), z * z * c), decay, n};
}

}  // namespace detail

/// sinh x. Error below 2.2 ulp; odd, also at zero; infinite beyond 710.48 (89.42).
/// 2 sinh |x| = 2^n ((1 - 2^-2n) cosh r + (1 + 2^-2n) sinh r).
template <value V, class = isa>
[[gnu::always_inline]] inline V sinh(V x) noexcept {
  using T = element_type<V>;
  V const one(T(1)), two(T(2));
  auto const h = detail::hyperbolic(x);
  V const minus = one - h.decay, plus = one + h.decay;
  V const p = minus + simd::fma(minus, h.cosine, plus * h.sine);
  // 2^(n-1) in two steps: the result may be finite where 2^n is not.
  return simd::copysign((p + p) * detail::power_of_two(h.n - two), x);
}

/// cosh x. Error below 2 ulp; infinite beyond 710.48 (89.42). 2 cosh |x| = 2^n ((1 + 2^-2n) cosh r + (1 - 2^-2n) sinh
/// r).
template <value V, class = isa>
[[gnu::always_inline]] inline V cosh(V x) noexcept {
  using T = element_type<V>;
  V const one(T(1)), two(T(2));
  auto const h = detail::hyperbolic(x);
  V const minus = one - h.decay, plus = one + h.decay;
  V const p = plus + simd::fma(plus, h.cosine, minus * h.sine);
  return (p + p) * detail::power_of_two(h.n - two);
}

}  // namespace gradsmith::simd
