// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The experts for small and fixed problems, differentiated by hand: one problem in plain numbers, many problems with
// a problem in each lane. Written for numbers and vectors alike, so that both have the same formulas; they use the
// library's vector primitives and sine and cosine of numbers from the standard library.
#pragma once

#include <cmath>
#include <cstddef>
#include <span>

#include <gradsmith/support/simd.hpp>

#include "expert_mathematics.hpp"

namespace benchmarks::expert {

// ---- Rosenbrock's function

/// (1 - x)^2 + 100 (y - x^2)^2 and its gradient.
[[gnu::always_inline]] inline double rosenbrock(double x, double y, double* g) {
  double const a = 1 - x, b = y - x * x;
  g[0] = -400 * x * b - 2 * a;
  g[1] = 200 * b;
  return a * a + 100 * b * b;
}

/// The sum over k of (1 - x_k)^2 + 100 (x_k+1 - x_k^2)^2, n - 1 terms: each difference b is formed once, and carried
/// to the next entry.
template <std::size_t N>
[[gnu::always_inline]] inline double rosenbrock(double const* x, double* g) {
  double total = 0, before = 0;
#pragma GCC unroll 16
  for (std::size_t k = 0; k + 1 < N; ++k) {
    double const a = 1 - x[k], b = x[k + 1] - x[k] * x[k];
    total += a * a + 100 * b * b;
    g[k] = 200 * before - 400 * x[k] * b - 2 * a;
    before = b;
  }
  g[N - 1] = 200 * before;
  return total;
}

/// The same in vectors, for any n > 2: the difference before an entry is formed anew, which costs less than to carry
/// it over lanes.
inline double rosenbrock(std::size_t n, double const* x, double* g) {
  V const c100(100.0), c200(200.0), c400(-400.0), one(1.0);
  V sums[4]{V(0.0), V(0.0), V(0.0), V(0.0)};
  auto const at = [&](std::size_t k, V & sum) __attribute__((always_inline)) {
    V const left = simd::load<V>(x + k - 1), here = simd::load<V>(x + k), right = simd::load<V>(x + k + 1);
    V const a = one - here, b = simd::fnma(here, here, right), before = simd::fnma(left, left, here);
    sum = simd::fma(a, a, simd::fma(c100 * b, b, sum));
    simd::store(g + k, simd::fma(c200, before, simd::fnma(V(2.0), a, c400 * here * b)));
  };
  double const a0 = 1 - x[0], b0 = x[1] - x[0] * x[0];
  double total = a0 * a0 + 100 * b0 * b0;
  g[0] = -400 * x[0] * b0 - 2 * a0;
  std::size_t k = 1;
  for (; k + 4 * W < n; k += 4 * W) {
#pragma GCC unroll 4
    for (std::size_t part = 0; part < 4; ++part) at(k + part * W, sums[part]);
  }
  for (; k + W < n; k += W) at(k, sums[0]);
  for (; k + 1 < n; ++k) {
    double const a = 1 - x[k], b = x[k + 1] - x[k] * x[k];
    total += a * a + 100 * b * b;
    g[k] = 200 * (x[k] - x[k - 1] * x[k - 1]) - 400 * x[k] * b - 2 * a;
  }
  g[n - 1] = 200 * (x[n - 1] - x[n - 2] * x[n - 2]);
  return total + simd::reduce_add((sums[0] + sums[1]) + (sums[2] + sums[3]));
}

// ---- the reprojection error of bundle adjustment

/// Sine and cosine of an angle of a few turns: one reduction for both.
[[gnu::always_inline]] inline void sine_and_cosine(double x, double& sine, double& cosine) {
  sine = std::sin(x), cosine = std::cos(x);
}

/// Horner's scheme, the highest coefficient first.
template <class... Number>
[[gnu::always_inline]] inline V polynomial(V z, double first, Number... rest) {
  V value(first);
  ((value = simd::fma(value, z, V(rest))), ...);
  return value;
}
/// Below 2 ulp of 1 for |x| < 2^20; the coefficients are the library's.
[[gnu::always_inline]] inline void sine_and_cosine(V x, V& sine, V& cosine) {
  V const shift(0x1.8p52), turns = simd::fma(x, V(0x1.45f306dc9c883p-1), shift), n = turns - shift;
  V r = simd::fnma(n, V(0x1.921fb544p+0), x);
  r = simd::fnma(n, V(0x1.0b4611a6p-34), r);
  r = simd::fnma(n, V(0x1.3198a2e037073p-69), r);
  V const z = r * r;
  V const s = simd::fma(z * r,
                        polynomial(z, 0x1.5d9168f56bc2bp-33, -0x1.ae5e60e8f11f6p-26, 0x1.71de35712a443p-19,
                                   -0x1.a01a019c0a5a7p-13, 0x1.111111110f843p-7, -0x1.5555555555549p-3),
                        r);
  V const c = simd::fma(z * z,
                        polynomial(z, -0x1.8facdd2ca89d0p-37, 0x1.1ee9e8a6c9470p-29, -0x1.27e4f80552f96p-22,
                                   0x1.a01a019cab9d9p-16, -0x1.6c16c16c15142p-10, 0x1.555555555554cp-5),
                        simd::fnma(V(0.5), z, V(1.0)));
  V const odd = simd::copysign(V(1.0), simd::bits_left<63>(turns));
  V const up = simd::bits_add(turns, simd::from_pattern<V>(1));
  sine = simd::bits_xor(simd::select(odd < V(0.0), c, s), simd::sign_bit(simd::bits_left<62>(turns)));
  cosine = simd::bits_xor(simd::select(odd < V(0.0), s, c), simd::sign_bit(simd::bits_left<62>(up)));
}

/// cos t, sin t / t, (1 - cos t) / t^2 and the derivatives of these three by t^2, from t^2.
template <class N>
struct rotation_series {
  N cosine, sine, versine, cosine_slope, sine_slope, versine_slope;
};
[[gnu::always_inline]] inline rotation_series<double> rotation(double squares) {
  if (squares > 1e-6) {
    double const angle = std::sqrt(squares), inverse = 1 / squares;
    double s, c;
    sine_and_cosine(angle, s, c);
    double const a = s / angle, b = (1 - c) * inverse;
    return {c, a, b, -0.5 * a, 0.5 * (c - a) * inverse, (0.5 * a - b) * inverse};
  }
  return {1 - squares / 2, 1 - squares / 6, 0.5 - squares / 24, -0.5, -1.0 / 6, -1.0 / 24};
}
[[gnu::always_inline]] inline rotation_series<V> rotation(V squares) {
  auto const large = squares > V(1e-6);
  V const safe = simd::select(large, squares, V(1.0)), angle = simd::sqrt(safe), inverse = V(1.0) / safe;
  V s(0.0), c(0.0);
  sine_and_cosine(angle, s, c);
  V const a = s * angle * inverse, b = (V(1.0) - c) * inverse, half(0.5);
  return {simd::select(large, c, simd::fnma(half, squares, V(1.0))),
          simd::select(large, a, simd::fnma(V(1.0 / 6), squares, V(1.0))),
          simd::select(large, b, simd::fnma(V(1.0 / 24), squares, half)),
          simd::select(large, V(-0.5) * a, V(-0.5)),
          simd::select(large, half * (c - a) * inverse, V(-1.0 / 6)),
          simd::select(large, simd::fma(half, a, V(0.0) - b) * inverse, V(-1.0 / 24))};
}

/// A rotation 3, centre 3, focal length, principal point 2, distortion 2, point 3, weight: 15 arguments q; two
/// errors, and the 2 x 15 derivatives. `put(k, v)` takes derivative k.
template <class N, class Put>
[[gnu::always_inline]] inline void reprojection(N const (&q)[15], N const (&seen)[2], N (&error)[2], Put const& put) {
  N const r[3]{q[0], q[1], q[2]}, p[3]{q[11] - q[3], q[12] - q[4], q[13] - q[5]};
  auto const t = rotation(r[0] * r[0] + r[1] * r[1] + r[2] * r[2]);
  N const across[3]{r[1] * p[2] - r[2] * p[1], r[2] * p[0] - r[0] * p[2], r[0] * p[1] - r[1] * p[0]};
  N const along = r[0] * p[0] + r[1] * p[1] + r[2] * p[2], along_versine = along * t.versine;
  N turned[3];
#pragma GCC unroll 3
  for (int k = 0; k < 3; ++k) turned[k] = p[k] * t.cosine + across[k] * t.sine + r[k] * along_versine;
  N const depth = N(1.0) / turned[2], a = turned[0] * depth, b = turned[1] * depth, radius = a * a + b * b;
  N const slope = q[9] + N(2.0) * q[10] * radius, distortion = N(1.0) + radius * (q[9] + q[10] * radius);
  N const focus = q[14] * q[6], scale = focus * distortion, twice = (focus + focus) * slope;
  // The errors by (a, b), then by the turned point.
  N const by_both = twice * a * b;
  N const by_plane[2][2]{{scale + twice * a * a, by_both}, {by_both, scale + twice * b * b}};
  N const at[2]{a, b};
#pragma GCC unroll 2
  for (int e = 0; e < 2; ++e) {
    N const inside = q[6] * distortion * at[e] + q[7 + e] - seen[e];
    error[e] = q[14] * inside;
    N const g[3]{by_plane[e][0] * depth, by_plane[e][1] * depth,
                 N(0.0) - (by_plane[e][0] * a + by_plane[e][1] * b) * depth};
    N const g_r = g[0] * r[0] + g[1] * r[1] + g[2] * r[2], g_p = g[0] * p[0] + g[1] * p[1] + g[2] * p[2];
    N const g_across = g[0] * across[0] + g[1] * across[1] + g[2] * across[2];
    N const radial = g_p * t.cosine_slope + g_across * t.sine_slope + along * g_r * t.versine_slope,
            both = radial + radial;
    N const p_g[3]{p[1] * g[2] - p[2] * g[1], p[2] * g[0] - p[0] * g[2], p[0] * g[1] - p[1] * g[0]};
    N const g_x_r[3]{g[1] * r[2] - g[2] * r[1], g[2] * r[0] - g[0] * r[2], g[0] * r[1] - g[1] * r[0]};
    N const g_r_versine = g_r * t.versine;
#pragma GCC unroll 3
    for (int k = 0; k < 3; ++k) {
      N const by_point = g[k] * t.cosine + g_x_r[k] * t.sine + r[k] * g_r_versine;
      put(15 * e + k, r[k] * both + p_g[k] * t.sine + p[k] * g_r_versine + g[k] * along_versine);
      put(15 * e + 3 + k, N(0.0) - by_point);
      put(15 * e + 11 + k, by_point);
    }
    put(15 * e + 6, q[14] * distortion * at[e]);
    put(15 * e + 7 + e, q[14]);
    put(15 * e + 8 - e, N(0.0));
    N const by_radial = focus * at[e] * radius;
    put(15 * e + 9, by_radial);
    put(15 * e + 10, by_radial * radius);
    put(15 * e + 14, inside);
  }
}

/// One: the Jacobian by rows.
[[gnu::always_inline]] inline void reprojection(double const* q, double const* seen, double* error, double* jacobian) {
  double all[15], two[2]{seen[0], seen[1]}, errors[2];
#pragma GCC unroll 15
  for (int k = 0; k < 15; ++k) all[k] = q[k];
  reprojection(all, two, errors, [&](int k, double v) { jacobian[k] = v; });
  error[0] = errors[0], error[1] = errors[1];
}

/// n of them, argument k of all in q[k]; derivative k of all in jacobian[k].
inline void reprojections(std::size_t n, double const* const (&q)[15], double const* const (&seen)[2],
                          double* const (&error)[2], double* const (&jacobian)[30]) {
  std::size_t at = 0;
  for (; at + W <= n; at += W) {
    V all[15], two[2]{simd::load<V>(seen[0] + at), simd::load<V>(seen[1] + at)}, errors[2];
#pragma GCC unroll 15
    for (int k = 0; k < 15; ++k) all[k] = simd::load<V>(q[k] + at);
    reprojection(
        all, two, errors, [&](int k, V v) __attribute__((always_inline)) { simd::store(jacobian[k] + at, v); });
    simd::store(error[0] + at, errors[0]), simd::store(error[1] + at, errors[1]);
  }
  for (; at < n; ++at) {
    double all[15], two[2]{seen[0][at], seen[1][at]}, errors[2];
    for (int k = 0; k < 15; ++k) all[k] = q[k][at];
    reprojection(all, two, errors, [&](int k, double v) { jacobian[k][at] = v; });
    error[0][at] = errors[0], error[1][at] = errors[1];
  }
}

// ---- a sum of three exponentials, a_k e^(-b_k t), fitted to y

/// The exponential of any number, as the pointwise experts have it.
[[gnu::always_inline]] inline V exponential(V x) {
#if defined(__AVX512F__)
  return exp_nonpositive(V(_mm512_min_pd(_mm512_set1_pd(1e5), x.data)));
#else
  return simd::exp(x);
#endif
}

/// theta: a_0 .. a_2, b_0 .. b_2. The residuals, and the Jacobian by rows: as many rows as a vector has lanes are
/// transposed in registers, and each is stored with what the next one overwrites.
inline void decay_jacobian(std::size_t n, double const* theta, double const* t, double const* y, double* r,
                           double* jacobian) {
  std::size_t at = 0;
  V a[3], b[3];
  for (int k = 0; k < 3; ++k) a[k] = V(theta[k]), b[k] = V(-theta[3 + k]);
  if constexpr (W == 8) {
    for (; at + W < n; at += W) {
      V const time = simd::load<V>(t + at);
      V total = V(0.0) - simd::load<V>(y + at), rows[W];
      rows[6] = rows[7] = V(0.0);
#pragma GCC unroll 3
      for (std::size_t k = 0; k < 3; ++k) {
        V const e = exponential(b[k] * time), part = a[k] * e;
        total = total + part;
        rows[k] = e, rows[3 + k] = V(0.0) - time * part;
      }
      simd::store(r + at, total);
      simd::transpose(rows);
#pragma GCC unroll 8
      for (std::size_t row = 0; row < W; ++row) simd::store(jacobian + 6 * (at + row), rows[row]);
    }
  }
  for (; at < n; ++at) {
    double total = -y[at];
    for (std::size_t k = 0; k < 3; ++k) {
      double const e = std::exp(-theta[3 + k] * t[at]), part = theta[k] * e;
      total += part;
      jacobian[6 * at + k] = e;
      jacobian[6 * at + 3 + k] = -t[at] * part;
    }
    r[at] = total;
  }
}

/// Half the sum of squares, J'r (6) and J'J (6 x 6, its upper triangle first; then mirrored) in one pass: the
/// Jacobian of as many rows as a vector has lanes stays in registers.
inline double decay_gauss_newton(std::size_t n, double const* theta, double const* t, double const* y, double* gradient,
                                 double* matrix) {
  V sums[21], slopes[6], squares(0.0), a[3], b[3];
  for (V& each : sums) each = V(0.0);
  for (V& each : slopes) each = V(0.0);
  for (int k = 0; k < 3; ++k) a[k] = V(theta[k]), b[k] = V(-theta[3 + k]);
  auto const add = [&](V time, V target, auto const& keep) __attribute__((always_inline)) {
    V j[6], r = V(0.0) - target;
#pragma GCC unroll 3
    for (int k = 0; k < 3; ++k) {
      V const e = keep(exponential(b[k] * time)), part = a[k] * e;
      j[k] = e, j[3 + k] = V(0.0) - time * part;
      r = r + part;
    }
    r = keep(r);
    squares = simd::fma(r, r, squares);
    int cell = 0;
#pragma GCC unroll 6
    for (int row = 0; row < 6; ++row) {
      slopes[row] = simd::fma(j[row], r, slopes[row]);
#pragma GCC unroll 6
      for (int column = row; column < 6; ++column, ++cell) sums[cell] = simd::fma(j[row], j[column], sums[cell]);
    }
  };
  std::size_t at = 0;
  for (; at + W <= n; at += W)
    add(
        simd::load<V>(t + at), simd::load<V>(y + at), [](V v) __attribute__((always_inline)) { return v; });
  if (at < n) {
    int const left = static_cast<int>(n - at);
    auto const used = simd::first_n<V>(left);
    add(
        simd::load_first<V>(t + at, left), simd::load_first<V>(y + at, left), [&](V v) __attribute__((always_inline)) {
          return simd::select(used, v, V(0.0));
        });
  }
  int cell = 0;
  for (int row = 0; row < 6; ++row) {
    gradient[row] = simd::reduce_add(slopes[row]);
    for (int column = row; column < 6; ++column, ++cell)
      matrix[6 * row + column] = matrix[6 * column + row] = simd::reduce_add(sums[cell]);
  }
  return 0.5 * simd::reduce_add(squares);
}

}  // namespace benchmarks::expert
