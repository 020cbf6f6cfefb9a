// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Arithmetic, comparisons and bit patterns of batches on AVX and AVX2, with and without fma.
#pragma once

#include <gradsmith/support/simd/batch.hpp>

#if XSIMD_WITH_AVX && !XSIMD_WITH_AVX512F

namespace gradsmith::simd {

namespace detail {

// AVX has no 256-bit integer instructions; AVX2 has.
template <class F>
[[gnu::always_inline]] inline __m256i by_halves(__m256i a, __m256i b, F f) noexcept {
  return _mm256_insertf128_si256(
      _mm256_castsi128_si256(f(_mm256_castsi256_si128(a), _mm256_castsi256_si128(b))),
      f(_mm256_extractf128_si256(a, 1), _mm256_extractf128_si256(b, 1)), 1);
}

}  // namespace detail

// double: 4 lanes.

#if defined(__FMA__)
[[gnu::always_inline]] inline batch<double> fma(batch<double> a, batch<double> b,
                                                batch<double> c) noexcept {
  return batch<double>(_mm256_fmadd_pd(a, b, c));
}
[[gnu::always_inline]] inline batch<double> fnma(batch<double> a, batch<double> b,
                                                 batch<double> c) noexcept {
  return batch<double>(_mm256_fnmadd_pd(a, b, c));
}
[[gnu::always_inline]] inline batch<double> fms(batch<double> a, batch<double> b,
                                                batch<double> c) noexcept {
  return batch<double>(_mm256_fmsub_pd(a, b, c));
}
#else
[[gnu::always_inline]] inline batch<double> fma(batch<double> a, batch<double> b,
                                                batch<double> c) noexcept {
  return batch<double>(_mm256_add_pd(_mm256_mul_pd(a, b), c));
}
[[gnu::always_inline]] inline batch<double> fnma(batch<double> a, batch<double> b,
                                                 batch<double> c) noexcept {
  return batch<double>(_mm256_sub_pd(c, _mm256_mul_pd(a, b)));
}
[[gnu::always_inline]] inline batch<double> fms(batch<double> a, batch<double> b,
                                                batch<double> c) noexcept {
  return batch<double>(_mm256_sub_pd(_mm256_mul_pd(a, b), c));
}
#endif
[[gnu::always_inline]] inline batch<double> lesser(batch<double> a, batch<double> b) noexcept {
  return batch<double>(_mm256_min_pd(a, b));
}
[[gnu::always_inline]] inline batch<double> greater(batch<double> a, batch<double> b) noexcept {
  return batch<double>(_mm256_max_pd(a, b));
}
[[gnu::always_inline]] inline batch<double> sqrt(batch<double> a) noexcept {
  return batch<double>(_mm256_sqrt_pd(a));
}
[[gnu::always_inline]] inline batch<double> floor(batch<double> a) noexcept {
  return batch<double>(_mm256_round_pd(a, _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC));
}
[[gnu::always_inline]] inline batch<double> round_to_even(batch<double> a) noexcept {
  return batch<double>(_mm256_round_pd(a, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC));
}

[[gnu::always_inline]] inline mask_type<batch<double>> eq(batch<double> a,
                                                          batch<double> b) noexcept {
  return mask_type<batch<double>>(_mm256_cmp_pd(a, b, _CMP_EQ_OQ));
}
[[gnu::always_inline]] inline mask_type<batch<double>> ne(batch<double> a,
                                                          batch<double> b) noexcept {
  return mask_type<batch<double>>(_mm256_cmp_pd(a, b, _CMP_NEQ_UQ));
}
[[gnu::always_inline]] inline mask_type<batch<double>> lt(batch<double> a,
                                                          batch<double> b) noexcept {
  return mask_type<batch<double>>(_mm256_cmp_pd(a, b, _CMP_LT_OQ));
}
[[gnu::always_inline]] inline mask_type<batch<double>> le(batch<double> a,
                                                          batch<double> b) noexcept {
  return mask_type<batch<double>>(_mm256_cmp_pd(a, b, _CMP_LE_OQ));
}
[[gnu::always_inline]] inline mask_type<batch<double>> gt(batch<double> a,
                                                          batch<double> b) noexcept {
  return mask_type<batch<double>>(_mm256_cmp_pd(a, b, _CMP_GT_OQ));
}
[[gnu::always_inline]] inline mask_type<batch<double>> ge(batch<double> a,
                                                          batch<double> b) noexcept {
  return mask_type<batch<double>>(_mm256_cmp_pd(a, b, _CMP_GE_OQ));
}
[[gnu::always_inline]] inline mask_type<batch<double>> is_nan(batch<double> a) noexcept {
  return mask_type<batch<double>>(_mm256_cmp_pd(a, a, _CMP_UNORD_Q));
}
[[gnu::always_inline]] inline batch<double> select(mask_type<batch<double>> m, batch<double> a,
                                                   batch<double> b) noexcept {
  return batch<double>(_mm256_blendv_pd(b, a, m));
}
[[gnu::always_inline]] inline mask_type<batch<double>> mask_and(
    mask_type<batch<double>> a, mask_type<batch<double>> b) noexcept {
  return mask_type<batch<double>>(_mm256_and_pd(a, b));
}
[[gnu::always_inline]] inline mask_type<batch<double>> mask_or(
    mask_type<batch<double>> a, mask_type<batch<double>> b) noexcept {
  return mask_type<batch<double>>(_mm256_or_pd(a, b));
}
[[gnu::always_inline]] inline mask_type<batch<double>> mask_not(
    mask_type<batch<double>> a) noexcept {
  return mask_type<batch<double>>(_mm256_xor_pd(a, _mm256_castsi256_pd(_mm256_set1_epi32(-1))));
}
[[gnu::always_inline]] inline bool any(mask_type<batch<double>> a) noexcept {
  return _mm256_movemask_pd(a) != 0;
}
[[gnu::always_inline]] inline bool all(mask_type<batch<double>> a) noexcept {
  return _mm256_movemask_pd(a) == 0xf;
}

[[gnu::always_inline]] inline batch<double> bits_and(batch<double> a, batch<double> b) noexcept {
  return batch<double>(_mm256_and_pd(a, b));
}
[[gnu::always_inline]] inline batch<double> bits_or(batch<double> a, batch<double> b) noexcept {
  return batch<double>(_mm256_or_pd(a, b));
}
[[gnu::always_inline]] inline batch<double> bits_xor(batch<double> a, batch<double> b) noexcept {
  return batch<double>(_mm256_xor_pd(a, b));
}
#if XSIMD_WITH_AVX2
[[gnu::always_inline]] inline batch<double> bits_add(batch<double> a, batch<double> b) noexcept {
  return batch<double>(
      _mm256_castsi256_pd(_mm256_add_epi64(_mm256_castpd_si256(a), _mm256_castpd_si256(b))));
}
[[gnu::always_inline]] inline batch<double> bits_sub(batch<double> a, batch<double> b) noexcept {
  return batch<double>(
      _mm256_castsi256_pd(_mm256_sub_epi64(_mm256_castpd_si256(a), _mm256_castpd_si256(b))));
}
template <int n>
[[gnu::always_inline]] inline batch<double> bits_left(batch<double> a) noexcept {
  return batch<double>(_mm256_castsi256_pd(_mm256_slli_epi64(_mm256_castpd_si256(a), n)));
}
template <int n>
[[gnu::always_inline]] inline batch<double> bits_right(batch<double> a) noexcept {
  return batch<double>(_mm256_castsi256_pd(_mm256_srli_epi64(_mm256_castpd_si256(a), n)));
}
#else
[[gnu::always_inline]] inline batch<double> bits_add(batch<double> a, batch<double> b) noexcept {
  auto const f = [](__m128i x, __m128i y) { return _mm_add_epi64(x, y); };
  return batch<double>(
      _mm256_castsi256_pd(detail::by_halves(_mm256_castpd_si256(a), _mm256_castpd_si256(b), f)));
}
[[gnu::always_inline]] inline batch<double> bits_sub(batch<double> a, batch<double> b) noexcept {
  auto const f = [](__m128i x, __m128i y) { return _mm_sub_epi64(x, y); };
  return batch<double>(
      _mm256_castsi256_pd(detail::by_halves(_mm256_castpd_si256(a), _mm256_castpd_si256(b), f)));
}
template <int n>
[[gnu::always_inline]] inline batch<double> bits_left(batch<double> a) noexcept {
  auto const f = [](__m128i x, __m128i) { return _mm_slli_epi64(x, n); };
  return batch<double>(
      _mm256_castsi256_pd(detail::by_halves(_mm256_castpd_si256(a), _mm256_castpd_si256(a), f)));
}
template <int n>
[[gnu::always_inline]] inline batch<double> bits_right(batch<double> a) noexcept {
  auto const f = [](__m128i x, __m128i) { return _mm_srli_epi64(x, n); };
  return batch<double>(
      _mm256_castsi256_pd(detail::by_halves(_mm256_castpd_si256(a), _mm256_castpd_si256(a), f)));
}
#endif

// float: 8 lanes.

#if defined(__FMA__)
[[gnu::always_inline]] inline batch<float> fma(batch<float> a, batch<float> b,
                                               batch<float> c) noexcept {
  return batch<float>(_mm256_fmadd_ps(a, b, c));
}
[[gnu::always_inline]] inline batch<float> fnma(batch<float> a, batch<float> b,
                                                batch<float> c) noexcept {
  return batch<float>(_mm256_fnmadd_ps(a, b, c));
}
[[gnu::always_inline]] inline batch<float> fms(batch<float> a, batch<float> b,
                                               batch<float> c) noexcept {
  return batch<float>(_mm256_fmsub_ps(a, b, c));
}
#else
[[gnu::always_inline]] inline batch<float> fma(batch<float> a, batch<float> b,
                                               batch<float> c) noexcept {
  return batch<float>(_mm256_add_ps(_mm256_mul_ps(a, b), c));
}
[[gnu::always_inline]] inline batch<float> fnma(batch<float> a, batch<float> b,
                                                batch<float> c) noexcept {
  return batch<float>(_mm256_sub_ps(c, _mm256_mul_ps(a, b)));
}
[[gnu::always_inline]] inline batch<float> fms(batch<float> a, batch<float> b,
                                               batch<float> c) noexcept {
  return batch<float>(_mm256_sub_ps(_mm256_mul_ps(a, b), c));
}
#endif
[[gnu::always_inline]] inline batch<float> lesser(batch<float> a, batch<float> b) noexcept {
  return batch<float>(_mm256_min_ps(a, b));
}
[[gnu::always_inline]] inline batch<float> greater(batch<float> a, batch<float> b) noexcept {
  return batch<float>(_mm256_max_ps(a, b));
}
[[gnu::always_inline]] inline batch<float> sqrt(batch<float> a) noexcept {
  return batch<float>(_mm256_sqrt_ps(a));
}
[[gnu::always_inline]] inline batch<float> floor(batch<float> a) noexcept {
  return batch<float>(_mm256_round_ps(a, _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC));
}
[[gnu::always_inline]] inline batch<float> round_to_even(batch<float> a) noexcept {
  return batch<float>(_mm256_round_ps(a, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC));
}

[[gnu::always_inline]] inline mask_type<batch<float>> eq(batch<float> a, batch<float> b) noexcept {
  return mask_type<batch<float>>(_mm256_cmp_ps(a, b, _CMP_EQ_OQ));
}
[[gnu::always_inline]] inline mask_type<batch<float>> ne(batch<float> a, batch<float> b) noexcept {
  return mask_type<batch<float>>(_mm256_cmp_ps(a, b, _CMP_NEQ_UQ));
}
[[gnu::always_inline]] inline mask_type<batch<float>> lt(batch<float> a, batch<float> b) noexcept {
  return mask_type<batch<float>>(_mm256_cmp_ps(a, b, _CMP_LT_OQ));
}
[[gnu::always_inline]] inline mask_type<batch<float>> le(batch<float> a, batch<float> b) noexcept {
  return mask_type<batch<float>>(_mm256_cmp_ps(a, b, _CMP_LE_OQ));
}
[[gnu::always_inline]] inline mask_type<batch<float>> gt(batch<float> a, batch<float> b) noexcept {
  return mask_type<batch<float>>(_mm256_cmp_ps(a, b, _CMP_GT_OQ));
}
[[gnu::always_inline]] inline mask_type<batch<float>> ge(batch<float> a, batch<float> b) noexcept {
  return mask_type<batch<float>>(_mm256_cmp_ps(a, b, _CMP_GE_OQ));
}
[[gnu::always_inline]] inline mask_type<batch<float>> is_nan(batch<float> a) noexcept {
  return mask_type<batch<float>>(_mm256_cmp_ps(a, a, _CMP_UNORD_Q));
}
[[gnu::always_inline]] inline batch<float> select(mask_type<batch<float>> m, batch<float> a,
                                                  batch<float> b) noexcept {
  return batch<float>(_mm256_blendv_ps(b, a, m));
}
[[gnu::always_inline]] inline mask_type<batch<float>> mask_and(mask_type<batch<float>> a,
                                                               mask_type<batch<float>> b) noexcept {
  return mask_type<batch<float>>(_mm256_and_ps(a, b));
}
[[gnu::always_inline]] inline mask_type<batch<float>> mask_or(mask_type<batch<float>> a,
                                                              mask_type<batch<float>> b) noexcept {
  return mask_type<batch<float>>(_mm256_or_ps(a, b));
}
[[gnu::always_inline]] inline mask_type<batch<float>> mask_not(mask_type<batch<float>> a) noexcept {
  return mask_type<batch<float>>(_mm256_xor_ps(a, _mm256_castsi256_ps(_mm256_set1_epi32(-1))));
}
[[gnu::always_inline]] inline bool any(mask_type<batch<float>> a) noexcept {
  return _mm256_movemask_ps(a) != 0;
}
[[gnu::always_inline]] inline bool all(mask_type<batch<float>> a) noexcept {
  return _mm256_movemask_ps(a) == 0xff;
}

[[gnu::always_inline]] inline batch<float> bits_and(batch<float> a, batch<float> b) noexcept {
  return batch<float>(_mm256_and_ps(a, b));
}
[[gnu::always_inline]] inline batch<float> bits_or(batch<float> a, batch<float> b) noexcept {
  return batch<float>(_mm256_or_ps(a, b));
}
[[gnu::always_inline]] inline batch<float> bits_xor(batch<float> a, batch<float> b) noexcept {
  return batch<float>(_mm256_xor_ps(a, b));
}
#if XSIMD_WITH_AVX2
[[gnu::always_inline]] inline batch<float> bits_add(batch<float> a, batch<float> b) noexcept {
  return batch<float>(
      _mm256_castsi256_ps(_mm256_add_epi32(_mm256_castps_si256(a), _mm256_castps_si256(b))));
}
[[gnu::always_inline]] inline batch<float> bits_sub(batch<float> a, batch<float> b) noexcept {
  return batch<float>(
      _mm256_castsi256_ps(_mm256_sub_epi32(_mm256_castps_si256(a), _mm256_castps_si256(b))));
}
template <int n>
[[gnu::always_inline]] inline batch<float> bits_left(batch<float> a) noexcept {
  return batch<float>(_mm256_castsi256_ps(_mm256_slli_epi32(_mm256_castps_si256(a), n)));
}
template <int n>
[[gnu::always_inline]] inline batch<float> bits_right(batch<float> a) noexcept {
  return batch<float>(_mm256_castsi256_ps(_mm256_srli_epi32(_mm256_castps_si256(a), n)));
}
#else
[[gnu::always_inline]] inline batch<float> bits_add(batch<float> a, batch<float> b) noexcept {
  auto const f = [](__m128i x, __m128i y) { return _mm_add_epi32(x, y); };
  return batch<float>(
      _mm256_castsi256_ps(detail::by_halves(_mm256_castps_si256(a), _mm256_castps_si256(b), f)));
}
[[gnu::always_inline]] inline batch<float> bits_sub(batch<float> a, batch<float> b) noexcept {
  auto const f = [](__m128i x, __m128i y) { return _mm_sub_epi32(x, y); };
  return batch<float>(
      _mm256_castsi256_ps(detail::by_halves(_mm256_castps_si256(a), _mm256_castps_si256(b), f)));
}
template <int n>
[[gnu::always_inline]] inline batch<float> bits_left(batch<float> a) noexcept {
  auto const f = [](__m128i x, __m128i) { return _mm_slli_epi32(x, n); };
  return batch<float>(
      _mm256_castsi256_ps(detail::by_halves(_mm256_castps_si256(a), _mm256_castps_si256(a), f)));
}
template <int n>
[[gnu::always_inline]] inline batch<float> bits_right(batch<float> a) noexcept {
  auto const f = [](__m128i x, __m128i) { return _mm_srli_epi32(x, n); };
  return batch<float>(
      _mm256_castsi256_ps(detail::by_halves(_mm256_castps_si256(a), _mm256_castps_si256(a), f)));
}
#endif

}  // namespace gradsmith::simd

#endif
