// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// log(1 + x) without cancellation, of scalars and batches.
#pragma once

#include <gradsmith/support/math/log.hpp>

namespace gradsmith::simd {

/// log(1 + x). Error below 1.1 ulp; -inf at -1, NaN below; keeps the sign of zero.
/// f = 2^-n x - (1 - 2^-n) is exact for n <= 1, so the rounding of 1 + x, from which n is taken,
/// does not matter and no correction by division is needed.
template <value V, class = isa>
[[gnu::always_inline]] inline V log1p(V x) noexcept {
  using T = element_type<V>;
  using b = detail::binary<T>;
  constexpr int shift = b::fraction_bits;
  constexpr bool d = sizeof(T) == 8;
  V const one(T(1));
  // Keeps 2^-n normal. A number as large as this is as good as 1 plus it.
  auto const huge = simd::ge(x, V(T(d ? 0x1p1000 : 0x1p100)));
  V const y = simd::select(huge, x * V(T(d ? 0x1p-100 : 0x1p-40)), x);
  V const u = one + y;
  V const half = simd::from_pattern<V>(std::uint64_t(1) << (shift - 1));
  V const exponents = simd::from_pattern<V>((d ? 0xfffull : 0x1ffull) << shift);
  V const field = simd::bits_and(simd::bits_add(u, half), exponents);
  V const inverse = simd::bits_sub(simd::from_pattern<V>((d ? 2046ull : 254ull) << shift), field);
  V const f = simd::fms(y, inverse, one - inverse);
  V const minus_n =
      detail::minus_exponent(field, inverse) - simd::select(huge, V(T(d ? 100 : 40)), V(T(0)));
  V const result = detail::log_reduced(f, u, minus_n);
  return detail::log_special_cases(result, one + x);
}

}  // namespace gradsmith::simd
