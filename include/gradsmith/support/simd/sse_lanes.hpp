// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Partial memory access and movement between lanes on SSE: the steps that common.hpp builds upon.
#pragma once

#include <gradsmith/support/simd/sse.hpp>

#if XSIMD_WITH_SSE2 && !XSIMD_WITH_AVX

namespace gradsmith::simd {

namespace detail {

// double: 2 lanes.

[[gnu::always_inline]] inline batch<double> load_strided(std::type_identity<batch<double>>,
                                                         double const* p,
                                                         std::ptrdiff_t s) noexcept {
  return batch<double>(_mm_setr_pd(p[0], p[s]));
}
[[gnu::always_inline]] inline batch<double> counting(std::type_identity<batch<double>>) noexcept {
  return batch<double>(_mm_setr_pd(0, 1));
}
[[gnu::always_inline]] inline mask_type<batch<double>> first_n(std::type_identity<batch<double>> v,
                                                               int n) noexcept {
  return simd::lt(detail::counting(v), batch<double>(static_cast<double>(n)));
}
[[gnu::always_inline]] inline batch<double> load_first(std::type_identity<batch<double>>,
                                                       double const* p, int n) noexcept {
  if (n >= 2) return batch<double>(_mm_loadu_pd(p));
  return batch<double>(n == 1 ? _mm_load_sd(p) : _mm_setzero_pd());
}
[[gnu::always_inline]] inline void store_first(double* p, batch<double> a, int n) noexcept {
  if (n >= 2)
    _mm_storeu_pd(p, a);
  else if (n == 1)
    _mm_store_sd(p, a);
}

/// The lanes permuted: lane i gets lane i ^ distance.
template <int distance>
[[gnu::always_inline]] inline batch<double> exchange(batch<double> a) noexcept {
  static_assert(distance == 1);
  return batch<double>(_mm_shuffle_pd(a, a, 1));
}
[[gnu::always_inline]] inline double first_lane(batch<double> a) noexcept {
  return _mm_cvtsd_f64(a);
}

[[gnu::always_inline]] inline batch<double> interleave_low(batch<double> a,
                                                           batch<double> b) noexcept {
  return batch<double>(_mm_unpacklo_pd(a, b));
}
[[gnu::always_inline]] inline batch<double> interleave_high(batch<double> a,
                                                            batch<double> b) noexcept {
  return batch<double>(_mm_unpackhi_pd(a, b));
}

// float: 4 lanes.

[[gnu::always_inline]] inline batch<float> load_strided(std::type_identity<batch<float>>,
                                                        float const* p, std::ptrdiff_t s) noexcept {
  return batch<float>(_mm_setr_ps(p[0], p[s], p[2 * s], p[3 * s]));
}
[[gnu::always_inline]] inline batch<float> counting(std::type_identity<batch<float>>) noexcept {
  return batch<float>(_mm_setr_ps(0, 1, 2, 3));
}
[[gnu::always_inline]] inline mask_type<batch<float>> first_n(std::type_identity<batch<float>> v,
                                                              int n) noexcept {
  return simd::lt(detail::counting(v), batch<float>(static_cast<float>(n)));
}
[[gnu::always_inline]] inline batch<float> load_first(std::type_identity<batch<float>>,
                                                      float const* p, int n) noexcept {
  if (n >= 4) return batch<float>(_mm_loadu_ps(p));
  if (n == 3) return batch<float>(_mm_setr_ps(p[0], p[1], p[2], 0));
  if (n == 2) return batch<float>(_mm_setr_ps(p[0], p[1], 0, 0));
  return batch<float>(n == 1 ? _mm_load_ss(p) : _mm_setzero_ps());
}
[[gnu::always_inline]] inline void store_first(float* p, batch<float> a, int n) noexcept {
  if (n >= 4) return _mm_storeu_ps(p, a);
  if (n >= 1) _mm_store_ss(p, a);
  if (n >= 2) _mm_store_ss(p + 1, _mm_shuffle_ps(a, a, 1));
  if (n >= 3) _mm_store_ss(p + 2, _mm_shuffle_ps(a, a, 2));
}

/// The lanes permuted: lane i gets lane i ^ distance.
template <int distance>
[[gnu::always_inline]] inline batch<float> exchange(batch<float> a) noexcept {
  return batch<float>(_mm_shuffle_ps(a, a, distance == 2 ? 0x4e : 0xb1));
}
[[gnu::always_inline]] inline float first_lane(batch<float> a) noexcept { return _mm_cvtss_f32(a); }

[[gnu::always_inline]] inline batch<float> interleave_low(batch<float> a, batch<float> b) noexcept {
  return batch<float>(_mm_unpacklo_ps(a, b));
}
[[gnu::always_inline]] inline batch<float> interleave_high(batch<float> a,
                                                           batch<float> b) noexcept {
  return batch<float>(_mm_unpackhi_ps(a, b));
}
[[gnu::always_inline]] inline batch<float> pairs_low(batch<float> a, batch<float> b) noexcept {
  return batch<float>(_mm_movelh_ps(a, b));
}
[[gnu::always_inline]] inline batch<float> pairs_high(batch<float> a, batch<float> b) noexcept {
  return batch<float>(_mm_movehl_ps(b, a));
}

// A register is one part of 128 bits.

template <vector V>
[[gnu::always_inline]] inline V add_parts(V const (&a)[1]) noexcept {
  return a[0];
}
template <vector V>
[[gnu::always_inline]] inline void transpose_parts(V&) noexcept {}

}  // namespace detail

}  // namespace gradsmith::simd

#endif
