// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Dot products of rows with one or more vectors: the contraction whose result has one entry per
// observation, for data with contiguous rows.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <type_traits>

#include <gradsmith/emit/kernel/access.hpp>
#include <gradsmith/emit/kernel/row_products.hpp>

namespace gradsmith::emit::kernel {

namespace detail {

/// Adds up the lanes of each product and hands them on.
template <class V, std::size_t R, class Sink>
[[gnu::always_inline]] inline void send(std::size_t row, std::size_t n,
                                        V const (&parts)[R][lane_count<V>], Sink const& sink) {
  std::array<V, R> sums;
  for (std::size_t q = 0; q < R; ++q) sums[q] = simd::sum_each(parts[q]);
  sink(row, sums, n);
}

/// All full groups of rows of one length.
template <class V, std::size_t R, class Row, class Sink>
[[gnu::noinline]] void full_groups(Row const product, element<V> const* x, std::size_t row_stride,
                                   std::size_t rows, Sink const sink) {
  constexpr auto W = lane_count<V>;
  for (std::size_t row = 0; row + W <= rows; row += W, x += strides(W, row_stride)) {
    V parts[R][W];
    product.group(x, row_stride, parts);
    send<V, R>(row, W, parts, sink);
  }
}

}  // namespace detail

/// Calls sink(row, sums, n) for every group of n <= lanes rows: lane l of sums[q] is
/// sum_j x[(row + l) * row_stride + j] * w[q][j], j < columns; lanes n and above repeat the last
/// row. A short row is finished before the next one is begun. The order of summation depends on
/// `columns` and R alone: see short_row and long_row, then the lanes pairwise.
template <class V, std::size_t R, class Sink>
inline void for_row_groups(element<V> const* x, std::size_t row_stride, std::size_t rows,
                           std::size_t columns, std::array<element<V> const*, R> const& w,
                           Sink const& sink) {
  constexpr auto W = lane_count<V>;
  [[maybe_unused]] auto const whole = columns % W == 0;
  auto const run = [&](auto const& row_products) {
    detail::full_groups<V, R>(row_products, x, row_stride, rows, sink);
  };
  auto const run_short = [&]<std::size_t N>(std::integral_constant<std::size_t, N>) {
    // A masked load costs what a plain one does where masks are registers: then one form is enough.
    if constexpr (sizeof(V) == 64)
      run(detail::short_row<V, R, N, true>(w, columns));
    else
      whole ? run(detail::short_row<V, R, N, false>(w, columns)) : run(detail::short_row<V, R, N, true>(w, columns));
  };
  // Whole rows of eight vectors are worth their registers where there are 32.
  constexpr bool many = R == 1 && sizeof(V) == 64;
  auto const is_short = columns <= 4 * W || (many && columns == 8 * W);
  auto const done = rows - rows % W;
  if (done != 0) {
    if (!is_short)
      run(detail::long_row<V, R>(w, columns));
    else if (columns <= W)
      run_short(std::integral_constant<std::size_t, 1>{});
    else if (columns <= 2 * W)
      run_short(std::integral_constant<std::size_t, 2>{});
    else if (columns <= 3 * W)
      run_short(std::integral_constant<std::size_t, 3>{});
    else if (columns <= 4 * W)
      run_short(std::integral_constant<std::size_t, 4>{});
    if constexpr (many) {
      if (columns == 8 * W) run(detail::short_row<V, R, 8, false>(w, columns));
    }
  }
  if (done == rows) return;

  V parts[R][W];
  for (auto& each : parts) std::fill(std::begin(each), std::end(each), V(element<V>(0)));
  auto const* const rest = x + strides(done, row_stride);
  if (is_short)
    detail::few_rows<V, R>(rest, row_stride, rows - done, columns, w, parts);
  else
    detail::long_row<V, R>(w, columns).few(rest, row_stride, rows - done, parts);
  for (std::size_t l = rows - done; l < W; ++l)
    for (std::size_t q = 0; q < R; ++q) parts[q][l] = parts[q][l - 1];
  detail::send<V, R>(done, rows - done, parts, sink);
}

/// out[q][r] = sum_j x[r * row_stride + j] * w[q][j],  r < rows, j < columns: R vectors share one
/// pass over x. Reads nothing beyond the given rows and columns. Writes each out[q] up to `rows`
/// rounded up to the lanes; the entries beyond `rows` repeat the last one.
/// Cost: 2 R rows columns flops; the elements of x are read once. Summation: see for_row_groups.
template <class V, std::size_t R>
inline void row_dot(element<V> const* x, std::size_t row_stride, std::size_t rows,
                    std::size_t columns, std::array<element<V> const*, R> w,
                    std::array<element<V>*, R> out) {
  for_row_groups<V, R>(x, row_stride, rows, columns, w,
                       [&](std::size_t first_row, std::array<V, R> const& row_sums, std::size_t) {
                         for (std::size_t vector_number = 0; vector_number < R; ++vector_number) simd::store(out[vector_number] + first_row, row_sums[vector_number]);
                       });
}

/// The same for one vector: out[r] = sum_j x[r * row_stride + j] * w[j].
template <class V>
inline void row_dot(element<V> const* x, std::size_t row_stride, std::size_t rows,
                    std::size_t columns, element<V> const* w, element<V>* out) {
  row_dot<V, 1>(x, row_stride, rows, columns, std::array<element<V> const*, 1>{w},
                std::array<element<V>*, 1>{out});
}

}  // namespace gradsmith::emit::kernel
