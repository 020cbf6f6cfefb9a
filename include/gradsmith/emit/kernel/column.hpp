// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// `column_dot` and `column_rank_one`: the two contractions with a vector for column-major data,
// observations contiguous. Each is the other's row-major loop with rows and columns exchanged.
#pragma once

#include <array>
#include <cstddef>

#include <gradsmith/emit/kernel/rank_one.hpp>
#include <gradsmith/emit/kernel/row_dot.hpp>

namespace gradsmith::emit::kernel {

/// out[q][r] (+)= sum_j x[j * column_stride + r] * w[q][j],  r < rows, j < columns: lanes are
/// observations, R vectors share one pass over x. Reads nothing of x and w beyond the given rows
/// and columns. Accumulate adds to out, otherwise out is assigned; each out[q] is touched up to
/// `rows` rounded up to the lanes, where 0 is added or assigned. Cost: 2 R rows columns flops; the
/// elements of x are read once. Summation: see for_column_chunks.
template <class V, bool Accumulate, std::size_t R>
inline void column_dot(element<V> const* x, std::size_t column_stride, std::size_t rows,
                       std::size_t columns, std::array<element<V> const*, R> w,
                       std::array<element<V>*, R> out) {
  for_column_chunks<V, R>(x, column_stride, columns, rows, w,
                          [&](std::size_t r, std::size_t q, V sum, std::size_t) {
                            auto* const to = out[q] + r;
                            simd::store(to, Accumulate ? simd::load<V>(to) + sum : sum);
                          });
}

/// The same for one vector.
template <class V, bool Accumulate = false>
inline void column_dot(element<V> const* x, std::size_t column_stride, std::size_t rows,
                       std::size_t columns, element<V> const* w, element<V>* out) {
  column_dot<V, Accumulate, 1>(x, column_stride, rows, columns, std::array<element<V> const*, 1>{w},
                               std::array<element<V>*, 1>{out});
}

/// acc[q][j] += sum_r g[q][r] * x[j * column_stride + r],  r < rows, j < columns: R vectors share
/// one pass over x. Reads and writes nothing beyond the given rows and columns. A column is
/// finished before the next one is begun. Cost: 2 R rows columns flops; the elements of x are read
/// once. Summation: see for_row_groups.
template <class V, std::size_t R>
inline void column_rank_one(element<V> const* x, std::size_t column_stride, std::size_t rows,
                            std::size_t columns, std::array<element<V> const*, R> g,
                            std::array<element<V>*, R> acc) {
  for_row_groups<V, R>(x, column_stride, columns, rows, g,
                       [&](std::size_t first_row, std::array<V, R> const& sums, std::size_t row_count) {
                         for (std::size_t which = 0; which < R; ++which) add_to(acc[which] + first_row, sums[which], row_count);
                       });
}

/// The same for one vector.
template <class V>
inline void column_rank_one(element<V> const* x, std::size_t column_stride, std::size_t rows,
                            std::size_t columns, element<V> const* g, element<V>* acc) {
  column_rank_one<V, 1>(x, column_stride, rows, columns, std::array<element<V> const*, 1>{g},
                        std::array<element<V>*, 1>{acc});
}

}  // namespace gradsmith::emit::kernel
