// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// What the experts compute with: exponential, logarithm and sums of logarithms in double, by hand where there is AVX-512. They use
// the library's vector primitives, none of its kernels.

#pragma once

#include <array>
#include <cmath>
#include <cstddef>

#include <gradsmith/support/simd.hpp>

#if defined(__AVX512F__)
#include <immintrin.h>
#endif

namespace benchmarks::expert {

using V = gradsmith::simd::batch<double>;
namespace simd = gradsmith::simd;
inline constexpr auto W = static_cast<std::size_t>(simd::width<V>);

#if defined(__AVX512F__)

inline constexpr std::array<double, 16> powers = {  // 2^(j/16)
    1.0,
    1.0442737824274138,
    1.0905077326652577,
    1.1387886347566916,
    1.189207115002721,
    1.241857812073484,
    1.2968395546510096,
    1.3542555469368927,
    1.4142135623730951,
    1.4768261459394993,
    1.5422108254079407,
    1.6104903319492543,
    1.681792830507429,
    1.7562521603732995,
    1.8340080864093424,
    1.9152065613971474};

/// e^x for x <= 0: 2^(n/16) from a register table, a polynomial of degree 6 for the rest; below 1.5
/// ulp.
[[gnu::always_inline]] inline V exp_nonpositive(V x) {
  auto const a = _mm512_max_pd(x.data, _mm512_set1_pd(-1e5));
  auto const magic = _mm512_set1_pd(0x1.8p52);
  auto const shifted = _mm512_fmadd_pd(a, _mm512_set1_pd(23.083120654223414), magic);
  auto const n = _mm512_sub_pd(shifted, magic);
  auto r = _mm512_fnmadd_pd(n, _mm512_set1_pd(0x1.62e42fee00000p-5), a);
  r = _mm512_fnmadd_pd(n, _mm512_set1_pd(1.1926343307941173e-11), r);
  auto const r2 = _mm512_mul_pd(r, r);
  auto const high = _mm512_fmadd_pd(_mm512_set1_pd(0x1.6c17bb51f236dp-10), r,
                                    _mm512_set1_pd(0x1.11120af701debp-7));
  auto const low = _mm512_fmadd_pd(_mm512_set1_pd(0x1.55555554dd44dp-3), r, _mm512_set1_pd(0.5));
  auto const middle = _mm512_fmadd_pd(r, high, _mm512_set1_pd(0x1.55555555194d2p-5));
  auto const p = _mm512_fmadd_pd(r2, _mm512_fmadd_pd(r2, middle, low), r);
  auto const t =
      _mm512_permutex2var_pd(_mm512_loadu_pd(powers.data()), _mm512_castpd_si512(shifted),
                             _mm512_loadu_pd(powers.data() + 8));
  return V(_mm512_scalef_pd(_mm512_fmadd_pd(t, p, t), _mm512_mul_pd(n, _mm512_set1_pd(0.0625))));
}

/// log(1 + q) for 0 <= q < 2^1000.
[[gnu::always_inline]] inline V log1p_nonnegative(V q) {
  auto const one = _mm512_set1_pd(1);
  auto const u = _mm512_add_pd(one, q.data);
  auto const m = _mm512_getmant_pd(u, _MM_MANT_NORM_p75_1p5, _MM_MANT_SIGN_zero);
  auto const halved = _mm512_cmp_pd_mask(m, one, _CMP_LT_OQ);
  auto const e = _mm512_getexp_pd(u);
  auto const k = _mm512_mask_add_pd(e, halved, e, one);
  auto const exact = _mm512_cmp_pd_mask(k, _mm512_setzero_pd(), _CMP_EQ_OQ);
  auto const f = _mm512_mask_mov_pd(_mm512_sub_pd(m, one), exact, q.data);
  auto const s = _mm512_div_pd(f, _mm512_add_pd(_mm512_set1_pd(2), f));
  auto const z = _mm512_mul_pd(s, s);
  auto p = _mm512_set1_pd(2.0 / 23);
  for (double const odd : {21., 19., 17., 15., 13., 11., 9., 7., 5., 3.})
    p = _mm512_fmadd_pd(p, z, _mm512_set1_pd(2 / odd));
  p = _mm512_mul_pd(p, z);
  auto const tail = _mm512_fmadd_pd(k, _mm512_set1_pd(1.9082149292705877e-10), _mm512_mul_pd(s, p));
  return V(_mm512_fmadd_pd(k, _mm512_set1_pd(0.693147180369123816490),
                           _mm512_add_pd(_mm512_add_pd(s, s), tail)));
}

/// t where a >= 0, f elsewhere; -|a|.
[[gnu::always_inline]] inline V where_nonnegative(V a, V t, V f) {
  return V(_mm512_mask_mov_pd(t.data, _mm512_movepi64_mask(_mm512_castpd_si512(a.data)), f.data));
}
[[gnu::always_inline]] inline V minus_abs(V a) {
  return V(_mm512_castsi512_pd(
      _mm512_or_si512(_mm512_castpd_si512(a.data), _mm512_set1_epi64(INT64_MIN))));
}

#else

inline V exp_nonpositive(V x) { return simd::exp(x); }
inline V log1p_nonnegative(V q) { return simd::log1p(q); }
inline V where_nonnegative(V a, V t, V f) { return simd::select(a >= V(0.0), t, f); }
inline V minus_abs(V a) { return V(0.0) - simd::max(a, V(0.0) - a); }

#endif

/// Cache lines of the next block that are fetched per group of W rows while the elementwise part
/// computes, and while the weighted sum does: without them the memory idles meanwhile (10.9 ns per
/// row of 32 against 9.1 beyond the cache).
inline constexpr std::size_t lines_elementwise = 8, lines_sum = 4;

/// The sum over observations of log(1 + e^t) for vectors of t: max(t, 0) + log1p(e), e = e^-|t|,
/// where log1p is taken once of Q = prod(1 + e) - 1 over 16 vectors, which keeps full relative
/// accuracy.
struct loss_sum {
  V linear = V(0.0), logs = V(0.0), q = V(0.0);
  [[gnu::always_inline]] void add(V t, V e) {
    linear = linear + where_nonnegative(t, t, V(0.0));
    q = simd::fma(q, e, q + e);
  }
  [[gnu::always_inline]] void fold() {
    logs = logs + log1p_nonnegative(q);
    q = V(0.0);
  }
  double total() const { return simd::reduce_add(linear + logs); }
};

}  // namespace benchmarks::expert
