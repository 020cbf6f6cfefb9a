// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Arithmetic, comparisons and bit patterns of batches on AVX-512 (only its foundation, F, is used).
#pragma once

#include <gradsmith/support/simd/batch.hpp>

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

// double: 8 lanes.

[[gnu::always_inline]] inline batch<double> fma(batch<double> a, batch<double> b,
                                                batch<double> c) noexcept {
  return batch<double>(_mm512_fmadd_pd(a, b, c));
}
[[gnu::always_inline]] inline batch<double> fnma(batch<double> a, batch<double> b,
                                                 batch<double> c) noexcept {
  return batch<double>(_mm512_fnmadd_pd(a, b, c));
}
[[gnu::always_inline]] inline batch<double> fms(batch<double> a, batch<double> b,
                                                batch<double> c) noexcept {
  return batch<double>(_mm512_fmsub_pd(a, b, c));
}
[[gnu::always_inline]] inline batch<double> lesser(batch<double> a, batch<double> b) noexcept {
  return batch<double>(_mm512_min_pd(a, b));
}
[[gnu::always_inline]] inline batch<double> greater(batch<double> a, batch<double> b) noexcept {
  return batch<double>(_mm512_max_pd(a, b));
}
[[gnu::always_inline]] inline batch<double> sqrt(batch<double> a) noexcept {
  return batch<double>(_mm512_sqrt_pd(a));
}
[[gnu::always_inline]] inline batch<double> floor(batch<double> a) noexcept {
  return batch<double>(_mm512_roundscale_pd(a, _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC));
}
[[gnu::always_inline]] inline batch<double> round_to_even(batch<double> a) noexcept {
  return batch<double>(_mm512_roundscale_pd(a, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC));
}

[[gnu::always_inline]] inline mask_type<batch<double>> eq(batch<double> a,
                                                          batch<double> b) noexcept {
  return mask_type<batch<double>>(_mm512_cmp_pd_mask(a, b, _CMP_EQ_OQ));
}
[[gnu::always_inline]] inline mask_type<batch<double>> ne(batch<double> a,
                                                          batch<double> b) noexcept {
  return mask_type<batch<double>>(_mm512_cmp_pd_mask(a, b, _CMP_NEQ_UQ));
}
[[gnu::always_inline]] inline mask_type<batch<double>> lt(batch<double> a,
                                                          batch<double> b) noexcept {
  return mask_type<batch<double>>(_mm512_cmp_pd_mask(a, b, _CMP_LT_OQ));
}
[[gnu::always_inline]] inline mask_type<batch<double>> le(batch<double> a,
                                                          batch<double> b) noexcept {
  return mask_type<batch<double>>(_mm512_cmp_pd_mask(a, b, _CMP_LE_OQ));
}
[[gnu::always_inline]] inline mask_type<batch<double>> gt(batch<double> a,
                                                          batch<double> b) noexcept {
  return mask_type<batch<double>>(_mm512_cmp_pd_mask(a, b, _CMP_GT_OQ));
}
[[gnu::always_inline]] inline mask_type<batch<double>> ge(batch<double> a,
                                                          batch<double> b) noexcept {
  return mask_type<batch<double>>(_mm512_cmp_pd_mask(a, b, _CMP_GE_OQ));
}
[[gnu::always_inline]] inline mask_type<batch<double>> is_nan(batch<double> a) noexcept {
  return mask_type<batch<double>>(_mm512_cmp_pd_mask(a, a, _CMP_UNORD_Q));
}
[[gnu::always_inline]] inline batch<double> select(mask_type<batch<double>> m, batch<double> a,
                                                   batch<double> b) noexcept {
  return batch<double>(_mm512_mask_blend_pd(m, b, a));
}
[[gnu::always_inline]] inline mask_type<batch<double>> mask_and(
    mask_type<batch<double>> a, mask_type<batch<double>> b) noexcept {
  return mask_type<batch<double>>(static_cast<__mmask8>(a.data & b.data));
}
[[gnu::always_inline]] inline mask_type<batch<double>> mask_or(
    mask_type<batch<double>> a, mask_type<batch<double>> b) noexcept {
  return mask_type<batch<double>>(static_cast<__mmask8>(a.data | b.data));
}
[[gnu::always_inline]] inline mask_type<batch<double>> mask_not(
    mask_type<batch<double>> a) noexcept {
  return mask_type<batch<double>>(static_cast<__mmask8>(~a.data));
}
[[gnu::always_inline]] inline bool any(mask_type<batch<double>> a) noexcept { return a.data != 0; }
[[gnu::always_inline]] inline bool all(mask_type<batch<double>> a) noexcept {
  return mask_not(a).data == 0;
}

[[gnu::always_inline]] inline batch<double> bits_and(batch<double> a, batch<double> b) noexcept {
  return batch<double>(
      _mm512_castsi512_pd(_mm512_and_si512(_mm512_castpd_si512(a), _mm512_castpd_si512(b))));
}
[[gnu::always_inline]] inline batch<double> bits_or(batch<double> a, batch<double> b) noexcept {
  return batch<double>(
      _mm512_castsi512_pd(_mm512_or_si512(_mm512_castpd_si512(a), _mm512_castpd_si512(b))));
}
[[gnu::always_inline]] inline batch<double> bits_xor(batch<double> a, batch<double> b) noexcept {
  return batch<double>(
      _mm512_castsi512_pd(_mm512_xor_si512(_mm512_castpd_si512(a), _mm512_castpd_si512(b))));
}
[[gnu::always_inline]] inline batch<double> bits_add(batch<double> a, batch<double> b) noexcept {
  return batch<double>(
      _mm512_castsi512_pd(_mm512_add_epi64(_mm512_castpd_si512(a), _mm512_castpd_si512(b))));
}
[[gnu::always_inline]] inline batch<double> bits_sub(batch<double> a, batch<double> b) noexcept {
  return batch<double>(
      _mm512_castsi512_pd(_mm512_sub_epi64(_mm512_castpd_si512(a), _mm512_castpd_si512(b))));
}
template <int n>
[[gnu::always_inline]] inline batch<double> bits_left(batch<double> a) noexcept {
  return batch<double>(_mm512_castsi512_pd(_mm512_slli_epi64(_mm512_castpd_si512(a), n)));
}
template <int n>
[[gnu::always_inline]] inline batch<double> bits_right(batch<double> a) noexcept {
  return batch<double>(_mm512_castsi512_pd(_mm512_srli_epi64(_mm512_castpd_si512(a), n)));
}

// float: 16 lanes.

[[gnu::always_inline]] inline batch<float> fma(batch<float> a, batch<float> b,
                                               batch<float> c) noexcept {
  return batch<float>(_mm512_fmadd_ps(a, b, c));
}
[[gnu::always_inline]] inline batch<float> fnma(batch<float> a, batch<float> b,
                                                batch<float> c) noexcept {
  return batch<float>(_mm512_fnmadd_ps(a, b, c));
}
[[gnu::always_inline]] inline batch<float> fms(batch<float> a, batch<float> b,
                                               batch<float> c) noexcept {
  return batch<float>(_mm512_fmsub_ps(a, b, c));
}
[[gnu::always_inline]] inline batch<float> lesser(batch<float> a, batch<float> b) noexcept {
  return batch<float>(_mm512_min_ps(a, b));
}
[[gnu::always_inline]] inline batch<float> greater(batch<float> a, batch<float> b) noexcept {
  return batch<float>(_mm512_max_ps(a, b));
}
[[gnu::always_inline]] inline batch<float> sqrt(batch<float> a) noexcept {
  return batch<float>(_mm512_sqrt_ps(a));
}
[[gnu::always_inline]] inline batch<float> floor(batch<float> a) noexcept {
  return batch<float>(_mm512_roundscale_ps(a, _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC));
}
[[gnu::always_inline]] inline batch<float> round_to_even(batch<float> a) noexcept {
  return batch<float>(_mm512_roundscale_ps(a, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC));
}

[[gnu::always_inline]] inline mask_type<batch<float>> eq(batch<float> a, batch<float> b) noexcept {
  return mask_type<batch<float>>(_mm512_cmp_ps_mask(a, b, _CMP_EQ_OQ));
}
[[gnu::always_inline]] inline mask_type<batch<float>> ne(batch<float> a, batch<float> b) noexcept {
  return mask_type<batch<float>>(_mm512_cmp_ps_mask(a, b, _CMP_NEQ_UQ));
}
[[gnu::always_inline]] inline mask_type<batch<float>> lt(batch<float> a, batch<float> b) noexcept {
  return mask_type<batch<float>>(_mm512_cmp_ps_mask(a, b, _CMP_LT_OQ));
}
[[gnu::always_inline]] inline mask_type<batch<float>> le(batch<float> a, batch<float> b) noexcept {
  return mask_type<batch<float>>(_mm512_cmp_ps_mask(a, b, _CMP_LE_OQ));
}
[[gnu::always_inline]] inline mask_type<batch<float>> gt(batch<float> a, batch<float> b) noexcept {
  return mask_type<batch<float>>(_mm512_cmp_ps_mask(a, b, _CMP_GT_OQ));
}
[[gnu::always_inline]] inline mask_type<batch<float>> ge(batch<float> a, batch<float> b) noexcept {
  return mask_type<batch<float>>(_mm512_cmp_ps_mask(a, b, _CMP_GE_OQ));
}
[[gnu::always_inline]] inline mask_type<batch<float>> is_nan(batch<float> a) noexcept {
  return mask_type<batch<float>>(_mm512_cmp_ps_mask(a, a, _CMP_UNORD_Q));
}
[[gnu::always_inline]] inline batch<float> select(mask_type<batch<float>> m, batch<float> a,
                                                  batch<float> b) noexcept {
  return batch<float>(_mm512_mask_blend_ps(m, b, a));
}
[[gnu::always_inline]] inline mask_type<batch<float>> mask_and(mask_type<batch<float>> a,
                                                               mask_type<batch<float>> b) noexcept {
  return mask_type<batch<float>>(static_cast<__mmask16>(a.data & b.data));
}
[[gnu::always_inline]] inline mask_type<batch<float>> mask_or(mask_type<batch<float>> a,
                                                              mask_type<batch<float>> b) noexcept {
  return mask_type<batch<float>>(static_cast<__mmask16>(a.data | b.data));
}
[[gnu::always_inline]] inline mask_type<batch<float>> mask_not(mask_type<batch<float>> a) noexcept {
  return mask_type<batch<float>>(static_cast<__mmask16>(~a.data));
}
[[gnu::always_inline]] inline bool any(mask_type<batch<float>> a) noexcept { return a.data != 0; }
[[gnu::always_inline]] inline bool all(mask_type<batch<float>> a) noexcept {
  return mask_not(a).data == 0;
}

[[gnu::always_inline]] inline batch<float> bits_and(batch<float> a, batch<float> b) noexcept {
  return batch<float>(
      _mm512_castsi512_ps(_mm512_and_si512(_mm512_castps_si512(a), _mm512_castps_si512(b))));
}
[[gnu::always_inline]] inline batch<float> bits_or(batch<float> a, batch<float> b) noexcept {
  return batch<float>(
      _mm512_castsi512_ps(_mm512_or_si512(_mm512_castps_si512(a), _mm512_castps_si512(b))));
}
[[gnu::always_inline]] inline batch<float> bits_xor(batch<float> a, batch<float> b) noexcept {
  return batch<float>(
      _mm512_castsi512_ps(_mm512_xor_si512(_mm512_castps_si512(a), _mm512_castps_si512(b))));
}
[[gnu::always_inline]] inline batch<float> bits_add(batch<float> a, batch<float> b) noexcept {
  return batch<float>(
      _mm512_castsi512_ps(_mm512_add_epi32(_mm512_castps_si512(a), _mm512_castps_si512(b))));
}
[[gnu::always_inline]] inline batch<float> bits_sub(batch<float> a, batch<float> b) noexcept {
  return batch<float>(
      _mm512_castsi512_ps(_mm512_sub_epi32(_mm512_castps_si512(a), _mm512_castps_si512(b))));
}
template <int n>
[[gnu::always_inline]] inline batch<float> bits_left(batch<float> a) noexcept {
  return batch<float>(_mm512_castsi512_ps(_mm512_slli_epi32(_mm512_castps_si512(a), n)));
}
template <int n>
[[gnu::always_inline]] inline batch<float> bits_right(batch<float> a) noexcept {
  return batch<float>(_mm512_castsi512_ps(_mm512_srli_epi32(_mm512_castps_si512(a), n)));
}

}  // namespace gradsmith::simd

#pragma GCC diagnostic pop

#endif
