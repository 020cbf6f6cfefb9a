// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Powers of 2 of scalars and batches.
#pragma once

#include <gradsmith/support/math/exp.hpp>

namespace gradsmith::simd {

/// 2^x. Error below 1.2 ulp, also for subnormal results; exact for integers; inf from 1024 (128) on, 0 to -1075 (-150).
/// 2^x = 2^n e^(r ln 2) with n = round(x) and r = x - n, which is exact.
template <value V, class = isa>
[[gnu::always_inline]] inline V exp2(V x) noexcept {
  using T = element_type<V>;
  using b = detail::binary<T>;
  constexpr bool d = sizeof(T) == 8;
  constexpr T ln2 = d ? T(0x1.62e42fefa39efp-1) : T(0x1.62e43p-1);
  // Just beyond the ends of the range, so that scaling overflows and underflows by itself.
  V const y = detail::clamp(x, T(d ? -1080 : -155), T(d ? 1025 : 129));
  V const shift(b::ulp_one + 2 * b::bias);
  V const bits = y + shift;
  detail::whole<V> const n{bits - shift, bits};
  V const r = (y - n.number) * V(ln2);
  V const square = r * r;
  V const p = V(T(1)) + simd::fma(square, detail::exp_short_tail(r, square), r);
  return detail::scale(p, n);
}

}  // namespace gradsmith::simd
