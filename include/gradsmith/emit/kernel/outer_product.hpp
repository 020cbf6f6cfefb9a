// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Matrix product for operands of which one is contiguous along the result's contiguous axis: all dense contractions
// of more than one result per observation (a layer forward, its two gradients) are this loop.

#pragma once

#include <algorithm>
#include <cstddef>

#include <gradsmith/emit/kernel/access.hpp>
#include <gradsmith/emit/kernel/register_tile.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::emit::kernel {

/// Rows of the register tile that is N vectors wide: the accumulators, one row of B and one element of A fit the
/// 32 registers of AVX-512 or the 16 of older sets. 6 x 4 reaches 93 % of the peak with both compilers; 12 x 2
/// only 55 % with clang, and tiles of fewer than eight accumulators wait for the latency of fma.
template <class V, std::size_t N>
inline constexpr std::size_t tile_rows = N * 8 <= sizeof(V) / 2 ? 8 : 6;

/// Vectors per row of the widest register tile.
template <class V>
inline constexpr std::size_t tile_vectors = sizeof(V) == 64 ? 4 : 2;

/// All rows of one column of tiles, N vectors wide. Kept out of line: one copy of each per element type serves every
/// product of a program.
template <class V, std::size_t N, bool Tail>
[[gnu::noinline]] void tile_column(std::size_t m, std::size_t k, element<V> const* a,
                                   std::size_t a_m_stride, std::size_t a_k_stride, element<V> const* b,
                                   std::size_t b_stride, element<V>* c, std::size_t c_stride,
                                   bool accumulate, std::size_t tail) {
  constexpr auto tall = tile_rows<V, N>;
  for (; m >= tall && m != 8; m -= tall, a += tall * a_m_stride, c += tall * c_stride)
    register_tile<V, tall, N, Tail>(k, a, a_m_stride, a_k_stride, b, b_stride, c, c_stride, accumulate, tail);
  for (; m >= 4; m -= 4, a += 4 * a_m_stride, c += 4 * c_stride)
    register_tile<V, 4, N, Tail>(k, a, a_m_stride, a_k_stride, b, b_stride, c, c_stride, accumulate, tail);
  for (; m >= 2; m -= 2, a += 2 * a_m_stride, c += 2 * c_stride)
    register_tile<V, 2, N, Tail>(k, a, a_m_stride, a_k_stride, b, b_stride, c, c_stride, accumulate, tail);
  if (m == 1)
    register_tile<V, 1, N, Tail>(k, a, a_m_stride, a_k_stride, b, b_stride, c, c_stride, accumulate, tail);
}

/// C[i][j] = sum_l A(i, l) B[l][j], or += if accumulate;  i < m, j < n, l < k.
/// A is read by broadcast with any strides; B and C are contiguous along j (b_stride, c_stride between rows).
/// Any m, n, k (k = 0 gives an empty sum); n a multiple of the lanes is faster. Nothing is read or written beyond
/// the given extents. C must not overlap A or B.
///
/// Cost: 2 m n k flops. B is walked in panels of `depth` rows that stay in the first-level cache; A is read once
/// per four vectors of n, C read and written once per panel.
/// Order of summation: l ascending within a panel from 0, panels ascending; it depends on k alone.
template <class V>
inline void outer_product(std::size_t m, std::size_t n, std::size_t k, element<V> const* a,
                          std::size_t a_m_stride, std::size_t a_k_stride, element<V> const* b,
                          std::size_t b_stride, element<V>* c, std::size_t c_stride, bool accumulate) {
  constexpr auto W = lane_count<V>;
  constexpr std::size_t depth = 128;
  constexpr auto wide = tile_vectors<V>;

  std::size_t l = 0;
  do {
    auto const layers = std::min(depth, k - l);
    auto const* const from = a + l * a_k_stride;
    auto const* const panel = b + l * b_stride;
    std::size_t j = 0;
    for (; n - j >= wide * W; j += wide * W)
      tile_column<V, wide, false>(m, layers, from, a_m_stride, a_k_stride, panel + j, b_stride, c + j, c_stride, accumulate, 0);
    auto const vectors = (n - j) / W;
    if constexpr (wide == 4) {
      if (vectors == 3) tile_column<V, 3, false>(m, layers, from, a_m_stride, a_k_stride, panel + j, b_stride, c + j, c_stride, accumulate, 0);
      if (vectors == 2) tile_column<V, 2, false>(m, layers, from, a_m_stride, a_k_stride, panel + j, b_stride, c + j, c_stride, accumulate, 0);
    }
    if (vectors == 1) tile_column<V, 1, false>(m, layers, from, a_m_stride, a_k_stride, panel + j, b_stride, c + j, c_stride, accumulate, 0);
    j += vectors * W;
    if (j != n) tile_column<V, 1, true>(m, layers, from, a_m_stride, a_k_stride, panel + j, b_stride, c + j, c_stride, accumulate, n - j);
    l += layers;
    accumulate = true;
  } while (l < k);
}

}  // namespace gradsmith::emit::kernel
