// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The innermost loop of a matrix product: a tile of the result held in registers. Used by `outer_product`.

#pragma once

#include <cstddef>
#include <utility>

#include <gradsmith/emit/kernel/access.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::emit::kernel {

namespace detail {

/// All indices of the accumulators are constants from fold expressions: with loops over an array g++ 12 keeps some of
/// them in memory. The closure-free form matters to clang, which would reach k and b through memory.
template <class V, bool Tail, std::size_t M, std::size_t N, std::size_t... n, std::size_t... mn>
[[gnu::always_inline]] inline void register_tile(std::size_t depth, element<V> const* a,
 std::size_t a_m_stride, std::size_t a_k_stride,
                                                 element<V> const* b, std::size_t b_stride,
                                                 element<V>* c, std::size_t c_stride, bool accumulate,
                                                 std::size_t tail, std::index_sequence<n...>,
                                                 std::index_sequence<mn...>) {
  using T = element<V>;
  constexpr auto W = lane_count<V>;
  V sum[M * N] = {(static_cast<void>(mn), simd::broadcast<V>(T(0)))...};
  for (std::size_t k = 0; k < depth; ++k) {
    V const row[N] = {load_lanes<V, Tail && n + 1 == N>(b + n * W, tail)...};
    ((sum[mn] = simd::fma(simd::broadcast<V>(a[(mn / N) * a_m_stride]), row[mn % N], sum[mn])), ...);
    a += a_k_stride;
    b += b_stride;
  }
  if (accumulate)
    ((sum[mn] = sum[mn] + load_lanes<V, Tail && mn % N + 1 == N>(c + (mn / N) * c_stride + (mn % N) * W, tail)),
     ...);
  (store_lanes<V, Tail && mn % N + 1 == N>(c + (mn / N) * c_stride + (mn % N) * W, sum[mn], tail), ...);
}

}  // namespace detail

/// C[m][n] (+)= sum_k A(m, k) B[k][n], A(m, k) = a[m * a_m_stride + k * a_k_stride],  m < M, n < N vectors, k < depth; if Tail, of the last vector only the first
/// `tail` lanes, and nothing is read or written beyond them. Sums start from 0 in order of k and reach C by one
/// addition, so that sums over many calls lose little.
template <class V, std::size_t M, std::size_t N, bool Tail>
inline void register_tile(std::size_t depth, element<V> const* a,
 std::size_t a_m_stride, std::size_t a_k_stride, element<V> const* b,
                          std::size_t b_stride, element<V>* c, std::size_t c_stride, bool accumulate,
                          std::size_t tail) {
  detail::register_tile<V, Tail, M, N>(depth, a, a_m_stride, a_k_stride, b, b_stride, c, c_stride, accumulate, tail,
                                       std::make_index_sequence<N>{}, std::make_index_sequence<M * N>{});
}

}  // namespace gradsmith::emit::kernel
