// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Arithmetic, comparisons and bit patterns of single numbers: the same bits as in a batch's lanes.
#pragma once

#include <bit>

#include <gradsmith/support/simd/batch.hpp>

namespace gradsmith::simd {

namespace detail {

template <scalar T>
using bits_of = std::conditional_t<sizeof(T) == 8, std::uint64_t, std::uint32_t>;

template <scalar T>
[[gnu::always_inline]] inline bits_of<T> to_bits(T a) noexcept {
  return std::bit_cast<bits_of<T>>(a);
}
template <scalar T>
[[gnu::always_inline]] inline T from_bits(bits_of<T> a) noexcept {
  return std::bit_cast<T>(a);
}

}  // namespace detail

template <scalar T, class I = isa>
[[gnu::always_inline]] inline T fma(T a, T b, T c) noexcept {
  if constexpr (!has_fma<I>) {
    T const product = a * b;  // In one expression with the sum, clang folds constants as if fused.
    return product + c;
  } else if constexpr (sizeof(T) == 8) {
    return __builtin_fma(a, b, c);
  } else {
    return __builtin_fmaf(a, b, c);
  }
}
template <scalar T, class I = isa>
[[gnu::always_inline]] inline T fnma(T a, T b, T c) noexcept {
  return simd::fma<T, I>(-a, b, c);
}
template <scalar T, class I = isa>
[[gnu::always_inline]] inline T fms(T a, T b, T c) noexcept {
  return simd::fma<T, I>(a, b, -c);
}
template <scalar T, class = isa>
[[gnu::always_inline]] inline T lesser(T a, T b) noexcept {
  return a < b ? a : b;
}
template <scalar T, class = isa>
[[gnu::always_inline]] inline T greater(T a, T b) noexcept {
  return a > b ? a : b;
}
template <scalar T, class = isa>
[[gnu::always_inline]] inline T sqrt(T a) noexcept {
#if defined(__SSE2__)
  // The instruction: the function would be called below 0, to set errno.
  if constexpr (sizeof(T) == 8)
    return _mm_cvtsd_f64(_mm_sqrt_sd(_mm_set_sd(a), _mm_set_sd(a)));
  else
    return _mm_cvtss_f32(_mm_sqrt_ss(_mm_set_ss(a)));
#else
  if constexpr (sizeof(T) == 8)
    return __builtin_sqrt(a);
  else
    return __builtin_sqrtf(a);
#endif
}
template <scalar T, class = isa>
[[gnu::always_inline]] inline T floor(T a) noexcept {
  if constexpr (sizeof(T) == 8)
    return __builtin_floor(a);
  else
    return __builtin_floorf(a);
}
template <scalar T, class = isa>
[[gnu::always_inline]] inline T round_to_even(T a) noexcept {
  if constexpr (sizeof(T) == 8)
    return __builtin_rint(a);
  else
    return __builtin_rintf(a);
}

template <scalar T, class = isa>
[[gnu::always_inline]] inline bool eq(T a, T b) noexcept {
  return a == b;
}
template <scalar T, class = isa>
[[gnu::always_inline]] inline bool ne(T a, T b) noexcept {
  return a != b;
}
template <scalar T, class = isa>
[[gnu::always_inline]] inline bool lt(T a, T b) noexcept {
  return a < b;
}
template <scalar T, class = isa>
[[gnu::always_inline]] inline bool le(T a, T b) noexcept {
  return a <= b;
}
template <scalar T, class = isa>
[[gnu::always_inline]] inline bool gt(T a, T b) noexcept {
  return a > b;
}
template <scalar T, class = isa>
[[gnu::always_inline]] inline bool ge(T a, T b) noexcept {
  return a >= b;
}
template <scalar T, class = isa>
[[gnu::always_inline]] inline bool is_nan(T a) noexcept {
  return a != a;
}
template <scalar T, class = isa>
[[gnu::always_inline]] inline T select(bool m, T a, T b) noexcept {
  return m ? a : b;
}
[[gnu::always_inline]] inline bool mask_and(bool a, bool b) noexcept { return a && b; }
[[gnu::always_inline]] inline bool mask_or(bool a, bool b) noexcept { return a || b; }
[[gnu::always_inline]] inline bool mask_not(bool a) noexcept { return !a; }
[[gnu::always_inline]] inline bool any(bool a) noexcept { return a; }
[[gnu::always_inline]] inline bool all(bool a) noexcept { return a; }

template <scalar T, class = isa>
[[gnu::always_inline]] inline T bits_and(T a, T b) noexcept {
  return detail::from_bits<T>(detail::to_bits(a) & detail::to_bits(b));
}
template <scalar T, class = isa>
[[gnu::always_inline]] inline T bits_or(T a, T b) noexcept {
  return detail::from_bits<T>(detail::to_bits(a) | detail::to_bits(b));
}
template <scalar T, class = isa>
[[gnu::always_inline]] inline T bits_xor(T a, T b) noexcept {
  return detail::from_bits<T>(detail::to_bits(a) ^ detail::to_bits(b));
}
template <scalar T, class = isa>
[[gnu::always_inline]] inline T bits_add(T a, T b) noexcept {
  return detail::from_bits<T>(detail::to_bits(a) + detail::to_bits(b));
}
template <scalar T, class = isa>
[[gnu::always_inline]] inline T bits_sub(T a, T b) noexcept {
  return detail::from_bits<T>(detail::to_bits(a) - detail::to_bits(b));
}
template <int n, scalar T, class = isa>
[[gnu::always_inline]] inline T bits_left(T a) noexcept {
  return detail::from_bits<T>(detail::to_bits(a) << n);
}
template <int n, scalar T, class = isa>
[[gnu::always_inline]] inline T bits_right(T a) noexcept {
  return detail::from_bits<T>(detail::to_bits(a) >> n);
}

// The reductions of one lane.
template <scalar T, class = isa>
[[gnu::always_inline]] inline T reduce_add(T a) noexcept {
  return a;
}
template <scalar T, class = isa>
[[gnu::always_inline]] inline T reduce_mul(T a) noexcept {
  return a;
}
template <scalar T, class = isa>
[[gnu::always_inline]] inline T reduce_max(T a) noexcept {
  return a;
}
template <scalar T, class = isa>
[[gnu::always_inline]] inline T reduce_min(T a) noexcept {
  return a;
}
template <scalar T, class = isa>
[[gnu::always_inline]] inline T sum_each(T const (&rows)[1]) noexcept {
  return rows[0];
}
template <scalar T, class = isa>
[[gnu::always_inline]] inline void transpose(T (&)[1]) noexcept {}

}  // namespace gradsmith::simd
