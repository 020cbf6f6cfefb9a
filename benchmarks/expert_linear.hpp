// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The expert for generalised linear models: value and gradient by weights and bias of a mean of losses of a score, X w + b, and a target.
// Narrow rows are kept in registers, the next block being fetched meanwhile; wide rows are walked eight at a time; columns by blocks
// of rows.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "expert_pointwise.hpp"

namespace benchmarks::expert {

/// mean_i loss(x_i . w + b, y_i), columns of rows or rows of columns; the gradient has w's entries and then b's.
struct linear_problem {
  std::size_t rows, columns;
  double const *x, *y, *w;
  double b;
};

/// The elementwise part of a block of rows, a multiple of W: from margins to slopes; returns the sum of the slopes and adds to `total`.
/// Without a value the total stays 0. `next`, if it is not null, is fetched from meanwhile, `lines_elementwise` lines for W rows.
template <class Loss, bool WithValue, class Sum>
[[gnu::always_inline]] inline V slopes_of(std::size_t rows, double bias, double const* y, double* margin, Sum& total, double const* next = nullptr) {
  V sum(0.0);
  for (std::size_t r = 0; r < rows; r += W) {
    if (next != nullptr)
#pragma GCC unroll 8
      for (std::size_t line = 0; line < lines_elementwise; ++line) __builtin_prefetch(next + (r / W * lines_elementwise + line) * 8);
    vectors const v = kernel<Loss>::template at<true>(simd::load<V>(margin + r) + V(bias), simd::load<V>(y + r));
    if constexpr (WithValue) {
      total.add(r / W, v);
      if ((r / W) % 16 == 15) total.fold();
    }
    sum = sum + v.slope;
    simd::store(margin + r, v.slope);
  }
  if constexpr (WithValue) total.fold();
  return sum;
}

/// What is left of less than W rows, and the division by their number.
template <class Loss, bool WithValue, class Row>
double finish(linear_problem const& p, std::size_t from, double value, double bias_slope, double* gradient, Row const& entry) {
  for (std::size_t i = from; i < p.rows; ++i) {
    double score = p.b;
    for (std::size_t j = 0; j < p.columns; ++j) score += entry(i, j) * p.w[j];
    auto const each = Loss::template plain<double>(score, p.y[i]);
    if constexpr (WithValue) value += each.value;
    bias_slope += each.slope;
    for (std::size_t j = 0; j < p.columns; ++j) gradient[j] += each.slope * entry(i, j);
  }
  double const scale = 1 / static_cast<double>(p.rows);
  for (std::size_t j = 0; j < p.columns; ++j) gradient[j] *= scale;
  gradient[p.columns] = bias_slope * scale;
  return value * scale;
}

/// Rows of N vectors, in one pass over X in blocks of about 16 KB: margins of the block's rows by dot products with w in registers, values
/// and slopes, and the rows' weighted sum while they are in the first-level cache.
template <class Loss, bool WithValue, std::size_t N>
double narrow_rows(linear_problem const& p, double* gradient) {
  constexpr std::size_t rows_per_block = std::clamp<std::size_t>(2048 / (N * W) / W * W, 16, 256);
  constexpr std::size_t flight = N == 1 ? 8 : N == 2 ? 4 : N == 4 ? 2 : 1;
  auto const stride = p.columns;
  V w[N], sum[N], g_sum(0.0);
#pragma GCC unroll 8
  for (std::size_t v = 0; v < N; ++v) w[v] = simd::load<V>(p.w + v * W), sum[v] = V(0.0);
  typename kernel<Loss>::sum total;
  alignas(64) double slope[rows_per_block];
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
      simd::store(slope + r, simd::sum_each(dots));
    }
    double const* const next = x + rows_per_block * stride;
    g_sum = g_sum + slopes_of<Loss, WithValue>(count, p.b, p.y + begin, slope, total, next);
    double const* const rest = next + count / W * lines_elementwise * 8;
    V part[flight][N];
#pragma GCC unroll 8
    for (std::size_t u = 0; u < flight; ++u)
#pragma GCC unroll 8
      for (std::size_t v = 0; v < N; ++v) part[u][v] = V(0.0);
    for (std::size_t r = 0; r < count; r += flight) {
      if (r % W == 0)
#pragma GCC unroll 8
        for (std::size_t line = 0; line < lines_sum; ++line) __builtin_prefetch(rest + (r / W * lines_sum + line) * 8);
#pragma GCC unroll 8
      for (std::size_t u = 0; u < flight; ++u)
#pragma GCC unroll 8
        for (std::size_t v = 0; v < N; ++v) part[u][v] = simd::fma(V(slope[r + u]), simd::load<V>(x + (r + u) * stride + v * W), part[u][v]);
    }
#pragma GCC unroll 8
    for (std::size_t v = 0; v < N; ++v)
#pragma GCC unroll 8
      for (std::size_t u = 0; u < flight; ++u) sum[v] = sum[v] + part[u][v];
  }
  for (std::size_t v = 0; v < N; ++v) simd::store(gradient + v * W, sum[v]);
  return finish<Loss, WithValue>(p, whole, total.total(), simd::reduce_add(g_sum), gradient, [&](std::size_t i, std::size_t j) { return p.x[i * stride + j]; });
}

/// Rows of any width, a multiple of W: eight at a time, so that weights and gradient are read and written once for eight rows.
template <class Loss, bool WithValue>
double wide_rows(linear_problem const& p, double* gradient) {
  auto const d = p.columns, whole = p.rows - p.rows % W;
  std::fill_n(gradient, d, 0.0);
  typename kernel<Loss>::sum total;
  V g_sum(0.0);
  alignas(64) double slope[W];
  for (std::size_t begin = 0; begin < whole; begin += W) {
    double const* const x = p.x + begin * d;
    V dots[W];
#pragma GCC unroll 16
    for (std::size_t l = 0; l < W; ++l) dots[l] = V(0.0);
    for (std::size_t j = 0; j < d; j += W) {
      V const w = simd::load<V>(p.w + j);
#pragma GCC unroll 16
      for (std::size_t l = 0; l < W; ++l) dots[l] = simd::fma(simd::load<V>(x + l * d + j), w, dots[l]);
    }
    simd::store(slope, simd::sum_each(dots));
    g_sum = g_sum + slopes_of<Loss, WithValue>(W, p.b, p.y + begin, slope, total);
    V g[W];
#pragma GCC unroll 16
    for (std::size_t l = 0; l < W; ++l) g[l] = V(slope[l]);
    for (std::size_t j = 0; j < d; j += W) {
      V sum = simd::load<V>(gradient + j);
#pragma GCC unroll 16
      for (std::size_t l = 0; l < W; ++l) sum = simd::fma(g[l], simd::load<V>(x + l * d + j), sum);
      simd::store(gradient + j, sum);
    }
  }
  return finish<Loss, WithValue>(p, whole, total.total(), simd::reduce_add(g_sum), gradient, [&](std::size_t i, std::size_t j) { return p.x[i * d + j]; });
}

/// margin[r] += the product of K columns with their weights, in two chains.
template <std::size_t K>
void add_columns(double const* column, std::size_t stride, std::size_t count, double const* weights, double* margin) {
  V w[K];
#pragma GCC unroll 8
  for (std::size_t k = 0; k < K; ++k) w[k] = V(weights[k]);
  for (std::size_t r = 0; r < count; r += W) {
    V chain[2]{simd::load<V>(margin + r), V(0.0)};
#pragma GCC unroll 8
    for (std::size_t k = 0; k < K; ++k) chain[k % 2] = simd::fma(w[k], simd::load<V>(column + k * stride + r), chain[k % 2]);
    simd::store(margin + r, chain[0] + chain[1]);
  }
}

/// gradient[k] += the product of a column with the slopes, for K columns.
template <std::size_t K>
void add_slopes(double const* column, std::size_t stride, std::size_t count, double const* slope, double* gradient) {
  V sum[K];
#pragma GCC unroll 8
  for (std::size_t k = 0; k < K; ++k) sum[k] = V(0.0);
  for (std::size_t r = 0; r < count; r += W) {
    V const g = simd::load<V>(slope + r);
#pragma GCC unroll 8
    for (std::size_t k = 0; k < K; ++k) sum[k] = simd::fma(g, simd::load<V>(column + k * stride + r), sum[k]);
  }
  for (std::size_t k = 0; k < K; ++k) gradient[k] += simd::reduce_add(sum[k]);
}

/// Columns, eight at a time, by blocks of 256 to 512 rows: at most a megabyte if there are not many columns, which stays in the
/// second-level cache for the slopes. Shorter parts of columns stream worse, longer ones leave the cache.
template <class Loss, bool WithValue = true>
double columns(linear_problem const& p, double* gradient) {
  auto const n = p.rows, d = p.columns, whole = n - n % W, eights = d - d % 8;
  std::size_t const block = std::clamp<std::size_t>((std::size_t{1} << 17) / d / W * W, 256, 512);
  std::fill_n(gradient, d, 0.0);
  typename kernel<Loss>::sum total;
  V g_sum(0.0);
  alignas(64) double margin[512];
  for (std::size_t begin = 0; begin < whole; begin += block) {
    auto const count = std::min(block, whole - begin);
    double const* const x = p.x + begin;
    std::fill_n(margin, count, 0.0);
    for (std::size_t j = 0; j < eights; j += 8) add_columns<8>(x + j * n, n, count, p.w + j, margin);
    for (std::size_t j = eights; j < d; ++j) add_columns<1>(x + j * n, n, count, p.w + j, margin);
    g_sum = g_sum + slopes_of<Loss, WithValue>(count, p.b, p.y + begin, margin, total);
    for (std::size_t j = 0; j < eights; j += 8) add_slopes<8>(x + j * n, n, count, margin, gradient + j);
    for (std::size_t j = eights; j < d; ++j) add_slopes<1>(x + j * n, n, count, margin, gradient + j);
  }
  return finish<Loss, WithValue>(p, whole, total.total(), simd::reduce_add(g_sum), gradient, [&](std::size_t i, std::size_t j) { return p.x[j * n + i]; });
}

/// Rows of 1, 2, 4 or 8 vectors, or of any other multiple of W.
template <class Loss, bool WithValue = true>
double rows(linear_problem const& p, double* gradient) {
  if (p.columns == 8 * W) return narrow_rows<Loss, WithValue, 8>(p, gradient);
  if (p.columns == 4 * W) return narrow_rows<Loss, WithValue, 4>(p, gradient);
  if (p.columns == 2 * W) return narrow_rows<Loss, WithValue, 2>(p, gradient);
  if (p.columns == W) return narrow_rows<Loss, WithValue, 1>(p, gradient);
  return wide_rows<Loss, WithValue>(p, gradient);
}

}  // namespace benchmarks::expert
