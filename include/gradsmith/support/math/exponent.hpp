// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Powers of two taken out of numbers and put into them: what exp, log and their relatives share.
#pragma once

#include <gradsmith/support/simd/common.hpp>

namespace gradsmith::simd::detail {

/// The binary layout of a type and its logarithmic constants. ln2_high has so many trailing zeros
/// that its product with any exponent is exact; ln2_high + ln2_low is ln 2 to about 95 (39) bits.
template <scalar T>
struct binary;
template <>
struct binary<double> {
  static constexpr int fraction_bits = 52;
  static constexpr double bias = 1023;
  static constexpr double ulp_one = 0x1.8p52;  ///< adding it rounds to an integer in the low bits
  static constexpr double integer = 0x1p52;    ///< or-ing an integer into its low bits adds it
  static constexpr double smallest_normal = 0x1p-1022;
  static constexpr double log2_e = 0x1.71547652b82fep+0;
  static constexpr double ln2_high = 0x1.62e42fefa3800p-1;
  static constexpr double ln2_low = 0x1.ef35793c76730p-45;
};
template <>
struct binary<float> {
  static constexpr int fraction_bits = 23;
  static constexpr float bias = 127;
  static constexpr float ulp_one = 0x1.8p23f;
  static constexpr float integer = 0x1p23f;
  static constexpr float smallest_normal = 0x1p-126f;
  static constexpr float log2_e = 0x1.715476p+0f;
  static constexpr float ln2_high = 0x1.62e4p-1f;
  static constexpr float ln2_low = 0x1.7f7d1cp-20f;
};

/// c0 x^n + c1 x^(n-1) + ... + cn.
template <class = isa, value V, class... C>
[[gnu::always_inline]] inline V horner(V x, element_type<V> c0, C... c) noexcept {
  V sum(c0);
  ((sum = simd::fma(sum, x, V(c))), ...);
  return sum;
}

/// x clamped to [low, high]; NaN stays.
template <value V, class = isa>
[[gnu::always_inline]] inline V clamp(V x, element_type<V> low, element_type<V> high) noexcept {
  return simd::greater(V(low), simd::lesser(V(high), x));
}

/// The integer nearest to some number, and the same with 2 * bias added, in the low bits.
template <value V>
struct whole {
  V number, bits;
};

/// x / ln 2, rounded. Requires |x| < 1400 (double), 170 (float), or NaN.
template <value V, class = isa>
[[gnu::always_inline]] inline whole<V> divided_by_ln2(V x) noexcept {
  using b = binary<element_type<V>>;
  V const shift(b::ulp_one + 2 * b::bias);
  V const bits = simd::fma(x, V(b::log2_e), shift);
  return {bits - shift, bits};
}

/// 2^n. Requires -bias < n <= bias.
template <value V, class = isa>
[[gnu::always_inline]] inline V power_of_two(V n) noexcept {
  using b = binary<element_type<V>>;
  return simd::bits_left<b::fraction_bits>(n + V(b::ulp_one + b::bias));
}

/// p 2^n with one rounding, also where the result is subnormal or overflows: two factors, of which
/// the first is exact. Requires 1/2 <= |p| <= 2 (or 0), |n| <= 1400 (170).
template <value V, class = isa>
[[gnu::always_inline]] inline V scale(V p, whole<V> n) noexcept {
  constexpr int shift = binary<element_type<V>>::fraction_bits;
  V const half = simd::bits_right<1>(n.bits);
  V const rest = simd::bits_sub(n.bits, half);
  return p * simd::bits_left<shift>(half) * simd::bits_left<shift>(rest);
}

/// x = 2^exponent * mantissa, 0.75 <= mantissa < 1.5.
template <value V>
struct parts_of {
  V exponent, mantissa;
};

/// Splits a positive number, also a subnormal one. Any other argument gives any result.
template <value V, class = isa>
[[gnu::always_inline]] inline parts_of<V> split(V x) noexcept {
  using T = element_type<V>;
  using b = binary<T>;
  constexpr int shift = b::fraction_bits;
  constexpr T up = shift == 52 ? T(0x1p54) : T(0x1p25);  // makes subnormals normal
  constexpr T up_exponent = shift == 52 ? T(54) : T(25);
  auto const tiny = simd::lt(x, V(b::smallest_normal));
  V const y = simd::select(tiny, x * V(up), x);
  // Half of the range of fractions carries into the exponent: 1.5 2^k becomes 0.75 2^(k+1).
  V const half = simd::from_pattern<V>(std::uint64_t(1) << (shift - 1));
  V const one(T(1));
  V const exponents = simd::from_pattern<V>((shift == 52 ? 0xfffull : 0x1ffull) << shift);
  V const field = simd::bits_and(simd::bits_add(y, half), exponents);
  V const mantissa = simd::bits_add(simd::bits_sub(y, field), one);
  V const biased = simd::bits_or(simd::bits_right<shift>(field), V(b::integer));
  V const offset =
      simd::select(tiny, V(b::integer + b::bias + up_exponent), V(b::integer + b::bias));
  return {biased - offset, mantissa};
}

/// -n, given 2^n or, to some machines more convenient, 2^-n. Never -0.
template <value V, class = isa>
[[gnu::always_inline]] inline V minus_exponent(V power, V) noexcept {
  using b = binary<element_type<V>>;
  V const biased = simd::bits_or(simd::bits_right<b::fraction_bits>(power), V(b::integer));
  return V(b::integer + b::bias) - biased;
}

/// A logarithm's special cases: result where 0 < x < inf; -inf at 0, inf at inf, else NaN.
template <value V, class = isa>
[[gnu::always_inline]] inline V log_special_cases(V result, V x) noexcept {
  using T = element_type<V>;
  V const infinity(std::numeric_limits<T>::infinity());
  V const nan(std::numeric_limits<T>::quiet_NaN());
  V const zero(T(0));
  V const below = simd::select(simd::eq(x, zero), simd::negate(infinity), nan);
  V const above = simd::select(simd::lt(x, infinity), result, x);
  return simd::select(simd::gt(x, zero), above, below);
}

#if XSIMD_WITH_AVX512F
// The same values from instructions made for the purpose.
#pragma GCC diagnostic push
#ifndef __clang__
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#endif
[[gnu::always_inline]] inline batch<double> scale(batch<double> p,
                                                  whole<batch<double>> n) noexcept {
  return batch<double>(_mm512_scalef_pd(p, n.number));
}
[[gnu::always_inline]] inline batch<float> scale(batch<float> p, whole<batch<float>> n) noexcept {
  return batch<float>(_mm512_scalef_ps(p, n.number));
}
[[gnu::always_inline]] inline parts_of<batch<double>> split(batch<double> x) noexcept {
  __m512d const m = _mm512_getmant_pd(x, _MM_MANT_NORM_p75_1p5, _MM_MANT_SIGN_src);
  __m512d const e = _mm512_getexp_pd(x), one = _mm512_set1_pd(1);
  __mmask8 const carried = _mm512_cmp_pd_mask(m, one, _CMP_LT_OQ);
  return {batch<double>(_mm512_mask_add_pd(e, carried, e, one)), batch<double>(m)};
}
[[gnu::always_inline]] inline parts_of<batch<float>> split(batch<float> x) noexcept {
  __m512 const m = _mm512_getmant_ps(x, _MM_MANT_NORM_p75_1p5, _MM_MANT_SIGN_src);
  __m512 const e = _mm512_getexp_ps(x), one = _mm512_set1_ps(1);
  __mmask16 const carried = _mm512_cmp_ps_mask(m, one, _CMP_LT_OQ);
  return {batch<float>(_mm512_mask_add_ps(e, carried, e, one)), batch<float>(m)};
}
[[gnu::always_inline]] inline batch<double> minus_exponent(batch<double>,
                                                           batch<double> inverse) noexcept {
  return batch<double>(_mm512_getexp_pd(inverse));
}
[[gnu::always_inline]] inline batch<float> minus_exponent(batch<float>,
                                                          batch<float> inverse) noexcept {
  return batch<float>(_mm512_getexp_ps(inverse));
}
// Four bits for each class of x: NaN and NaN stay, 0 gives -inf, inf inf, -inf and negatives NaN.
inline constexpr int log_classes = 0x03530422;
[[gnu::always_inline]] inline batch<double> log_special_cases(batch<double> result,
                                                              batch<double> x) noexcept {
  __m512i const classes = _mm512_set1_epi64(log_classes);
  return batch<double>(_mm512_fixupimm_pd(result, x, classes, 0));
}
[[gnu::always_inline]] inline batch<float> log_special_cases(batch<float> result,
                                                             batch<float> x) noexcept {
  return batch<float>(_mm512_fixupimm_ps(result, x, _mm512_set1_epi32(log_classes), 0));
}
#pragma GCC diagnostic pop
#endif

}  // namespace gradsmith::simd::detail
