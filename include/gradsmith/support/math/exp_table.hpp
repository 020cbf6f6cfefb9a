// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Sixteen powers of two in two registers: the exponential in double on AVX-512.
#pragma once

#include <gradsmith/support/math/log_table.hpp>

namespace gradsmith::simd::detail {

/// 2^(i/16). From scripts/minimax.py.
template <class = isa>
struct exp_table {
  alignas(64) static constexpr double power[16] = {
      0x1.0p+0,             0x1.0b5586cf9890fp+0, 0x1.172b83c7d517bp+0, 0x1.2387a6e756238p+0,
      0x1.306fe0a31b715p+0, 0x1.3dea64c123422p+0, 0x1.4bfdad5362a27p+0, 0x1.5ab07dd485429p+0,
      0x1.6a09e667f3bcdp+0, 0x1.7a11473eb0187p+0, 0x1.8ace5422aa0dbp+0, 0x1.9c49182a3f090p+0,
      0x1.ae89f995ad3adp+0, 0x1.c199bdd85529cp+0, 0x1.d5818dcfba487p+0, 0x1.ea4afa2a490dap+0};
};

/// table[i] for the i in the last four bits.
template <class = isa>
[[gnu::always_inline]] inline double look_up_low(double const (&table)[16], double key) noexcept {
  return table[detail::to_bits(key) & 15];
}
/// p 2^floor(n), where n is a multiple of 1/16, with one rounding. Requires |n| <= 1400, 1/2 <= p <= 2.
template <class = isa>
[[gnu::always_inline]] inline double scale_floor(double p, double n) noexcept {
  double const whole = __builtin_floor(n);
  return detail::scale(p, detail::whole<double>{whole, whole + (binary<double>::ulp_one + 2 * binary<double>::bias)});
}
#if XSIMD_WITH_AVX512F
#pragma GCC diagnostic push
#ifndef __clang__
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
[[gnu::always_inline]] inline batch<double> look_up_low(double const (&table)[16], batch<double> key) noexcept {
  return batch<double>(_mm512_permutex2var_pd(_mm512_load_pd(table), _mm512_castpd_si512(key.data), _mm512_load_pd(table + 8)));
}
[[gnu::always_inline]] inline batch<double> scale_floor(batch<double> p, batch<double> n) noexcept {
  return batch<double>(_mm512_scalef_pd(p, n));
}
#pragma GCC diagnostic pop
#endif

/// e^y for -746 <= y <= 710, or NaN: 2^n e^r with n = y / ln 2 rounded to sixteenths, the fraction of n from the table, |r| <= ln(2)/32,
/// relative error of the polynomial below 2^-56.
template <value V, class I = isa>
[[gnu::always_inline]] inline V exp_by_table(V y) noexcept {
  using b = binary<double>;
  V const shift(0x1.8p48);  // the last bit of numbers of this size is worth 1/16
  V const bits = simd::fma(y, V(b::log2_e), shift);
  V const n = bits - shift;
  V r = simd::fnma(n, V(b::ln2_high), y);
  r = simd::fnma(n, V(b::ln2_low), r);
  V const square = r * r;
  V const even = detail::horner(square, 0x1.6c185de949f10p-10, 0x1.555555545ea48p-5, 0x1.0000000000005p-1);
  V const odd = detail::horner(square, 0x1.11123aaff0817p-7, 0x1.555555548f869p-3);
  V const p = simd::fma(square, simd::fma(odd, r, even), r);
  V const power = detail::look_up_low(exp_table<I>::power, bits);
  return detail::scale_floor(simd::fma(power, p, power), n);
}

}  // namespace gradsmith::simd::detail
