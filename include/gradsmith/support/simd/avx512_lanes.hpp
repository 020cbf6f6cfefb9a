// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Masked memory and movement between lanes on AVX-512: the steps that common.hpp builds upon.
#pragma once

#include <gradsmith/support/simd/avx512.hpp>

#if XSIMD_WITH_AVX512F

// g++ 12's own definitions of these instructions read an uninitialized operand (its bug 105593),
// and are macros with sign-changing casts at -O0.
#pragma GCC diagnostic push
#ifndef __clang__
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#endif

namespace gradsmith::simd {

namespace detail {

// double: 8 lanes.

[[gnu::always_inline]] inline mask_type<batch<double>> first_n(std::type_identity<batch<double>>,
                                                               int n) noexcept {
  return mask_type<batch<double>>(static_cast<__mmask8>(n < 8 ? (1u << n) - 1u : 0xffu));
}
[[gnu::always_inline]] inline batch<double> load_first(std::type_identity<batch<double>> v,
                                                       double const* p, int n) noexcept {
  return batch<double>(_mm512_maskz_loadu_pd(detail::first_n(v, n), p));
}
[[gnu::always_inline]] inline void store_first(double* p, batch<double> a, int n) noexcept {
  _mm512_mask_storeu_pd(p, detail::first_n(std::type_identity<batch<double>>{}, n), a);
}
[[gnu::always_inline]] inline batch<double> load_strided(std::type_identity<batch<double>>,
                                                         double const* p,
                                                         std::ptrdiff_t s) noexcept {
  return batch<double>(
      _mm512_setr_pd(p[0], p[s], p[2 * s], p[3 * s], p[4 * s], p[5 * s], p[6 * s], p[7 * s]));
}
[[gnu::always_inline]] inline batch<double> counting(std::type_identity<batch<double>>) noexcept {
  return batch<double>(_mm512_setr_pd(0, 1, 2, 3, 4, 5, 6, 7));
}

/// The lanes permuted: lane i gets lane i ^ distance.
template <int distance>
[[gnu::always_inline]] inline batch<double> exchange(batch<double> a) noexcept {
  if constexpr (distance == 4)
    return batch<double>(_mm512_shuffle_f64x2(a, a, 0x4e));
  else if constexpr (distance == 2)
    return batch<double>(_mm512_shuffle_f64x2(a, a, 0xb1));
  else
    return batch<double>(_mm512_permute_pd(a, 0x55));
}
[[gnu::always_inline]] inline double first_lane(batch<double> a) noexcept {
  return _mm_cvtsd_f64(_mm512_castpd512_pd128(a));
}

[[gnu::always_inline]] inline batch<double> interleave_low(batch<double> a,
                                                           batch<double> b) noexcept {
  return batch<double>(_mm512_unpacklo_pd(a, b));
}
[[gnu::always_inline]] inline batch<double> interleave_high(batch<double> a,
                                                            batch<double> b) noexcept {
  return batch<double>(_mm512_unpackhi_pd(a, b));
}
[[gnu::always_inline]] inline batch<double> even_parts(batch<double> a, batch<double> b) noexcept {
  return batch<double>(_mm512_shuffle_f64x2(a, b, 0x88));
}
[[gnu::always_inline]] inline batch<double> odd_parts(batch<double> a, batch<double> b) noexcept {
  return batch<double>(_mm512_shuffle_f64x2(a, b, 0xdd));
}

// float: 16 lanes.

[[gnu::always_inline]] inline mask_type<batch<float>> first_n(std::type_identity<batch<float>>,
                                                              int n) noexcept {
  return mask_type<batch<float>>(static_cast<__mmask16>(n < 16 ? (1u << n) - 1u : 0xffffu));
}
[[gnu::always_inline]] inline batch<float> load_first(std::type_identity<batch<float>> v,
                                                      float const* p, int n) noexcept {
  return batch<float>(_mm512_maskz_loadu_ps(detail::first_n(v, n), p));
}
[[gnu::always_inline]] inline void store_first(float* p, batch<float> a, int n) noexcept {
  _mm512_mask_storeu_ps(p, detail::first_n(std::type_identity<batch<float>>{}, n), a);
}
[[gnu::always_inline]] inline batch<float> load_strided(std::type_identity<batch<float>>,
                                                        float const* p, std::ptrdiff_t s) noexcept {
  return batch<float>(_mm512_setr_ps(p[0], p[s], p[2 * s], p[3 * s], p[4 * s], p[5 * s], p[6 * s],
                                     p[7 * s], p[8 * s], p[9 * s], p[10 * s], p[11 * s], p[12 * s],
                                     p[13 * s], p[14 * s], p[15 * s]));
}
[[gnu::always_inline]] inline batch<float> counting(std::type_identity<batch<float>>) noexcept {
  return batch<float>(_mm512_setr_ps(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
}

/// The lanes permuted: lane i gets lane i ^ distance.
template <int distance>
[[gnu::always_inline]] inline batch<float> exchange(batch<float> a) noexcept {
  if constexpr (distance == 8)
    return batch<float>(_mm512_shuffle_f32x4(a, a, 0x4e));
  else if constexpr (distance == 4)
    return batch<float>(_mm512_shuffle_f32x4(a, a, 0xb1));
  else
    return batch<float>(_mm512_permute_ps(a, distance == 2 ? 0x4e : 0xb1));
}
[[gnu::always_inline]] inline float first_lane(batch<float> a) noexcept {
  return _mm_cvtss_f32(_mm512_castps512_ps128(a));
}

[[gnu::always_inline]] inline batch<float> interleave_low(batch<float> a, batch<float> b) noexcept {
  return batch<float>(_mm512_unpacklo_ps(a, b));
}
[[gnu::always_inline]] inline batch<float> interleave_high(batch<float> a,
                                                           batch<float> b) noexcept {
  return batch<float>(_mm512_unpackhi_ps(a, b));
}
[[gnu::always_inline]] inline batch<float> pairs_low(batch<float> a, batch<float> b) noexcept {
  return batch<float>(
      _mm512_castpd_ps(_mm512_unpacklo_pd(_mm512_castps_pd(a), _mm512_castps_pd(b))));
}
[[gnu::always_inline]] inline batch<float> pairs_high(batch<float> a, batch<float> b) noexcept {
  return batch<float>(
      _mm512_castpd_ps(_mm512_unpackhi_pd(_mm512_castps_pd(a), _mm512_castps_pd(b))));
}
[[gnu::always_inline]] inline batch<float> even_parts(batch<float> a, batch<float> b) noexcept {
  return batch<float>(_mm512_shuffle_f32x4(a, b, 0x88));
}
[[gnu::always_inline]] inline batch<float> odd_parts(batch<float> a, batch<float> b) noexcept {
  return batch<float>(_mm512_shuffle_f32x4(a, b, 0xdd));
}

// Parts are the four 128-bit quarters of a register; even_parts(a, b) is a0 a2 b0 b2.

/// The sums of the parts of each vector: one part per vector.
template <vector V>
[[gnu::always_inline]] inline V add_parts(V const (&a)[4]) noexcept {
  V const low = detail::even_parts(a[0], a[1]) + detail::odd_parts(a[0], a[1]);
  V const high = detail::even_parts(a[2], a[3]) + detail::odd_parts(a[2], a[3]);
  return detail::even_parts(low, high) + detail::odd_parts(low, high);
}
/// The 4 x 4 transpose of parts.
template <vector V>
[[gnu::always_inline]] inline void transpose_parts(V& a, V& b, V& c, V& d) noexcept {
  V const ab_even = detail::even_parts(a, b), ab_odd = detail::odd_parts(a, b);
  V const cd_even = detail::even_parts(c, d), cd_odd = detail::odd_parts(c, d);
  a = detail::even_parts(ab_even, cd_even);
  b = detail::even_parts(ab_odd, cd_odd);
  c = detail::odd_parts(ab_even, cd_even);
  d = detail::odd_parts(ab_odd, cd_odd);
}

}  // namespace detail

}  // namespace gradsmith::simd

#pragma GCC diagnostic pop

#endif
