// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The expert for losses of a score and a target per observation: a loop over vectors for exactly this loss and exactly what is asked
// for, all in registers. It computes with expert_mathematics.hpp.
#pragma once

#include <cstddef>

#include <gradsmith/support/simd.hpp>

#include "expert_mathematics.hpp"
#include "pointwise_formulas.hpp"

namespace benchmarks::expert {

/// Value, first and second derivative by the score, of a vector of observations.
using vectors = pointwise::terms<V>;

[[gnu::always_inline]] inline V exp_any(V x) {
#if defined(__AVX512F__)
  return exp_nonpositive(V(_mm512_min_pd(_mm512_set1_pd(1e5), x.data)));
#else
  return simd::exp(x);
#endif
}

/// The sum of values, in four parts so that additions do not wait for each other.
struct plain_sum {
  V parts[4]{V(0.0), V(0.0), V(0.0), V(0.0)};
  [[gnu::always_inline]] void add(std::size_t place, vectors const& of) { parts[place % 4] = parts[place % 4] + of.value; }
  [[gnu::always_inline]] void fold() {}
  double total() const { return simd::reduce_add((parts[0] + parts[1]) + (parts[2] + parts[3])); }
};

template <class Loss>
struct kernel;

template <>
struct kernel<pointwise::logistic> {
  /// log1p of 16 vectors at once.
  struct sum {
    loss_sum all;
    [[gnu::always_inline]] void add(std::size_t, vectors const& of) { all.add(of.value, of.curvature); }
    [[gnu::always_inline]] void fold() { all.fold(); }
    double total() const { return all.total(); }
  };
  /// For sums, instead of value and curvature: t and exp(-|t|).
  template <bool ForSum>
  [[gnu::always_inline]] static vectors at(V z, V y) {
    auto const t = V(0.0) - y * z, e = exp_nonpositive(minus_abs(t)), d = V(1.0) / (V(1.0) + e);
    auto const slope = V(0.0) - y * (where_nonnegative(t, V(1.0), e) * d);
    if constexpr (ForSum) return {t, slope, e};
    else return {where_nonnegative(t, t, V(0.0)) + log1p_nonnegative(e), slope, y * y * (e * d * d)};
  }
};

template <>
struct kernel<pointwise::poisson> {
  using sum = plain_sum;
  template <bool>
  [[gnu::always_inline]] static vectors at(V z, V y) {
    auto const e = exp_any(z);
    return {simd::fnma(y, z, e), e - y, e};
  }
};

template <>
struct kernel<pointwise::squares> {
  using sum = plain_sum;
  template <bool>
  [[gnu::always_inline]] static vectors at(V z, V y) {
    auto const r = z - y;
    return {V(0.5) * r * r, r, V(1.0)};
  }
};

template <>
struct kernel<pointwise::huber> {
  using sum = plain_sum;
  template <bool>
  [[gnu::always_inline]] static vectors at(V z, V y) {
    auto const r = z - y, clipped = simd::max(simd::min(r, V(1.0)), V(-1.0));
    return {clipped * simd::fnma(V(0.5), clipped, r), clipped, simd::select(clipped == r, V(1.0), V(0.0))};
  }
};

template <>
struct kernel<pointwise::quantile> {
  using sum = plain_sum;
  template <bool>
  [[gnu::always_inline]] static vectors at(V z, V y) {
    auto const r = y - z;
    return {simd::max(V(0.9) * r, V(-0.1) * r), simd::select(r > V(0.0), V(-0.9), simd::select(r == V(0.0), V(-0.4), V(0.1))), V(0.0)};
  }
};

template <>
struct kernel<pointwise::tweedie> {
  using sum = plain_sum;
  template <bool>
  [[gnu::always_inline]] static vectors at(V z, V y) {
    auto const e = exp_any(V(0.5) * z), u = y / e, both = e + u;
    return {both + both, e - u, V(0.5) * both};
  }
};

template <>
struct kernel<pointwise::focal> {
  using sum = plain_sum;
  template <bool>
  [[gnu::always_inline]] static vectors at(V z, V y) {
    auto const t = y * z, e = exp_nonpositive(minus_abs(t)), d = V(1.0) / (V(1.0) + e), small = e * d;
    auto const p = where_nonnegative(t, d, small), q = where_nonnegative(t, small, d), square = q * q;
    auto const logarithm = V(0.0) - (where_nonnegative(t, V(0.0), V(0.0) - t) + log1p_nonnegative(e));
    auto const slope = square * simd::fma(V(2.0) * p, logarithm, V(0.0) - q);
    auto const curvature = square * p * simd::fma(V(2.0) * logarithm, simd::fnma(V(3.0), p, V(1.0)), V(5.0) * q);
    return {V(0.0) - square * logarithm, y * slope, y * y * curvature};
  }
};

/// What is not asked for is a null pointer; returns the sum of the values if `Sum`.
template <class Loss, bool Sum, bool Value, bool Slope, bool Curvature>
double evaluate(std::size_t n, double const* z, double const* y, double* value, double* slope, double* curvature) {
  using law = kernel<Loss>;
  typename law::sum total;
  auto const keep_all = [&](std::size_t at, vectors const& v) __attribute__((always_inline)) {
    if constexpr (Value) simd::store(value + at, v.value);
    if constexpr (Slope) simd::store(slope + at, v.slope);
    if constexpr (Curvature) simd::store(curvature + at, v.curvature);
  };
  auto const look_at = [&](std::size_t at) __attribute__((always_inline)) { return law::template at<Sum>(simd::load<V>(z + at), simd::load<V>(y + at)); };
  std::size_t at = 0;
  if constexpr (Sum)
    for (; at + 16 * W <= n; at += 16 * W) {
      for (std::size_t group = 0; group < 16; group += 4) {
        // All four are read before any is written: large arrays begin at the same place of a page, and what is read behind what was
        // written there waits for it.
        vectors v[4];
#pragma GCC unroll 4
        for (std::size_t place = 0; place < 4; ++place) v[place] = look_at(at + (group + place) * W), total.add(place, v[place]);
#pragma GCC unroll 4
        for (std::size_t place = 0; place < 4; ++place) keep_all(at + (group + place) * W, v[place]);
      }
      total.fold();
    }
  // Without a sum one vector after the other is faster than four.
  for (; at + W <= n; at += W) {
    vectors const v = look_at(at);
    keep_all(at, v);
    if constexpr (Sum) total.add(0, v), total.fold();
  }
  double rest = 0;
  for (; at < n; ++at) {
    auto const each = Loss::template plain<double>(z[at], y[at]);
    rest += each.value;
    if constexpr (Value) value[at] = each.value;
    if constexpr (Slope) slope[at] = each.slope;
    if constexpr (Curvature) curvature[at] = each.curvature;
  }
  return Sum ? total.total() + rest : 0;
}

}  // namespace benchmarks::expert
