// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Sums of rows weighted by one number per row: the gradient of `row_dot` with respect to its
// vector, for data with contiguous rows.
#pragma once

#include <array>
#include <cstddef>
#include <utility>

#include <gradsmith/emit/kernel/access.hpp>

namespace gradsmith::emit::kernel {

/// What `rank_one` fetches meanwhile: nothing.
struct no_fetch {
  [[gnu::always_inline]] void operator()() const {}
};
/// One cache line per step of eight vectors, from `next` on: an eighth of as many rows as are
/// summed.
template <class T>
struct fetch_ahead {
  explicit fetch_ahead(T const* first_line) : next(reinterpret_cast<std::uintptr_t>(first_line)) {}
  [[gnu::always_inline]] void operator()() {
    fetch_lines(next, 1);
    next += 64;
  }
  std::uintptr_t next;
};

namespace detail {

/// The sums of N vectors of columns over all rows, in registers: P rows in flight, R weights per
/// row. Sum i belongs to row i / (N R) of those in flight, vector i / R mod N, weight i mod R.
/// Constant indices from folds: g++ 12 would keep an array that is walked by loops in memory.
template <class V, std::size_t R, std::size_t N, std::size_t P, bool Tail, class Sink, class Fetch>
inline void column_sums(element<V> const* x, std::size_t row_stride, std::size_t rows,
                        std::size_t first, std::size_t tail,
                        std::array<element<V> const*, R> const& g, Sink const& sink, Fetch& fetch) {
  constexpr auto W = lane_count<V>;
  auto const body = [&]<std::size_t... i, std::size_t... one>(
      std::index_sequence<i...>, std::index_sequence<one...>) __attribute__((always_inline)) {
    V totals[P * N * R] = {(static_cast<void>(i), simd::broadcast<V>(element<V>(0)))...};
    auto const* from_row = x + first;
    std::size_t data_row = 0;
    for (; data_row + P <= rows; data_row += P, from_row += strides(P, row_stride)) {
      fetch();
      ((totals[i] = simd::fma(simd::broadcast<V>(g[i % R][data_row + i / (N * R)]),
                           load_lanes<V, Tail>(from_row + strides(i / (N * R), row_stride) + i / R % N * W, tail),
                           totals[i])),
       ...);
    }
    for (; P > 1 && data_row < rows; ++data_row, from_row += strides(1, row_stride))
      ((totals[one] = simd::fma(simd::broadcast<V>(g[one % R][data_row]),
                             load_lanes<V, Tail>(from_row + one / R * W, tail), totals[one])),
       ...);
    auto const halve = [&]<std::size_t... k>(std::index_sequence<k...>)
        __attribute__((always_inline)) {
      ((totals[k] = totals[k] + totals[k + sizeof...(k)]), ...);
    };
    if constexpr (P >= 8) halve(std::make_index_sequence<4 * N * R>{});
    if constexpr (P >= 4) halve(std::make_index_sequence<2 * N * R>{});
    if constexpr (P >= 2) halve(std::make_index_sequence<N * R>{});
    (sink(first + one / R * W, one % R, totals[one], Tail ? tail : W), ...);
  };
  body(std::make_index_sequence<P * N * R>{}, std::make_index_sequence<N * R>{});
}

}  // namespace detail

/// Calls sink(j, q, sums, n): lane l of sums, for l < n, is sum_r g[q][r] * x[r * row_stride + j +
/// l]. Columns go in chunks of eight, four, two and one vectors and a partial one, rows of narrow
/// chunks up to eight at a time; the order of summation depends on the numbers of rows and columns
/// alone.
template <class V, std::size_t R, class Sink, class Fetch = no_fetch>
inline void for_column_chunks(element<V> const* x, std::size_t row_stride, std::size_t rows,
                              std::size_t columns, std::array<element<V> const*, R> const& g,
                              Sink const& sink, Fetch fetch = {}) {
  constexpr auto W = lane_count<V>;
  constexpr std::size_t sums = R == 1 ? 8 : R == 2 ? 4 : 2;  // per weight; together at most 8 to 16
  std::size_t j = 0;
  auto const chunks = [&]<std::size_t N>(std::integral_constant<std::size_t, N>) {
    if constexpr (N <= sums)
      for (; columns - j >= N * W; j += N * W)
        detail::column_sums<V, R, N, sums / N, false>(x, row_stride, rows, j, 0, g, sink, fetch);
  };
  chunks(std::integral_constant<std::size_t, 8>{});
  chunks(std::integral_constant<std::size_t, 4>{});
  chunks(std::integral_constant<std::size_t, 2>{});
  chunks(std::integral_constant<std::size_t, 1>{});
  if (j != columns)
    detail::column_sums<V, R, 1, sums, true>(x, row_stride, rows, j, columns - j, g, sink, fetch);
}

/// acc[q][j] += sum_r g[q][r] * x[r * row_stride + j],  r < rows, j < columns: R vectors share one
/// pass over x. Reads and writes nothing beyond the given rows and columns. acc is read and written
/// once, so that the error of a sum over many blocks grows with their number, not with the rows'.
/// Cost: 2 R rows columns flops; the elements of x are read once. Summation: see for_column_chunks.
/// `fetch` may be a fetch_ahead that names what will be wanted next.
template <class V, std::size_t R, class Fetch = no_fetch>
inline void rank_one(element<V> const* x, std::size_t row_stride, std::size_t rows,
                     std::size_t columns, std::array<element<V> const*, R> g,
                     std::array<element<V>*, R> acc, Fetch fetch = {}) {
  for_column_chunks<V, R>(
      x, row_stride, rows, columns, g,
      // Names that no symbol of a user has: g++ warns of shadowing in lambdas.
      [&](std::size_t first_column, std::size_t vector_number, V column_sums, std::size_t lanes_used) {
        add_to(acc[vector_number] + first_column, column_sums, lanes_used);
      },
      fetch);
}

/// The same for one vector: acc[j] += sum_r g[r] * x[r * row_stride + j].
template <class V, class Fetch = no_fetch>
inline void rank_one(element<V> const* x, std::size_t row_stride, std::size_t rows,
                     std::size_t columns, element<V> const* g, element<V>* acc, Fetch fetch = {}) {
  rank_one<V, 1>(x, row_stride, rows, columns, std::array<element<V> const*, 1>{g},
                 std::array<element<V>*, 1>{acc}, fetch);
}

}  // namespace gradsmith::emit::kernel
