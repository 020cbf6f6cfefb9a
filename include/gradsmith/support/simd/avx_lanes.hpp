// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Masked memory and movement between lanes on AVX: the steps that common.hpp builds upon.
#pragma once

#include <gradsmith/support/simd/avx.hpp>

#if XSIMD_WITH_AVX && !XSIMD_WITH_AVX512F

namespace gradsmith::simd {

namespace detail {

// double: 4 lanes.

[[gnu::always_inline]] inline batch<double> load_strided(std::type_identity<batch<double>>,
                                                         double const* p,
                                                         std::ptrdiff_t s) noexcept {
  return batch<double>(_mm256_setr_pd(p[0], p[s], p[2 * s], p[3 * s]));
}
[[gnu::always_inline]] inline batch<double> counting(std::type_identity<batch<double>>) noexcept {
  return batch<double>(_mm256_setr_pd(0, 1, 2, 3));
}
[[gnu::always_inline]] inline mask_type<batch<double>> first_n(std::type_identity<batch<double>> v,
                                                               int n) noexcept {
  return simd::lt(detail::counting(v), batch<double>(static_cast<double>(n)));
}
[[gnu::always_inline]] inline batch<double> load_first(std::type_identity<batch<double>> v,
                                                       double const* p, int n) noexcept {
  return batch<double>(_mm256_maskload_pd(p, _mm256_castpd_si256(detail::first_n(v, n))));
}
[[gnu::always_inline]] inline void store_first(double* p, batch<double> a, int n) noexcept {
  _mm256_maskstore_pd(
      p, _mm256_castpd_si256(detail::first_n(std::type_identity<batch<double>>{}, n)), a);
}

/// The lanes permuted: lane i gets lane i ^ distance.
template <int distance>
[[gnu::always_inline]] inline batch<double> exchange(batch<double> a) noexcept {
  if constexpr (distance == 2)
    return batch<double>(_mm256_permute2f128_pd(a, a, 1));
  else
    return batch<double>(_mm256_permute_pd(a, 5));
}
[[gnu::always_inline]] inline double first_lane(batch<double> a) noexcept {
  return _mm_cvtsd_f64(_mm256_castpd256_pd128(a));
}

[[gnu::always_inline]] inline batch<double> interleave_low(batch<double> a,
                                                           batch<double> b) noexcept {
  return batch<double>(_mm256_unpacklo_pd(a, b));
}
[[gnu::always_inline]] inline batch<double> interleave_high(batch<double> a,
                                                            batch<double> b) noexcept {
  return batch<double>(_mm256_unpackhi_pd(a, b));
}
[[gnu::always_inline]] inline batch<double> low_parts(batch<double> a, batch<double> b) noexcept {
  return batch<double>(_mm256_permute2f128_pd(a, b, 0x20));
}
[[gnu::always_inline]] inline batch<double> high_parts(batch<double> a, batch<double> b) noexcept {
  return batch<double>(_mm256_permute2f128_pd(a, b, 0x31));
}

// float: 8 lanes.

[[gnu::always_inline]] inline batch<float> load_strided(std::type_identity<batch<float>>,
                                                        float const* p, std::ptrdiff_t s) noexcept {
  return batch<float>(
      _mm256_setr_ps(p[0], p[s], p[2 * s], p[3 * s], p[4 * s], p[5 * s], p[6 * s], p[7 * s]));
}
[[gnu::always_inline]] inline batch<float> counting(std::type_identity<batch<float>>) noexcept {
  return batch<float>(_mm256_setr_ps(0, 1, 2, 3, 4, 5, 6, 7));
}
[[gnu::always_inline]] inline mask_type<batch<float>> first_n(std::type_identity<batch<float>> v,
                                                              int n) noexcept {
  return simd::lt(detail::counting(v), batch<float>(static_cast<float>(n)));
}
[[gnu::always_inline]] inline batch<float> load_first(std::type_identity<batch<float>> v,
                                                      float const* p, int n) noexcept {
  return batch<float>(_mm256_maskload_ps(p, _mm256_castps_si256(detail::first_n(v, n))));
}
[[gnu::always_inline]] inline void store_first(float* p, batch<float> a, int n) noexcept {
  _mm256_maskstore_ps(
      p, _mm256_castps_si256(detail::first_n(std::type_identity<batch<float>>{}, n)), a);
}

/// The lanes permuted: lane i gets lane i ^ distance.
template <int distance>
[[gnu::always_inline]] inline batch<float> exchange(batch<float> a) noexcept {
  if constexpr (distance == 4)
    return batch<float>(_mm256_permute2f128_ps(a, a, 1));
  else
    return batch<float>(_mm256_permute_ps(a, distance == 2 ? 0x4e : 0xb1));
}
[[gnu::always_inline]] inline float first_lane(batch<float> a) noexcept {
  return _mm_cvtss_f32(_mm256_castps256_ps128(a));
}

[[gnu::always_inline]] inline batch<float> interleave_low(batch<float> a, batch<float> b) noexcept {
  return batch<float>(_mm256_unpacklo_ps(a, b));
}
[[gnu::always_inline]] inline batch<float> interleave_high(batch<float> a,
                                                           batch<float> b) noexcept {
  return batch<float>(_mm256_unpackhi_ps(a, b));
}
[[gnu::always_inline]] inline batch<float> pairs_low(batch<float> a, batch<float> b) noexcept {
  return batch<float>(
      _mm256_castpd_ps(_mm256_unpacklo_pd(_mm256_castps_pd(a), _mm256_castps_pd(b))));
}
[[gnu::always_inline]] inline batch<float> pairs_high(batch<float> a, batch<float> b) noexcept {
  return batch<float>(
      _mm256_castpd_ps(_mm256_unpackhi_pd(_mm256_castps_pd(a), _mm256_castps_pd(b))));
}
[[gnu::always_inline]] inline batch<float> low_parts(batch<float> a, batch<float> b) noexcept {
  return batch<float>(_mm256_permute2f128_ps(a, b, 0x20));
}
[[gnu::always_inline]] inline batch<float> high_parts(batch<float> a, batch<float> b) noexcept {
  return batch<float>(_mm256_permute2f128_ps(a, b, 0x31));
}

// Parts are the two 128-bit halves of a register; low_parts(a, b) is a0 b0.

/// The sums of the parts of each vector: one part per vector.
template <vector V>
[[gnu::always_inline]] inline V add_parts(V const (&a)[2]) noexcept {
  return detail::low_parts(a[0], a[1]) + detail::high_parts(a[0], a[1]);
}
/// The 2 x 2 transpose of parts.
template <vector V>
[[gnu::always_inline]] inline void transpose_parts(V& a, V& b) noexcept {
  V const low = detail::low_parts(a, b);
  b = detail::high_parts(a, b);
  a = low;
}

}  // namespace detail

}  // namespace gradsmith::simd

#endif
