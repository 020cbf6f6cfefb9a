// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Arithmetic, comparisons and bit patterns of batches on SSE2 to SSE4.2.
#pragma once

#include <gradsmith/support/simd/batch.hpp>

#if XSIMD_WITH_SSE2 && !XSIMD_WITH_AVX

namespace gradsmith::simd {

// double: 2 lanes.

[[gnu::always_inline]] inline batch<double> fma(batch<double> a, batch<double> b,
                                                batch<double> c) noexcept {
  return batch<double>(_mm_add_pd(_mm_mul_pd(a, b), c));
}
[[gnu::always_inline]] inline batch<double> fnma(batch<double> a, batch<double> b,
                                                 batch<double> c) noexcept {
  return batch<double>(_mm_sub_pd(c, _mm_mul_pd(a, b)));
}
[[gnu::always_inline]] inline batch<double> fms(batch<double> a, batch<double> b,
                                                batch<double> c) noexcept {
  return batch<double>(_mm_sub_pd(_mm_mul_pd(a, b), c));
}
[[gnu::always_inline]] inline batch<double> lesser(batch<double> a, batch<double> b) noexcept {
  return batch<double>(_mm_min_pd(a, b));
}
[[gnu::always_inline]] inline batch<double> greater(batch<double> a, batch<double> b) noexcept {
  return batch<double>(_mm_max_pd(a, b));
}
[[gnu::always_inline]] inline batch<double> sqrt(batch<double> a) noexcept {
  return batch<double>(_mm_sqrt_pd(a));
}

[[gnu::always_inline]] inline mask_type<batch<double>> eq(batch<double> a,
                                                          batch<double> b) noexcept {
  return mask_type<batch<double>>(_mm_cmpeq_pd(a, b));
}
[[gnu::always_inline]] inline mask_type<batch<double>> ne(batch<double> a,
                                                          batch<double> b) noexcept {
  return mask_type<batch<double>>(_mm_cmpneq_pd(a, b));
}
[[gnu::always_inline]] inline mask_type<batch<double>> lt(batch<double> a,
                                                          batch<double> b) noexcept {
  return mask_type<batch<double>>(_mm_cmplt_pd(a, b));
}
[[gnu::always_inline]] inline mask_type<batch<double>> le(batch<double> a,
                                                          batch<double> b) noexcept {
  return mask_type<batch<double>>(_mm_cmple_pd(a, b));
}
[[gnu::always_inline]] inline mask_type<batch<double>> gt(batch<double> a,
                                                          batch<double> b) noexcept {
  return mask_type<batch<double>>(_mm_cmpgt_pd(a, b));
}
[[gnu::always_inline]] inline mask_type<batch<double>> ge(batch<double> a,
                                                          batch<double> b) noexcept {
  return mask_type<batch<double>>(_mm_cmpge_pd(a, b));
}
[[gnu::always_inline]] inline mask_type<batch<double>> is_nan(batch<double> a) noexcept {
  return mask_type<batch<double>>(_mm_cmpunord_pd(a, a));
}
#if XSIMD_WITH_SSE4_1
[[gnu::always_inline]] inline batch<double> select(mask_type<batch<double>> m, batch<double> a,
                                                   batch<double> b) noexcept {
  return batch<double>(_mm_blendv_pd(b, a, m));
}
#else
[[gnu::always_inline]] inline batch<double> select(mask_type<batch<double>> m, batch<double> a,
                                                   batch<double> b) noexcept {
  return batch<double>(_mm_or_pd(_mm_and_pd(m, a), _mm_andnot_pd(m, b)));
}
#endif
[[gnu::always_inline]] inline mask_type<batch<double>> mask_and(
    mask_type<batch<double>> a, mask_type<batch<double>> b) noexcept {
  return mask_type<batch<double>>(_mm_and_pd(a, b));
}
[[gnu::always_inline]] inline mask_type<batch<double>> mask_or(
    mask_type<batch<double>> a, mask_type<batch<double>> b) noexcept {
  return mask_type<batch<double>>(_mm_or_pd(a, b));
}
[[gnu::always_inline]] inline mask_type<batch<double>> mask_not(
    mask_type<batch<double>> a) noexcept {
  return mask_type<batch<double>>(_mm_xor_pd(a, _mm_castsi128_pd(_mm_set1_epi32(-1))));
}
[[gnu::always_inline]] inline bool any(mask_type<batch<double>> a) noexcept {
  return _mm_movemask_pd(a) != 0;
}
[[gnu::always_inline]] inline bool all(mask_type<batch<double>> a) noexcept {
  return _mm_movemask_pd(a) == 0x3;
}

[[gnu::always_inline]] inline batch<double> bits_and(batch<double> a, batch<double> b) noexcept {
  return batch<double>(_mm_and_pd(a, b));
}
[[gnu::always_inline]] inline batch<double> bits_or(batch<double> a, batch<double> b) noexcept {
  return batch<double>(_mm_or_pd(a, b));
}
[[gnu::always_inline]] inline batch<double> bits_xor(batch<double> a, batch<double> b) noexcept {
  return batch<double>(_mm_xor_pd(a, b));
}
[[gnu::always_inline]] inline batch<double> bits_add(batch<double> a, batch<double> b) noexcept {
  return batch<double>(_mm_castsi128_pd(_mm_add_epi64(_mm_castpd_si128(a), _mm_castpd_si128(b))));
}
[[gnu::always_inline]] inline batch<double> bits_sub(batch<double> a, batch<double> b) noexcept {
  return batch<double>(_mm_castsi128_pd(_mm_sub_epi64(_mm_castpd_si128(a), _mm_castpd_si128(b))));
}
template <int n>
[[gnu::always_inline]] inline batch<double> bits_left(batch<double> a) noexcept {
  return batch<double>(_mm_castsi128_pd(_mm_slli_epi64(_mm_castpd_si128(a), n)));
}
template <int n>
[[gnu::always_inline]] inline batch<double> bits_right(batch<double> a) noexcept {
  return batch<double>(_mm_castsi128_pd(_mm_srli_epi64(_mm_castpd_si128(a), n)));
}

#if XSIMD_WITH_SSE4_1
[[gnu::always_inline]] inline batch<double> floor(batch<double> a) noexcept {
  return batch<double>(_mm_round_pd(a, _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC));
}
[[gnu::always_inline]] inline batch<double> round_to_even(batch<double> a) noexcept {
  return batch<double>(_mm_round_pd(a, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC));
}
#else
// Adding and subtracting the first number without fraction bits rounds; larger numbers have none.
[[gnu::always_inline]] inline batch<double> round_to_even(batch<double> a) noexcept {
  batch<double> const sign(_mm_and_pd(a, _mm_set1_pd(-0.0)));
  batch<double> const size(_mm_xor_pd(a, sign));
  batch<double> const big(0x1p52);
  batch<double> const whole = select(lt(size, big), (size + big) - big, size);
  return batch<double>(_mm_or_pd(whole, sign));
}
[[gnu::always_inline]] inline batch<double> floor(batch<double> a) noexcept {
  batch<double> const whole = round_to_even(a);
  batch<double> const lower = whole - batch<double>(1.0);
  return select(gt(whole, a), lower, whole);
}
#endif

// float: 4 lanes.

[[gnu::always_inline]] inline batch<float> fma(batch<float> a, batch<float> b,
                                               batch<float> c) noexcept {
  return batch<float>(_mm_add_ps(_mm_mul_ps(a, b), c));
}
[[gnu::always_inline]] inline batch<float> fnma(batch<float> a, batch<float> b,
                                                batch<float> c) noexcept {
  return batch<float>(_mm_sub_ps(c, _mm_mul_ps(a, b)));
}
[[gnu::always_inline]] inline batch<float> fms(batch<float> a, batch<float> b,
                                               batch<float> c) noexcept {
  return batch<float>(_mm_sub_ps(_mm_mul_ps(a, b), c));
}
[[gnu::always_inline]] inline batch<float> lesser(batch<float> a, batch<float> b) noexcept {
  return batch<float>(_mm_min_ps(a, b));
}
[[gnu::always_inline]] inline batch<float> greater(batch<float> a, batch<float> b) noexcept {
  return batch<float>(_mm_max_ps(a, b));
}
[[gnu::always_inline]] inline batch<float> sqrt(batch<float> a) noexcept {
  return batch<float>(_mm_sqrt_ps(a));
}

[[gnu::always_inline]] inline mask_type<batch<float>> eq(batch<float> a, batch<float> b) noexcept {
  return mask_type<batch<float>>(_mm_cmpeq_ps(a, b));
}
[[gnu::always_inline]] inline mask_type<batch<float>> ne(batch<float> a, batch<float> b) noexcept {
  return mask_type<batch<float>>(_mm_cmpneq_ps(a, b));
}
[[gnu::always_inline]] inline mask_type<batch<float>> lt(batch<float> a, batch<float> b) noexcept {
  return mask_type<batch<float>>(_mm_cmplt_ps(a, b));
}
[[gnu::always_inline]] inline mask_type<batch<float>> le(batch<float> a, batch<float> b) noexcept {
  return mask_type<batch<float>>(_mm_cmple_ps(a, b));
}
[[gnu::always_inline]] inline mask_type<batch<float>> gt(batch<float> a, batch<float> b) noexcept {
  return mask_type<batch<float>>(_mm_cmpgt_ps(a, b));
}
[[gnu::always_inline]] inline mask_type<batch<float>> ge(batch<float> a, batch<float> b) noexcept {
  return mask_type<batch<float>>(_mm_cmpge_ps(a, b));
}
[[gnu::always_inline]] inline mask_type<batch<float>> is_nan(batch<float> a) noexcept {
  return mask_type<batch<float>>(_mm_cmpunord_ps(a, a));
}
#if XSIMD_WITH_SSE4_1
[[gnu::always_inline]] inline batch<float> select(mask_type<batch<float>> m, batch<float> a,
                                                  batch<float> b) noexcept {
  return batch<float>(_mm_blendv_ps(b, a, m));
}
#else
[[gnu::always_inline]] inline batch<float> select(mask_type<batch<float>> m, batch<float> a,
                                                  batch<float> b) noexcept {
  return batch<float>(_mm_or_ps(_mm_and_ps(m, a), _mm_andnot_ps(m, b)));
}
#endif
[[gnu::always_inline]] inline mask_type<batch<float>> mask_and(mask_type<batch<float>> a,
                                                               mask_type<batch<float>> b) noexcept {
  return mask_type<batch<float>>(_mm_and_ps(a, b));
}
[[gnu::always_inline]] inline mask_type<batch<float>> mask_or(mask_type<batch<float>> a,
                                                              mask_type<batch<float>> b) noexcept {
  return mask_type<batch<float>>(_mm_or_ps(a, b));
}
[[gnu::always_inline]] inline mask_type<batch<float>> mask_not(mask_type<batch<float>> a) noexcept {
  return mask_type<batch<float>>(_mm_xor_ps(a, _mm_castsi128_ps(_mm_set1_epi32(-1))));
}
[[gnu::always_inline]] inline bool any(mask_type<batch<float>> a) noexcept {
  return _mm_movemask_ps(a) != 0;
}
[[gnu::always_inline]] inline bool all(mask_type<batch<float>> a) noexcept {
  return _mm_movemask_ps(a) == 0xf;
}

[[gnu::always_inline]] inline batch<float> bits_and(batch<float> a, batch<float> b) noexcept {
  return batch<float>(_mm_and_ps(a, b));
}
[[gnu::always_inline]] inline batch<float> bits_or(batch<float> a, batch<float> b) noexcept {
  return batch<float>(_mm_or_ps(a, b));
}
[[gnu::always_inline]] inline batch<float> bits_xor(batch<float> a, batch<float> b) noexcept {
  return batch<float>(_mm_xor_ps(a, b));
}
[[gnu::always_inline]] inline batch<float> bits_add(batch<float> a, batch<float> b) noexcept {
  return batch<float>(_mm_castsi128_ps(_mm_add_epi32(_mm_castps_si128(a), _mm_castps_si128(b))));
}
[[gnu::always_inline]] inline batch<float> bits_sub(batch<float> a, batch<float> b) noexcept {
  return batch<float>(_mm_castsi128_ps(_mm_sub_epi32(_mm_castps_si128(a), _mm_castps_si128(b))));
}
template <int n>
[[gnu::always_inline]] inline batch<float> bits_left(batch<float> a) noexcept {
  return batch<float>(_mm_castsi128_ps(_mm_slli_epi32(_mm_castps_si128(a), n)));
}
template <int n>
[[gnu::always_inline]] inline batch<float> bits_right(batch<float> a) noexcept {
  return batch<float>(_mm_castsi128_ps(_mm_srli_epi32(_mm_castps_si128(a), n)));
}

#if XSIMD_WITH_SSE4_1
[[gnu::always_inline]] inline batch<float> floor(batch<float> a) noexcept {
  return batch<float>(_mm_round_ps(a, _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC));
}
[[gnu::always_inline]] inline batch<float> round_to_even(batch<float> a) noexcept {
  return batch<float>(_mm_round_ps(a, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC));
}
#else
// Adding and subtracting the first number without fraction bits rounds; larger numbers have none.
[[gnu::always_inline]] inline batch<float> round_to_even(batch<float> a) noexcept {
  batch<float> const sign(_mm_and_ps(a, _mm_set1_ps(-0.0f)));
  batch<float> const size(_mm_xor_ps(a, sign));
  batch<float> const big(0x1p23f);
  batch<float> const whole = select(lt(size, big), (size + big) - big, size);
  return batch<float>(_mm_or_ps(whole, sign));
}
[[gnu::always_inline]] inline batch<float> floor(batch<float> a) noexcept {
  batch<float> const whole = round_to_even(a);
  batch<float> const lower = whole - batch<float>(1.0f);
  return select(gt(whole, a), lower, whole);
}
#endif

}  // namespace gradsmith::simd

#endif
