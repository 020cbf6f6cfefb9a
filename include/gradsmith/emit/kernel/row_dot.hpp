// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Dot products of rows with one or more vectors: the contraction whose result has one entry per observation, for
// data with contiguous rows. `column_rank_one` is the same loop with the axes' roles exchanged.

#pragma once

#include <array>
#include <cstddef>

#include <gradsmith/emit/kernel/access.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::emit::kernel {

/// Calls sink(row, sums, n) for every group of n <= lanes rows; lane l of sums[q] is
/// sum_j x[(row + l) * row_stride + j] * w[q][j], j < columns. Lanes n and above repeat row `rows - 1`.
///
/// A row is finished before the next one is begun. Vector v of a row goes to accumulator v mod 4 of that row, the
/// remainder to accumulator 0; the four are added pairwise, then the lanes: the order depends on `columns` alone.
template <class V, std::size_t R, class Sink>
inline void for_row_groups(element<V> const* x, std::size_t row_stride, std::size_t rows,
                           std::size_t columns, std::array<element<V> const*, R> w, Sink sink) {
  using T = element<V>;
  constexpr auto W = lane_count<V>;
  auto const tail = columns % W;
  auto const full = columns - tail;
  auto const by_four = full - full % (4 * W);

  for (std::size_t row = 0; row < rows; row += W) {
    auto const n = rows - row < W ? rows - row : W;
    T const* p = x + row * row_stride;
    V parts[R][W];
    for (std::size_t l = 0; l < W; ++l) {
      V s[R][4];
      for (auto& each : s)
        for (auto& part : each) part = simd::broadcast<V>(T(0));
      std::size_t j = 0;
      for (; j < by_four; j += 4 * W)
        for (std::size_t u = 0; u < 4; ++u) {
          auto const v = simd::load<V>(p + j + u * W);
          for (std::size_t q = 0; q < R; ++q) s[q][u] = simd::fma(v, simd::load<V>(w[q] + j + u * W), s[q][u]);
        }
      for (; j < full; j += W) {
        auto const v = simd::load<V>(p + j);
        for (std::size_t q = 0; q < R; ++q) s[q][0] = simd::fma(v, simd::load<V>(w[q] + j), s[q][0]);
      }
      if (tail != 0) {
        auto const v = load_lanes<V, true>(p + j, tail);
        for (std::size_t q = 0; q < R; ++q) s[q][0] = simd::fma(v, load_lanes<V, true>(w[q] + j, tail), s[q][0]);
      }
      for (std::size_t q = 0; q < R; ++q) {
        parts[q][l] = (s[q][0] + s[q][1]) + (s[q][2] + s[q][3]);
        finish(parts[q][l]);
      }
      if (l + 1 < n) p += row_stride;
    }
    std::array<V, R> sums;
    for (std::size_t q = 0; q < R; ++q) sums[q] = simd::sum_each(parts[q]);
    sink(row, sums, n);
  }
}

/// out[q][r] = sum_j x[r * row_stride + j] * w[q][j],  r < rows, j < columns: R vectors share one pass over x.
/// Reads nothing beyond the given rows and columns. Writes each out[q] up to `rows` rounded up to the lanes; the
/// entries beyond `rows` repeat the last one.
/// Cost: 2 R rows columns flops, rows * columns elements of x read once. Order of summation: see for_row_groups.
template <class V, std::size_t R>
inline void row_dot(element<V> const* x, std::size_t row_stride, std::size_t rows, std::size_t columns,
                    std::array<element<V> const*, R> w, std::array<element<V>*, R> out) {
  for_row_groups<V, R>(x, row_stride, rows, columns, w,
                       [&](std::size_t row, std::array<V, R> const& sums, std::size_t) {
                         for (std::size_t q = 0; q < R; ++q) simd::store(out[q] + row, sums[q]);
                       });
}

/// The same for one vector: out[r] = sum_j x[r * row_stride + j] * w[j].
template <class V>
inline void row_dot(element<V> const* x, std::size_t row_stride, std::size_t rows, std::size_t columns,
                    element<V> const* w, element<V>* out) {
  row_dot<V, 1>(x, row_stride, rows, columns, std::array<element<V> const*, 1>{w},
                std::array<element<V>*, 1>{out});
}

}  // namespace gradsmith::emit::kernel
