// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Dot products of rows with one or more vectors: the contraction whose result has one entry per
// observation, for data with contiguous rows.
#pragma once

#include <array>
#include <cstddef>
#include <utility>

#include <gradsmith/emit/kernel/access.hpp>

namespace gradsmith::emit::kernel {

namespace detail {

/// The products of rows of N vectors, the last one partial if Tail, with R vectors that stay in
/// registers: one chain of fma per row and vector.
template <class V, std::size_t R, std::size_t N, bool Tail>
struct short_row {
  static constexpr auto W = lane_count<V>;
  V w[R][N];
  std::size_t tail;

  short_row(std::array<element<V> const*, R> const& from, std::size_t columns) : tail(columns % W) {
    for (std::size_t q = 0; q < R; ++q)
      for (std::size_t n = 0; n < N; ++n)
        w[q][n] = n + 1 < N ? simd::load<V>(from[q] + n * W)
                            : load_lanes<V, Tail>(from[q] + n * W, tail);
  }
  [[gnu::always_inline]] V sum(element<V> const* x, std::size_t q) const {
    V s = load<0>(x) * w[q][0];
    if constexpr (N > 1) s = simd::fma(load<1>(x), w[q][1], s);
    if constexpr (N > 2) s = simd::fma(load<2>(x), w[q][2], s);
    if constexpr (N > 3) s = simd::fma(load<3>(x), w[q][3], s);
    static_assert(N <= 4);
    return s;
  }
  /// parts[q][l] = product of row l with vector q, for n rows from x on.
  [[gnu::always_inline]] void group(element<V> const* x, std::size_t row_stride, std::size_t n,
                                    V (&parts)[R][W]) const {
    auto const add_row = [&](std::size_t l) __attribute__((always_inline)) {
      for (std::size_t q = 0; q < R; ++q) {
        parts[q][l] = sum(x, q);
        finish(parts[q][l]);
      }
      x += row_stride;
    };
    for (std::size_t l = 0; l < n; ++l) add_row(l);
  }

 private:
  template <std::size_t n>
  [[gnu::always_inline]] V load(element<V> const* x) const {
    return load_lanes<V, Tail && n + 1 == N>(x + n * W, tail);
  }
};

/// The products of stretches of rows of at least four vectors with R vectors: four chains per row and
/// vector, vector v of the stretch in chain v mod 4.
template <class V, std::size_t R>
struct long_row {
  static constexpr auto W = lane_count<V>;
  /// Rows are read in stretches of 8 KB, so that w stays in the first-level cache for a group of rows.
  static constexpr auto stretch = 8192 / sizeof(element<V>);
  std::array<element<V> const*, R> w;
  std::size_t columns;

  long_row(std::array<element<V> const*, R> const& from, std::size_t count)
      : w(from), columns(count) {}

  /// The product over the columns [first, end): at least four vectors.
  [[gnu::always_inline]] V sum(element<V> const* x, std::size_t q, std::size_t first,
                               std::size_t end) const {
    auto const* const v = w[q];
    auto const product = [&](std::size_t j) { return simd::load<V>(x + j) * simd::load<V>(v + j); };
    auto const add = [&](V& s, std::size_t j) {
      s = simd::fma(simd::load<V>(x + j), simd::load<V>(v + j), s);
    };
    auto j = first + 4 * W;
    V a = product(first), b = product(j - 3 * W), c = product(j - 2 * W), d = product(j - W);
    for (; j + 4 * W <= end; j += 4 * W) {
      add(a, j), add(b, j + W);
      add(c, j + 2 * W), add(d, j + 3 * W);
    }
    if (j + W <= end) add(a, j), j += W;
    if (j + W <= end) add(b, j), j += W;
    if (j + W <= end) add(c, j), j += W;
    if (j != end)
      d = simd::fma(load_lanes<V, true>(x + j, end - j), load_lanes<V, true>(v + j, end - j), d);
    return (a + b) + (c + d);
  }

  /// parts[q][l] = product of row l with vector q, for n rows from x on.
  void group(element<V> const* x, std::size_t row_stride, std::size_t n, V (&parts)[R][W]) const {
    for (std::size_t first = 0; first < columns;) {
      auto const end = columns - first < 2 * stretch ? columns : first + stretch;
      for (std::size_t l = 0; l < n; ++l)
        for (std::size_t q = 0; q < R; ++q) {
          auto const s = sum(x + l * row_stride, q, first, end);
          parts[q][l] = first == 0 ? s : parts[q][l] + s;
          finish(parts[q][l]);
        }
      first = end;
    }
  }
};

/// Calls sink(row, sums, n) for every group of n <= lanes rows; lane l of sums[q] is the product of
/// row `row + l` with vector q, lanes n and above repeat row `rows - 1`.
template <class V, std::size_t R, class Row, class Sink>
inline void for_groups_of(Row const product, element<V> const* x, std::size_t row_stride,
                          std::size_t rows, Sink const& sink) {
  constexpr auto W = lane_count<V>;
  auto const send = [&](std::size_t row, std::size_t n, V const (&parts)[R][W])
      __attribute__((always_inline)) {
    std::array<V, R> sums;
    for (std::size_t q = 0; q < R; ++q) sums[q] = simd::sum_each(parts[q]);
    sink(row, sums, n);
  };
  std::size_t row = 0;
  for (; row + W <= rows; row += W, x += W * row_stride) {
    V parts[R][W];
    product.group(x, row_stride, W, parts);
    send(row, W, parts);
  }
  if (row == rows) return;
  V parts[R][W];
  product.group(x, row_stride, rows - row, parts);
  for (std::size_t l = rows - row; l < W; ++l)
    for (std::size_t q = 0; q < R; ++q) parts[q][l] = parts[q][l - 1];
  send(row, rows - row, parts);
}

}  // namespace detail

/// Calls sink(row, sums, n) for every group of n <= lanes rows: lane l of sums[q] is
/// sum_j x[(row + l) * row_stride + j] * w[q][j], j < columns; lanes n and above repeat the last row.
/// A row is finished before the next one is begun. The order of summation depends on `columns` alone:
/// one chain per lane up to four vectors, else four chains per stretch, then the lanes pairwise.
template <class V, std::size_t R, class Sink>
inline void for_row_groups(element<V> const* x, std::size_t row_stride, std::size_t rows,
                           std::size_t columns, std::array<element<V> const*, R> const& w,
                           Sink const& sink) {
  constexpr auto W = lane_count<V>;
  auto const run = [&](auto const& row) { detail::for_groups_of<V, R>(row, x, row_stride, rows, sink); };
  auto const whole = columns != 0 && columns % W == 0;
  auto const short_rows = [&]<std::size_t N>(std::integral_constant<std::size_t, N>) {
    whole ? run(detail::short_row<V, R, N, false>(w, columns))
          : run(detail::short_row<V, R, N, true>(w, columns));
  };
  if (columns <= W) return short_rows(std::integral_constant<std::size_t, 1>{});
  if (columns <= 2 * W) return short_rows(std::integral_constant<std::size_t, 2>{});
  if (columns <= 3 * W) return short_rows(std::integral_constant<std::size_t, 3>{});
  if (columns <= 4 * W) return short_rows(std::integral_constant<std::size_t, 4>{});
  run(detail::long_row<V, R>(w, columns));
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
                       [&](std::size_t row, std::array<V, R> const& sums, std::size_t) {
                         for (std::size_t q = 0; q < R; ++q) simd::store(out[q] + row, sums[q]);
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
