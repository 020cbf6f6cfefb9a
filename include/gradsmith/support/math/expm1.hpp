// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// e^x - 1 without cancellation, of scalars and batches.
#pragma once

#include <gradsmith/support/math/exp.hpp>

namespace gradsmith::simd {

/// e^x - 1. Error below 1.3 ulp; the sign of x, also at zero. With x = n ln 2 + r as in exp,
/// e^x - 1 = 2^n ((1 - 2^-n) + (e^r - 1)); the sum and r carry their rounding errors along.
template <value V, class = isa>
[[gnu::always_inline]] inline V expm1(V x) noexcept {
  using T = element_type<V>;
  using b = detail::binary<T>;
  constexpr bool d = sizeof(T) == 8;
  V const y = detail::clamp(x, T(d ? -40 : -20), T(d ? 710 : 89));
  V const n = detail::divided_by_ln2(y).number;
  V const r0 = simd::fnma(n, V(b::ln2_high), y);
  V const r = simd::fnma(n, V(b::ln2_low), r0);
  V const r_error = simd::fnma(n, V(b::ln2_low), r0 - r);
  V const square = r * r;
  // From n = 60 on, 2^-n does not matter; the bound keeps it a normal number.
  V const down = detail::power_of_two(simd::negate(simd::lesser(n, V(T(60))))) - V(T(1));
  V const sum = r - down;
  V const sum_error = r - (sum + down);
  V const p = sum + simd::fma(square, detail::exp_tail(r, square), sum_error + r_error);
  // 2^(n-1) is finite also for n = bias + 1, where the result may be.
  V const result = (p + p) * detail::power_of_two(n - V(T(1)));
  return simd::bits_or(result, simd::sign_bit(x));
}

}  // namespace gradsmith::simd
