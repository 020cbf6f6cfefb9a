// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Batches of 128 bits on other processors (NEON): lane by lane, in loops that compilers vectorize.
#pragma once

#include <gradsmith/support/simd/batch.hpp>

#include <gradsmith/support/simd/scalar.hpp>

#if !XSIMD_WITH_SSE2

namespace gradsmith::simd {

namespace detail {

template <vector V>
struct lane_array {
  alignas(V) element_type<V> lane[static_cast<std::size_t>(width<V>)];

  [[gnu::always_inline]] static lane_array of(V a) noexcept {
    lane_array result;
    a.store_aligned(result.lane);
    return result;
  }
  /// The vector whose lane k is f(k).
  template <class F>
  [[gnu::always_inline]] static V make(F f) noexcept {
    lane_array result;
    for (int k = 0; k < width<V>; ++k) result.lane[k] = f(k);
    return V::load_aligned(result.lane);
  }
};

template <class F, vector V>
[[gnu::always_inline]] inline V lane_by_lane(F f, V a) noexcept {
  auto const x = lane_array<V>::of(a);
  return lane_array<V>::make([&](int k) { return f(x.lane[k]); });
}
template <class F, vector V>
[[gnu::always_inline]] inline V lane_by_lane(F f, V a, V b) noexcept {
  auto const x = lane_array<V>::of(a), y = lane_array<V>::of(b);
  return lane_array<V>::make([&](int k) { return f(x.lane[k], y.lane[k]); });
}
template <class F, vector V>
[[gnu::always_inline]] inline V lane_by_lane(F f, V a, V b, V c) noexcept {
  auto const x = lane_array<V>::of(a), y = lane_array<V>::of(b), z = lane_array<V>::of(c);
  return lane_array<V>::make([&](int k) { return f(x.lane[k], y.lane[k], z.lane[k]); });
}

}  // namespace detail

template <vector V>
[[gnu::always_inline]] inline V fma(V a, V b, V c) noexcept {
  return detail::lane_by_lane([](auto first_lane, auto second_lane, auto third_lane) { return simd::fma(first_lane, second_lane, third_lane); }, a, b, c);
}
template <vector V>
[[gnu::always_inline]] inline V fnma(V a, V b, V c) noexcept {
  return detail::lane_by_lane([](auto first_lane, auto second_lane, auto third_lane) { return simd::fnma(first_lane, second_lane, third_lane); }, a, b, c);
}
template <vector V>
[[gnu::always_inline]] inline V fms(V a, V b, V c) noexcept {
  return detail::lane_by_lane([](auto first_lane, auto second_lane, auto third_lane) { return simd::fms(first_lane, second_lane, third_lane); }, a, b, c);
}
template <vector V>
[[gnu::always_inline]] inline V lesser(V a, V b) noexcept {
  return detail::lane_by_lane([](auto first_lane, auto second_lane) { return simd::lesser(first_lane, second_lane); }, a, b);
}
template <vector V>
[[gnu::always_inline]] inline V greater(V a, V b) noexcept {
  return detail::lane_by_lane([](auto first_lane, auto second_lane) { return simd::greater(first_lane, second_lane); }, a, b);
}
template <vector V>
[[gnu::always_inline]] inline V sqrt(V a) noexcept {
  return detail::lane_by_lane([](auto first_lane) { return simd::sqrt(first_lane); }, a);
}
template <vector V>
[[gnu::always_inline]] inline V floor(V a) noexcept {
  return detail::lane_by_lane([](auto first_lane) { return simd::floor(first_lane); }, a);
}
template <vector V>
[[gnu::always_inline]] inline V round_to_even(V a) noexcept {
  return detail::lane_by_lane([](auto first_lane) { return simd::round_to_even(first_lane); }, a);
}
template <vector V>
[[gnu::always_inline]] inline V bits_and(V a, V b) noexcept {
  return detail::lane_by_lane([](auto first_lane, auto second_lane) { return simd::bits_and(first_lane, second_lane); }, a, b);
}
template <vector V>
[[gnu::always_inline]] inline V bits_or(V a, V b) noexcept {
  return detail::lane_by_lane([](auto first_lane, auto second_lane) { return simd::bits_or(first_lane, second_lane); }, a, b);
}
template <vector V>
[[gnu::always_inline]] inline V bits_xor(V a, V b) noexcept {
  return detail::lane_by_lane([](auto first_lane, auto second_lane) { return simd::bits_xor(first_lane, second_lane); }, a, b);
}
template <vector V>
[[gnu::always_inline]] inline V bits_add(V a, V b) noexcept {
  return detail::lane_by_lane([](auto first_lane, auto second_lane) { return simd::bits_add(first_lane, second_lane); }, a, b);
}
template <vector V>
[[gnu::always_inline]] inline V bits_sub(V a, V b) noexcept {
  return detail::lane_by_lane([](auto first_lane, auto second_lane) { return simd::bits_sub(first_lane, second_lane); }, a, b);
}
template <int n, vector V>
[[gnu::always_inline]] inline V bits_left(V a) noexcept {
  return detail::lane_by_lane([](auto first_lane) { return simd::bits_left<n>(first_lane); }, a);
}
template <int n, vector V>
[[gnu::always_inline]] inline V bits_right(V a) noexcept {
  return detail::lane_by_lane([](auto first_lane) { return simd::bits_right<n>(first_lane); }, a);
}

template <vector V>
[[gnu::always_inline]] inline mask_type<V> eq(V a, V b) noexcept {
  return a == b;
}
template <vector V>
[[gnu::always_inline]] inline mask_type<V> ne(V a, V b) noexcept {
  return !(a == b);
}
template <vector V>
[[gnu::always_inline]] inline mask_type<V> lt(V a, V b) noexcept {
  return a < b;
}
template <vector V>
[[gnu::always_inline]] inline mask_type<V> le(V a, V b) noexcept {
  return a <= b;
}
template <vector V>
[[gnu::always_inline]] inline mask_type<V> gt(V a, V b) noexcept {
  return a > b;
}
template <vector V>
[[gnu::always_inline]] inline mask_type<V> ge(V a, V b) noexcept {
  return a >= b;
}
template <vector V>
[[gnu::always_inline]] inline mask_type<V> is_nan(V a) noexcept {
  return !(a == a);
}
template <vector V>
[[gnu::always_inline]] inline V select(mask_type<V> m, V a, V b) noexcept {
  return xsimd::select(m, a, b);
}
template <class T, class A>
[[gnu::always_inline]] inline xsimd::batch_bool<T, A> mask_and(xsimd::batch_bool<T, A> a,
                                                               xsimd::batch_bool<T, A> b) noexcept {
  return a & b;
}
template <class T, class A>
[[gnu::always_inline]] inline xsimd::batch_bool<T, A> mask_or(xsimd::batch_bool<T, A> a,
                                                              xsimd::batch_bool<T, A> b) noexcept {
  return a | b;
}
template <class T, class A>
[[gnu::always_inline]] inline xsimd::batch_bool<T, A> mask_not(xsimd::batch_bool<T, A> a) noexcept {
  return !a;
}
template <class T, class A>
[[gnu::always_inline]] inline bool any(xsimd::batch_bool<T, A> a) noexcept {
  return xsimd::any(a);
}
template <class T, class A>
[[gnu::always_inline]] inline bool all(xsimd::batch_bool<T, A> a) noexcept {
  return xsimd::all(a);
}

namespace detail {

template <vector V>
[[gnu::always_inline]] inline V load_strided(std::type_identity<V>, element_type<V> const* p,
                                             std::ptrdiff_t stride) noexcept {
  return lane_array<V>::make([&](int k) { return p[k * stride]; });
}
template <vector V>
[[gnu::always_inline]] inline V counting(std::type_identity<V>) noexcept {
  return lane_array<V>::make([](int k) { return static_cast<element_type<V>>(k); });
}
template <vector V>
[[gnu::always_inline]] inline mask_type<V> first_n(std::type_identity<V> v, int n) noexcept {
  return detail::counting(v) < V(static_cast<element_type<V>>(n));
}
template <vector V>
[[gnu::always_inline]] inline V load_first(std::type_identity<V>, element_type<V> const* p,
                                           int n) noexcept {
  return lane_array<V>::make([&](int k) { return k < n ? p[k] : element_type<V>(0); });
}
template <vector V>
[[gnu::always_inline]] inline void store_first(element_type<V>* p, V a, int n) noexcept {
  auto const x = lane_array<V>::of(a);
  for (int k = 0; k < width<V> && k < n; ++k) p[k] = x.lane[k];
}

/// The lanes permuted: lane i gets lane i ^ distance.
template <int distance, vector V>
[[gnu::always_inline]] inline V exchange(V a) noexcept {
  auto const x = lane_array<V>::of(a);
  return lane_array<V>::make([&](int k) { return x.lane[k ^ distance]; });
}
template <vector V>
[[gnu::always_inline]] inline element_type<V> first_lane(V a) noexcept {
  return lane_array<V>::of(a).lane[0];
}
template <vector V>
[[gnu::always_inline]] inline V interleave_low(V a, V b) noexcept {
  auto const x = lane_array<V>::of(a), y = lane_array<V>::of(b);
  return lane_array<V>::make([&](int k) { return k % 2 == 0 ? x.lane[k / 2] : y.lane[k / 2]; });
}
template <vector V>
[[gnu::always_inline]] inline V interleave_high(V a, V b) noexcept {
  constexpr int half = width<V> / 2;
  auto const x = lane_array<V>::of(a), y = lane_array<V>::of(b);
  return lane_array<V>::make(
      [&](int k) { return k % 2 == 0 ? x.lane[half + k / 2] : y.lane[half + k / 2]; });
}
template <vector V>
[[gnu::always_inline]] inline V pairs_low(V a, V b) noexcept {
  auto const x = lane_array<V>::of(a), y = lane_array<V>::of(b);
  return lane_array<V>::make([&](int k) { return k < 2 ? x.lane[k] : y.lane[k - 2]; });
}
template <vector V>
[[gnu::always_inline]] inline V pairs_high(V a, V b) noexcept {
  auto const x = lane_array<V>::of(a), y = lane_array<V>::of(b);
  return lane_array<V>::make([&](int k) { return k < 2 ? x.lane[k + 2] : y.lane[k]; });
}

// A register is one part of 128 bits.
static_assert(sizeof(batch<float>) == 16, "vectors of this machine are not supported yet");

template <vector V>
[[gnu::always_inline]] inline V add_parts(V const (&a)[1]) noexcept {
  return a[0];
}
template <vector V>
[[gnu::always_inline]] inline void transpose_parts(V&) noexcept {}

}  // namespace detail
}  // namespace gradsmith::simd

#endif
