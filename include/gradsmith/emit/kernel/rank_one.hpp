// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Sums of rows weighted by one number per row: the gradient of `row_dot` with respect to its vector, for data with
// contiguous rows. `column_dot` is the same loop with the axes' roles exchanged.

#pragma once

#include <array>
#include <cstddef>

#include <gradsmith/emit/kernel/access.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::emit::kernel {

/// Calls sink(j, sums, n) with lane l of sums[q] = sum_r g[q][r] * x[r * row_stride + j + l], for the N vectors from
/// column `first` on; n is the number of columns that are valid (the width, or `tail` when it is not 0).
/// P rows are in flight: row r goes to partial sum r mod P, the last rows mod P rows to partial sum 0; the
/// partial sums are added pairwise. The order depends on `rows` and on the chunking of the columns alone.
template <class V, std::size_t R, std::size_t N, std::size_t P, bool Tail, class Sink>
inline void weighted_row_sum(element<V> const* x, std::size_t row_stride, std::size_t rows,
                             std::size_t first, std::size_t tail,
                             std::array<element<V> const*, R> const& g, Sink const& sink) {
  using T = element<V>;
  constexpr auto W = lane_count<V>;
  V s[R][P][N];
  for (auto& each : s)
    for (auto& part : each)
      for (auto& v : part) v = simd::broadcast<V>(T(0));

  auto const add_row = [&](T const* p, std::size_t r, V(&part)[R][P][N], std::size_t u) {
    V scale[R];
    for (std::size_t q = 0; q < R; ++q) scale[q] = simd::broadcast<V>(g[q][r]);
    for (std::size_t v = 0; v < N; ++v) {
      V value;
      if constexpr (Tail)
        value = load_lanes<V, true>(p + v * W, tail);
      else
        value = simd::load<V>(p + v * W);
      for (std::size_t q = 0; q < R; ++q) part[q][u][v] = simd::fma(scale[q], value, part[q][u][v]);
    }
  };

  T const* p = x + first;
  std::size_t r = 0;
  for (; r + P <= rows; r += P)
    for (std::size_t u = 0; u < P; ++u, p += row_stride) add_row(p, r + u, s, u);
  if constexpr (P > 1)
    for (; r < rows; ++r, p += row_stride) add_row(p, r, s, 0);

  for (std::size_t v = 0; v < N; ++v) {
    std::array<V, R> sums;
    for (std::size_t q = 0; q < R; ++q) {
      for (std::size_t half = P / 2; half != 0; half /= 2)
        for (std::size_t u = 0; u < half; ++u) s[q][u][v] = s[q][u][v] + s[q][u + half][v];
      sums[q] = s[q][0][v];
    }
    sink(first + v * W, sums, Tail ? tail : W);
  }
}

/// Covers all columns by chunks of eight, four, two and one vectors and a masked remainder, each in registers over
/// all rows. See weighted_row_sum.
template <class V, std::size_t R, class Sink>
inline void for_column_chunks(element<V> const* x, std::size_t row_stride, std::size_t rows,
                              std::size_t columns, std::array<element<V> const*, R> const& g,
                              Sink const& sink) {
  constexpr auto W = lane_count<V>;
  constexpr std::size_t parts = R * 8 <= sizeof(V) / 4 ? 8 : R * 4 <= sizeof(V) / 4 ? 4 : 2;  // registers for sums
  std::size_t j = 0;
  for (; columns - j >= parts * W; j += parts * W)
    weighted_row_sum<V, R, parts, 1, false>(x, row_stride, rows, j, 0, g, sink);
  if constexpr (parts >= 8)
    for (; columns - j >= 4 * W; j += 4 * W)
      weighted_row_sum<V, R, 4, parts / 4, false>(x, row_stride, rows, j, 0, g, sink);
  if constexpr (parts >= 4)
    for (; columns - j >= 2 * W; j += 2 * W)
      weighted_row_sum<V, R, 2, parts / 2, false>(x, row_stride, rows, j, 0, g, sink);
  for (; columns - j >= W; j += W) weighted_row_sum<V, R, 1, parts, false>(x, row_stride, rows, j, 0, g, sink);
  if (columns != j) weighted_row_sum<V, R, 1, parts, true>(x, row_stride, rows, j, columns - j, g, sink);
}

/// acc[q][j] += sum_r g[q][r] * x[r * row_stride + j],  r < rows, j < columns: R vectors share one pass over x.
/// Reads and writes nothing beyond the given rows and columns; acc is read and written once, so that the error of
/// a sum over many blocks grows with their number and not with that of the rows.
/// Cost: 2 R rows columns flops, rows * columns elements of x and 2 R columns of acc.
template <class V, std::size_t R>
inline void rank_one(element<V> const* x, std::size_t row_stride, std::size_t rows, std::size_t columns,
                     std::array<element<V> const*, R> g, std::array<element<V>*, R> acc) {
  for_column_chunks<V, R>(x, row_stride, rows, columns, g,
                          [&](std::size_t j, std::array<V, R> const& sums, std::size_t n) {
                            for (std::size_t q = 0; q < R; ++q)
                              add_to(acc[q] + j, sums[q], n);
                          });
}

/// The same for one vector: acc[j] += sum_r g[r] * x[r * row_stride + j].
template <class V>
inline void rank_one(element<V> const* x, std::size_t row_stride, std::size_t rows, std::size_t columns,
                     element<V> const* g, element<V>* acc) {
  rank_one<V, 1>(x, row_stride, rows, columns, std::array<element<V> const*, 1>{g},
                 std::array<element<V>*, 1>{acc});
}

}  // namespace gradsmith::emit::kernel
