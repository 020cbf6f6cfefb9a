// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The length of a vector of two numbers, of scalars and batches.
#pragma once

#include <gradsmith/support/simd/common.hpp>

namespace gradsmith::simd {

/// sqrt(x^2 + y^2) without overflow or underflow of the squares, symmetric. Error below 1.3 ulp; infinite if either is,
/// even beside NaN.
template <value V, class = isa>
[[gnu::always_inline]] inline V hypot(V x, V y) noexcept {
  using T = element_type<V>;
  constexpr bool d = sizeof(T) == 8;
  V const a = simd::abs(x), b = simd::abs(y), one(T(1)), infinity(std::numeric_limits<T>::infinity());
  auto const steep = simd::gt(b, a);
  V const larger = simd::select(steep, b, a), smaller = simd::select(steep, a, b);
  auto const large = simd::gt(larger, V(T(d ? 0x1p500 : 0x1p60))),
             small = simd::lt(larger, V(T(d ? 0x1p-400 : 0x1p-40)));
  // Powers of two, so that scaling is exact where it matters.
  V const down =
      simd::select(large, V(T(d ? 0x1p-600 : 0x1p-70)), simd::select(small, V(T(d ? 0x1p600 : 0x1p100)), one));
  V const up = simd::select(large, V(T(d ? 0x1p600 : 0x1p70)), simd::select(small, V(T(d ? 0x1p-600 : 0x1p-100)), one));
  V const p = larger * down, q = smaller * down;
  V const length = simd::sqrt(simd::fma(p, p, q * q)) * up;
  return simd::select(simd::mask_or(simd::eq(a, infinity), simd::eq(b, infinity)), infinity, length);
}

}  // namespace gradsmith::simd
