// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Copies a block of rows so that observations become contiguous: the layout that elementwise loops
// and `outer_product` want.

#pragma once

#include <cstddef>

#include <gradsmith/emit/kernel/access.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::emit::kernel {

/// dst[j * dst_stride + r] = src[r * row_stride + j],  r < rows, j < columns, by register
/// transposes. dst_stride >= rows rounded up to the lanes; entries from `rows` up to there repeat
/// row `rows - 1`, so that padded lanes hold harmless numbers. Reads nothing beyond the given rows
/// and columns. Cost: rows * columns elements read and written once.
template <class V>
inline void pack_transposed(element<V> const* src, std::size_t row_stride, std::size_t rows,
                            std::size_t columns, element<V>* dst, std::size_t dst_stride) {
  using T = element<V>;
  constexpr auto W = lane_count<V>;
  auto const tail = columns % W;
  auto const full = columns - tail;

  for (std::size_t row = 0; row < rows; row += W) {
    T const* from[W];
    for (std::size_t l = 0; l < W; ++l)
      from[l] = src + strides(row + l < rows ? row + l : rows - 1, row_stride);
    V tile[W];
    for (std::size_t j = 0; j < full; j += W) {
      for (std::size_t l = 0; l < W; ++l) tile[l] = simd::load<V>(from[l] + j);
      simd::transpose(tile);
      for (std::size_t l = 0; l < W; ++l) simd::store(dst + (j + l) * dst_stride + row, tile[l]);
    }
    if (tail != 0) {
      for (std::size_t l = 0; l < W; ++l) tile[l] = load_lanes<V, true>(from[l] + full, tail);
      simd::transpose(tile);
      for (std::size_t l = 0; l < tail; ++l)
        simd::store(dst + (full + l) * dst_stride + row, tile[l]);
    }
  }
}

}  // namespace gradsmith::emit::kernel
