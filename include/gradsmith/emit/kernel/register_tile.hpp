// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The innermost loop of a matrix product: a tile of the result held in registers. Used by
// `outer_product`.

#pragma once

#include <cstddef>
#include <utility>

#include <gradsmith/emit/kernel/access.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::emit::kernel {

namespace detail {

/// All indices of the accumulators are constants from fold expressions: with loops over an array
/// g++ 12 keeps some of them in memory. The closure-free form matters to clang, which would reach k
/// and b through memory.
template <class V, bool Tail, std::size_t M, std::size_t N, std::size_t... n, std::size_t... g,
          std::size_t... mn>
[[gnu::always_inline]] inline void register_tile(
    std::size_t depth, element<V> const* a, std::size_t a_m_stride, std::size_t a_k_stride,
    element<V> const* b, std::size_t b_stride, element<V>* c, std::size_t c_stride, bool accumulate,
    std::size_t tail, std::index_sequence<n...>, std::index_sequence<g...>,
    std::index_sequence<mn...>) {
  constexpr auto W = lane_count<V>;
  constexpr auto partial = [](std::size_t number_of_tile) { return Tail && number_of_tile + 1 == N; };
  auto const at = [&](std::size_t number_of_tile) { return c + number_of_tile / N * c_stride + number_of_tile % N * W; };
  if (accumulate && depth >= 16)  // C arrives while the sums are formed
    (__builtin_prefetch(at(mn), 1), ...);
  V sum[M * N] = {(static_cast<void>(mn), V(element<V>(0)))...};
  // A pointer per four rows, unrelated as far as the compiler can see: clang would reach each row
  // from the one before by an addition, a chain longer than the arithmetic of narrow tiles.
  element<V> const* rows[(M + 3) / 4] = {(a + strides(4 * g, a_m_stride))...};
  for (auto& row : rows) asm("" : "+r"(row));
#if defined(__clang__)
    // The tile fills the pipeline; unrolled shapes would take long to compile.
#pragma clang loop unroll(disable)
#endif
  for (std::size_t k = 0; k < depth; ++k) {
    V const row[N] = {load_lanes<V, partial(n)>(b + n * W, tail)...};
    ((sum[mn] = simd::fma(simd::broadcast<V>(rows[mn / N / 4][strides(mn / N % 4, a_m_stride)]),
                          row[mn % N], sum[mn])),
     ...);
    ((rows[g] += strides(1, a_k_stride)), ...);
    b += strides(1, b_stride);
  }
  if (accumulate) ((sum[mn] = sum[mn] + load_lanes<V, partial(mn % N)>(at(mn), tail)), ...);
  (store_lanes<V, partial(mn % N)>(at(mn), sum[mn], tail), ...);
}

}  // namespace detail

/// `tiles` tiles, one below the other: C[m][n] (+)= sum_k A(m, k) B[k][n], m < tiles * M, n < N
/// vectors, k < depth, A(m, k) = a[m * a_m_stride + k * a_k_stride]; if Tail, of the last vector
/// only the first `tail` lanes, and nothing is read or written beyond them. Sums start from 0 in
/// order of k and reach C by one addition, so that sums over many calls lose little.
///
/// Out of line: one copy of each shape serves every product of a program.
template <class V, std::size_t M, std::size_t N, bool Tail>
[[gnu::noinline]] void register_tiles(std::size_t tiles, std::size_t depth, element<V> const* a,
                                      std::size_t a_m_stride, std::size_t a_k_stride,
                                      element<V> const* b, std::size_t b_stride, element<V>* c,
                                      std::size_t c_stride, bool accumulate, std::size_t tail) {
  for (; tiles != 0; --tiles, a += strides(M, a_m_stride), c += M * c_stride)
    detail::register_tile<V, Tail, M, N>(depth, a, a_m_stride, a_k_stride, b, b_stride, c, c_stride,
                                         accumulate, tail, std::make_index_sequence<N>{},
                                         std::make_index_sequence<(M + 3) / 4>{},
                                         std::make_index_sequence<M * N>{});
}

}  // namespace gradsmith::emit::kernel
