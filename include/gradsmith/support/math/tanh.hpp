// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The hyperbolic tangent of scalars and batches.
#pragma once

#include <gradsmith/support/math/exp.hpp>

namespace gradsmith::simd {

/// tanh x. Error below 2.2 ulp; odd, also at zero; exact 1 where it rounds to 1.
/// With e^(-2|x|) = 2^n e^r: tanh |x| = -(2^n (e^r - 1) + (2^n - 1)) / (2^n (e^r - 1) + (2^n + 1)).
template <value V, class = isa>
[[gnu::always_inline]] inline V tanh(V x) noexcept {
  using T = element_type<V>;
  using b = detail::binary<T>;
  constexpr bool d = sizeof(T) == 8;
  V const y = simd::greater(V(T(d ? -40 : -20)), simd::abs(x) * V(T(-2)));
  V const n = detail::divided_by_ln2(y).number;
  V r = simd::fnma(n, V(b::ln2_high), y);
  r = simd::fnma(n, V(b::ln2_low), r);
  V const square = r * r;
  V const p = simd::fma(square, detail::exp_tail(r, square), r);
  V const power = detail::power_of_two(n);
  V const above = simd::fma(power, p, power - V(T(1)));
  V const below = simd::fma(power, p, power + V(T(1)));
  return simd::copysign(above / below, x);
}

}  // namespace gradsmith::simd
