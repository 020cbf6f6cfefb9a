// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Functions written once for scalars and batches: memory, signs, minimum and maximum that keep NaN.
#pragma once

#include <bit>
#include <limits>

#include <gradsmith/support/simd/machine.hpp>

namespace gradsmith::simd {

template <value V, class = isa>
[[gnu::always_inline]] inline V broadcast(element_type<V> a) noexcept {
  return V(a);
}

/// x, which no compiler fuses into what is done with it: g++ makes one instruction of a product and a sum.
template <value V, class = isa>
[[gnu::always_inline]] inline V rounded(V x) noexcept {
  if constexpr (scalar<V>) {
#if defined(__SSE2__)
    asm("" : "+x"(x));
#elif defined(__aarch64__)
    asm("" : "+w"(x));
#endif
  } else {
#if defined(__AVX512F__)
    asm("" : "+v"(x.data));
#elif defined(__SSE2__)
    asm("" : "+x"(x.data));
#elif defined(__aarch64__)
    asm("" : "+w"(x.data));
#endif
  }
  return x;
}

/// The elements p[0] ... p[width - 1]; any alignment.
template <value V, class = isa>
[[gnu::always_inline]] inline V load(element_type<V> const* p) noexcept {
  if constexpr (scalar<V>)
    return *p;
  else
    return V::load_unaligned(p);
}
template <value V, class = isa>
[[gnu::always_inline]] inline void store(element_type<V>* p, V a) noexcept {
  if constexpr (scalar<V>)
    *p = a;
  else
    a.store_unaligned(p);
}

/// The first n elements from p, zero in the lanes from n on. Touches no memory from p + n on.
/// Requires 0 <= n; n >= width loads all.
template <value V, class = isa>
[[gnu::always_inline]] inline V load_first(element_type<V> const* p, int n) noexcept {
  if constexpr (scalar<V>)
    return n > 0 ? *p : V(0);
  else
    return detail::load_first(std::type_identity<V>{}, p, n);
}
/// Stores the first n lanes. Touches no memory from p + n on.
template <value V, class = isa>
[[gnu::always_inline]] inline void store_first(element_type<V>* p, V a, int n) noexcept {
  if constexpr (scalar<V>) {
    if (n > 0) *p = a;
  } else {
    detail::store_first(p, a, n);
  }
}
/// True in the lanes before n. Requires 0 <= n.
template <value V, class = isa>
[[gnu::always_inline]] inline mask_type<V> first_n(int n) noexcept {
  if constexpr (scalar<V>)
    return n > 0;
  else
    return detail::first_n(std::type_identity<V>{}, n);
}

/// p[0], p[stride], p[2 * stride] ...: ordinary loads, which are nowhere slower than gathers.
template <value V, class = isa>
[[gnu::always_inline]] inline V load_strided(element_type<V> const* p,
                                             std::ptrdiff_t stride) noexcept {
  if constexpr (scalar<V>)
    return *p;
  else
    return detail::load_strided(std::type_identity<V>{}, p, stride);
}
/// first, first + 1, first + 2 ...
template <value V, class = isa>
[[gnu::always_inline]] inline V iota(element_type<V> first) noexcept {
  if constexpr (scalar<V>)
    return first;
  else
    return V(first) + detail::counting(std::type_identity<V>{});
}

/// The number whose bit pattern is `bits`, in every lane.
template <value V, class = isa>
[[gnu::always_inline]] inline V from_pattern(std::uint64_t bits) noexcept {
  using T = element_type<V>;
  if constexpr (sizeof(T) == 8)
    return V(std::bit_cast<T>(bits));
  else
    return V(std::bit_cast<T>(static_cast<std::uint32_t>(bits)));
}

template <value V, class = isa>
[[gnu::always_inline]] inline V sign_bit(V a) noexcept {
  return simd::bits_and(a, V(-element_type<V>(0)));
}
template <value V, class = isa>
[[gnu::always_inline]] inline V abs(V a) noexcept {
  return simd::bits_xor(a, simd::sign_bit(a));
}
template <value V, class = isa>
[[gnu::always_inline]] inline V minus_abs(V a) noexcept {
  return simd::bits_or(a, V(-element_type<V>(0)));
}
template <value V, class = isa>
[[gnu::always_inline]] inline V negate(V a) noexcept {
  return simd::bits_xor(a, V(-element_type<V>(0)));
}
/// |a| with the sign of b.
template <value V, class = isa>
[[gnu::always_inline]] inline V copysign(V a, V b) noexcept {
  return simd::bits_or(simd::abs(a), simd::sign_bit(b));
}

/// The smaller of two; NaN if either is NaN; the second of two zeros.
template <value V, class = isa>
[[gnu::always_inline]] inline V min(V a, V b) noexcept {
  return simd::select(simd::is_nan(a), a, simd::lesser(a, b));
}
/// The larger of two; NaN if either is NaN; the second of two zeros.
template <value V, class = isa>
[[gnu::always_inline]] inline V max(V a, V b) noexcept {
  return simd::select(simd::is_nan(a), a, simd::greater(a, b));
}

}  // namespace gradsmith::simd
