// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The expert: the fastest kernel we can write by hand for value and gradient of the logistic loss
// in double, the measure for what the library generates. It uses the library's vector primitives,
// none of its kernels.

#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include <gradsmith/support/simd.hpp>

#include "logistic_problem.hpp"

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

/// One pass over X in blocks of about 16 KB: margins of the block's rows by dot products with w in
/// registers, loss and derivative, and the rows' weighted sum while they are in the first-level
/// cache. N vectors hold a row. The next block is fetched meanwhile.
template <std::size_t N, bool WithValue>
double fixed_width(logistic_problem const& p, double* gradient) {
  constexpr std::size_t rows_per_block = std::clamp<std::size_t>(2048 / (N * W) / W * W, 16, 256);
  constexpr std::size_t flight = N == 1   ? 8
                                 : N == 2 ? 4
                                 : N == 4 ? 2
                                          : 1;  // rows per step of the weighted sum
  V w[N], sum[N], g_sum(0.0);
#pragma GCC unroll 8
  for (std::size_t v = 0; v < N; ++v) w[v] = simd::load<V>(p.w + v * W), sum[v] = V(0.0);
  V const bias(p.b);
  loss_sum loss;
  alignas(64) double margin[rows_per_block], slope[rows_per_block];
  auto const stride = p.stride;
  auto const whole = p.rows - p.rows % W;

  for (std::size_t begin = 0; begin < whole; begin += rows_per_block) {
    auto const count = std::min(rows_per_block, whole - begin);
    double const* const x = p.x + begin * stride;

    for (std::size_t r = 0; r < count; r += W) {
      V dots[W];
#pragma GCC unroll 16
      for (std::size_t l = 0; l < W; ++l) {
        double const* const row = x + (r + l) * stride;
        V s = simd::load<V>(row) * w[0];
#pragma GCC unroll 8
        for (std::size_t v = 1; v < N; ++v) s = simd::fma(simd::load<V>(row + v * W), w[v], s);
        asm volatile("" : : "x"(s.data));
        dots[l] = s;
      }
      simd::store(margin + r, simd::sum_each(dots));
    }

    double const* const next = x + rows_per_block * stride;
    for (std::size_t r = 0; r < count; r += W) {
#pragma GCC unroll 8
      for (std::size_t line = 0; line < lines_elementwise; ++line)
        __builtin_prefetch(next + (r / W * lines_elementwise + line) * 8);
      auto const y = V(0.0) - simd::load<V>(p.y + begin + r);
      auto const t = y * (simd::load<V>(margin + r) + bias);
      auto const e = exp_nonpositive(minus_abs(t));
      if constexpr (WithValue) {
        loss.add(t, e);
        if ((r / W) % 16 == 15) loss.fold();
      }
      auto const g = y * where_nonnegative(t, V(1.0), e) / (V(1.0) + e);
      g_sum = g_sum + g;
      simd::store(slope + r, g);
    }
    if constexpr (WithValue) loss.fold();

    V part[flight][N];
#pragma GCC unroll 8
    for (std::size_t u = 0; u < flight; ++u)
#pragma GCC unroll 8
      for (std::size_t v = 0; v < N; ++v) part[u][v] = V(0.0);
    double const* const rest = next + count / W * lines_elementwise * 8;
    for (std::size_t r = 0; r < count; r += flight) {
      if (r % W == 0)
#pragma GCC unroll 8
        for (std::size_t line = 0; line < lines_sum; ++line)
          __builtin_prefetch(rest + (r / W * lines_sum + line) * 8);
#pragma GCC unroll 8
      for (std::size_t u = 0; u < flight; ++u)
#pragma GCC unroll 8
        for (std::size_t v = 0; v < N; ++v)
          part[u][v] =
              simd::fma(V(slope[r + u]), simd::load<V>(x + (r + u) * stride + v * W), part[u][v]);
    }
#pragma GCC unroll 8
    for (std::size_t v = 0; v < N; ++v)
#pragma GCC unroll 8
      for (std::size_t u = 0; u < flight; ++u) sum[v] = sum[v] + part[u][v];
  }

  double value = WithValue ? loss.total() : 0.0, db = simd::reduce_add(g_sum);
  auto const d = N * W;
  for (std::size_t v = 0; v < N; ++v) simd::store(gradient + v * W, sum[v]);
  for (std::size_t i = whole; i < p.rows; ++i) {
    double t = p.b;
    for (std::size_t j = 0; j < d; ++j) t += p.x[i * stride + j] * p.w[j];
    t *= -p.y[i];
    double const e = std::exp(-std::abs(t)), g = -p.y[i] * (t >= 0 ? 1 : e) / (1 + e);
    if (WithValue) value += std::max(t, 0.0) + std::log1p(e);
    for (std::size_t j = 0; j < d; ++j) gradient[j] += g * p.x[i * stride + j];
    db += g;
  }
  double const scale = 1 / static_cast<double>(p.rows);
  for (std::size_t j = 0; j < d; ++j) gradient[j] *= scale;
  gradient[d] = db * scale;
  return value * scale;
}

/// Rows of 1, 2, 4 or 8 vectors; NaN for other widths.
template <bool WithValue>
double logistic(logistic_problem const& p, double* gradient) {
  if (p.columns == 8 * W) return fixed_width<8, WithValue>(p, gradient);
  if (p.columns == 4 * W) return fixed_width<4, WithValue>(p, gradient);
  if (p.columns == 2 * W) return fixed_width<2, WithValue>(p, gradient);
  if (p.columns == W) return fixed_width<1, WithValue>(p, gradient);
  return std::nan("");
}

}  // namespace benchmarks::expert
