// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Matrix product for operands of which one is contiguous along the result's contiguous axis: all
// dense contractions of more than one result per observation (a layer forward, its two gradients)
// are this loop.

#pragma once

#include <algorithm>
#include <cstddef>
#include <type_traits>

#include <gradsmith/emit/kernel/access.hpp>
#include <gradsmith/emit/kernel/register_tile.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::emit::kernel {

/// Rows of the register tile that is N vectors wide: the accumulators, one row of B and one element
/// of A fit the 32 registers of AVX-512 or the 16 of older sets. 6 x 4 and 8 x 2 reach 95 % of the
/// peak with g++ 12 and clang 19, 12 x 2 only half with clang; fewer than eight accumulators wait
/// for fma.
template <class V, std::size_t N>
inline constexpr auto tile_rows = std::min<std::size_t>(8, (sizeof(V) == 64 ? 24 : 12) / N);

/// Vectors per row of the widest register tile.
template <class V>
inline constexpr std::size_t tile_vectors = sizeof(V) == 64 ? 4 : 2;

/// What of a matrix counts: all, or the entries (i, l) with l <= i, or with l >= i.
enum class triangle : unsigned char { full, lower, upper };

/// What of A is not 0, and what of C is asked for; C is 0 elsewhere, but for the corners of tiles.
struct triangles {
  triangle of_operand = triangle::full;
  triangle of_result = triangle::full;
  [[nodiscard]] constexpr bool any() const noexcept { return of_operand != triangle::full || of_result != triangle::full; }
};

/// Where in the matrices a tile begins: its panel of B, and its column.
struct tile_position {
  triangles shapes{};
  std::size_t panel = 0;
  std::size_t column = 0;

  struct depths {
    std::size_t first, count;
  };
  /// The rows of a panel of `layers` rows that rows `begin` to `end` of C need, `width` columns of it.
  [[nodiscard]] depths needed(std::size_t begin, std::size_t end, std::size_t width, std::size_t layers) const noexcept {
    bool const is_asked_for = shapes.of_result == triangle::lower   ? column < end
                              : shapes.of_result == triangle::upper ? column + width > begin
                                                                    : true;
    std::size_t const from = shapes.of_operand == triangle::upper ? std::max(begin, panel) : panel;
    std::size_t const to = shapes.of_operand == triangle::lower ? std::min(end, panel + layers) : panel + layers;
    return {from - panel, is_asked_for && to > from ? to - from : 0};
  }
};

/// All rows of one column of tiles, N vectors wide.
template <class V, std::size_t N, bool Tail>
inline void tile_column(std::size_t m, std::size_t k, element<V> const* a, std::size_t a_m_stride,
                        std::size_t a_k_stride, element<V> const* b, std::size_t b_stride,
                        element<V>* c, std::size_t c_stride, bool accumulate, std::size_t tail,
                        tile_position where = {}) {
  std::size_t done = 0;
  auto const tiles = [&]<std::size_t M>(std::integral_constant<std::size_t, M>, std::size_t tile_count) {
    if (tile_count == 0) return;
    if (!where.shapes.any()) {
      register_tiles<V, M, N, Tail>(tile_count, k, a, a_m_stride, a_k_stride, b, b_stride, c, c_stride,
                                    accumulate, tail);
    } else {
      for (std::size_t tile_row = 0; tile_row < tile_count * M; tile_row += M) {
        auto const needed_depths = where.needed(done + tile_row, done + tile_row + M, N * lane_count<V>, k);
        if (needed_depths.count == 0 && accumulate) continue;
        register_tiles<V, M, N, Tail>(
            1, needed_depths.count, a + strides(tile_row, a_m_stride) + strides(needed_depths.first, a_k_stride), a_m_stride,
            a_k_stride, b + strides(needed_depths.first, b_stride), b_stride, c + tile_row * c_stride, c_stride, accumulate, tail);
      }
    }
    done += tile_count * M;
    a += strides(tile_count * M, a_m_stride);
    c += tile_count * M * c_stride;
    m -= tile_count * M;
  };
  // Tiles of four rows, then of one, for the rest. One tall tile less where that leaves 4 + 4
  // instead of 6 + 1 + 1; few shapes, because each takes g++ about 0.05 s to compile.
  constexpr auto tall = tile_rows<V, N>;
  auto const spare = tall == 6 && m > 6 && (m % 6 == 2 || m % 6 == 3);
  tiles(std::integral_constant<std::size_t, tall>{}, m / tall - (spare ? 1 : 0));
  tiles(std::integral_constant<std::size_t, 4>{}, m / 4);
  tiles(std::integral_constant<std::size_t, 1>{}, m);
}

/// Copies `layers` rows of a panel of B, `wide` elements each, so that they lie one behind the
/// other.
template <class V, std::size_t wide>
inline void pack_panel(std::size_t layers, element<V> const* b, std::size_t b_stride,
                       element<V>* packed) {
  for (; layers != 0; --layers, b += strides(1, b_stride), packed += wide)
    for (std::size_t n = 0; n < wide; n += lane_count<V>)
      simd::store(packed + n, simd::load<V>(b + n));
}

/// The full columns of tiles of a deep product with many rows: B's panels are copied first, because
/// rows a power of two apart share few sets of the first-level cache.
template <class V, std::size_t depth>
[[gnu::noinline]] void packed_columns(std::size_t m, std::size_t columns, std::size_t k,
                                      element<V> const* a, std::size_t a_m_stride,
                                      std::size_t a_k_stride, element<V> const* b,
                                      std::size_t b_stride, element<V>* c, std::size_t c_stride,
                                      bool accumulate, tile_position where) {
  constexpr auto wide = tile_vectors<V> * lane_count<V>;
  alignas(64) element<V> packed[depth * wide];
  for (std::size_t j = 0; j < columns; j += wide) {
    pack_panel<V, wide>(k, b + j, b_stride, packed);
    tile_column<V, tile_vectors<V>, false>(m, k, a, a_m_stride, a_k_stride, packed, wide, c + j,
                                           c_stride, accumulate, 0, {where.shapes, where.panel, j});
  }
}

/// C[i][j] = sum_l A(i, l) B[l][j], or += if accumulate;  i < m, j < n, l < k.
/// A(i, l) = a[i * a_m_stride + l * a_k_stride] is read by broadcast with any strides; B and C are
/// contiguous along j (b_stride, c_stride between rows). Any m, n, k (k = 0 is an empty sum); n a
/// multiple of the lanes is faster. Nothing is read or written beyond the given extents. C must not
/// overlap A or B.
///
/// Cost: 2 m n k flops. B is walked in panels of 128 rows that stay in the first-level cache; A is
/// read once per four vectors of n, C read and written once per panel. Stack: up to 32 KB.
/// Where A is a triangle, or one of C is asked for, tiles beyond it are left out: half the flops.
/// Order of summation: l ascending within a panel from 0, panels ascending: it depends on k alone.
template <class V>
inline void outer_product(std::size_t m, std::size_t n, std::size_t k, element<V> const* a,
                          std::size_t a_m_stride, std::size_t a_k_stride, element<V> const* b,
                          std::size_t b_stride, element<V>* c, std::size_t c_stride,
                          bool accumulate, triangles shapes = {}) {
  constexpr auto W = lane_count<V>;
  constexpr std::size_t depth = 128;
  constexpr auto wide = tile_vectors<V>;

  std::size_t l = 0;
  do {
    auto const layers = std::min(depth, k - l);
    auto const* const from = a + strides(l, a_k_stride);
    auto const* const panel = b + strides(l, b_stride);
    std::size_t j = 0;
    auto const columns = [&]<std::size_t N, bool Tail>(std::integral_constant<std::size_t, N>,
                                                       std::bool_constant<Tail>) {
      tile_column<V, N, Tail>(m, layers, from, a_m_stride, a_k_stride, panel + j, b_stride, c + j,
                              c_stride, accumulate, (n - j) % W, {shapes, l, j});
      j = std::min(j + N * W, n);
    };
    if (m >= 64 && n >= 2 * wide * W) {
      j = n / (wide * W) * (wide * W);
      packed_columns<V, depth>(m, j, layers, from, a_m_stride, a_k_stride, panel, b_stride, c,
                               c_stride, accumulate, {shapes, l, 0});
    }
    while (n - j >= wide * W)
      columns(std::integral_constant<std::size_t, wide>{}, std::false_type{});
    if constexpr (wide > 2)
      if (n - j >= 2 * W) columns(std::integral_constant<std::size_t, 2>{}, std::false_type{});
    if (n - j == W) columns(std::integral_constant<std::size_t, 1>{}, std::false_type{});
    if (j + W < n) columns(std::integral_constant<std::size_t, 2>{}, std::true_type{});
    if (j < n) columns(std::integral_constant<std::size_t, 1>{}, std::true_type{});
    l += layers;
    accumulate = true;
  } while (l < k);
}

}  // namespace gradsmith::emit::kernel
