// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Sixteen reciprocals and their logarithms in four registers: the logarithm in double on AVX-512.
#pragma once

#include <gradsmith/support/math/exponent.hpp>

namespace gradsmith::simd::detail {

/// AVX-512 looks up a table of sixteen doubles in one instruction. Elsewhere a longer polynomial is
/// faster than gathering.
template <value V, class = isa>
inline constexpr bool has_table = XSIMD_WITH_AVX512F && sizeof(element_type<V>) == 8;

/// Row i is for numbers whose first four fraction bits are i, 0.75 <= m < 1.5: a number c near 1/m
/// and -log c, chosen so that the latter is a double to 2^-72. From scripts/minimax.py. Around 1,
/// c = 1, so that small results keep their digits; -0 keeps the sign of log1p(-0).
template <class = isa>
struct log_table {
  alignas(64) static constexpr double reciprocal[16] = {0x1.0p+0,
                                                        0x1.d41d67e59d41dp-1,
                                                        0x1.bacfa96d1bad0p-1,
                                                        0x1.a41b08489a41ap-1,
                                                        0x1.8f9c90b8418fap-1,
                                                        0x1.7d0704e7505f4p-1,
                                                        0x1.6c172d8e96c17p-1,
                                                        0x1.5c99354731057p-1,
                                                        0x1.4e5e91edf0539p+0,
                                                        0x1.414148c0c1414p+0,
                                                        0x1.3522517cf78c1p+0,
                                                        0x1.29e434510129ep+0,
                                                        0x1.1f70635a11f70p+0,
                                                        0x1.15b1fa6b1270dp+0,
                                                        0x1.0c971ac74da3bp+0,
                                                        0x1.0p+0};
  alignas(64) static constexpr double logarithm[16] = {-0.0,
                                                       0x1.6f0bdb9544403p-4,
                                                       0x1.2954bfe9625c7p-3,
                                                       0x1.9521e16e3a5d6p-3,
                                                       0x1.fb8f2125efd4ep-3,
                                                       0x1.2e8b4e81704c6p-2,
                                                       0x1.5d1aabd4a5c66p-2,
                                                       0x1.89a12beb7a79ap-2,
                                                       -0x1.117a870ada391p-2,
                                                       -0x1.d103aef32558ep-3,
                                                       -0x1.823f72304dba6p-3,
                                                       -0x1.3660b2ae33e6bp-3,
                                                       -0x1.da73fdfbb1adbp-4,
                                                       -0x1.4d32437d4cceep-4,
                                                       -0x1.894b5208b94c9p-5,
                                                       -0.0};
};

template <class = isa>
[[gnu::always_inline]] inline double look_up(double const (&table)[16], double key) noexcept {
  return table[(detail::to_bits(key) >> 48) & 15];
}
#if XSIMD_WITH_AVX512F
[[gnu::always_inline]] inline batch<double> look_up(double const (&table)[16],
                                                    batch<double> key) noexcept {
  __m512i const index = _mm512_castpd_si512(simd::bits_right<48>(key));  // its low four bits count
  return batch<double>(
      _mm512_permutex2var_pd(_mm512_load_pd(table), index, _mm512_load_pd(table + 8)));
}
#endif

/// log(1 + f) + n ln 2, where key has the fraction bits of 1 + f, about: with c of the table and
/// r = (1 + f) c - 1, |r| <= 1/16, it is -log c + r - r^2/2 + r^3 P(r), relative error of the
/// polynomial below 2^-56.
template <value V, class I = isa>
[[gnu::always_inline]] inline V log_by_table(V f, V key, V minus_n) noexcept {
  using b = binary<double>;
  V const c = detail::look_up(log_table<I>::reciprocal, key);
  V const r = simd::fms(f, c, V(1.0) - c);
  V const square = r * r;
  V const even = detail::horner(square, 0x1.c59a6bea56882p-4, 0x1.2492d9209c0bfp-3,
                                0x1.9999997ee1d8ap-3, 0x1.5555555556085p-2);
  V const odd = detail::horner(square, -0x1.668f0d15f8f60p-4, -0x1.000afbbbe8c6bp-3,
                               -0x1.55555436deaeep-3, -0x1.00000000005fdp-2);
  V const tail = simd::fma(r, simd::fma(odd, r, even), V(-0.5));
  V const low = simd::fma(square, tail, minus_n * V(-b::ln2_low));
  V const sum = (r + low) + detail::look_up(log_table<I>::logarithm, key);
  return simd::fnma(minus_n, V(b::ln2_high), sum);
}

}  // namespace gradsmith::simd::detail
