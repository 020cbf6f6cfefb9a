// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Products of one group of rows with one or more vectors, by the length of the rows: the inner part
// of `row_dot`.
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

  short_row(std::array<element<V> const*, R> const& weight_vectors, std::size_t column_count) : tail(column_count - (N - 1) * W) {
    for (std::size_t q = 0; q < R; ++q)
      for (std::size_t n = 0; n < N; ++n)
        w[q][n] =
            n + 1 < N ? simd::load<V>(weight_vectors[q] + n * W) : load_lanes<V, Tail>(weight_vectors[q] + n * W, tail);
  }
  [[gnu::always_inline]] V sum(element<V> const* x, std::size_t q) const {
    V s = load<0>(x) * w[q][0];
    [&]<std::size_t... n>(std::index_sequence<n...>) __attribute__((always_inline)) {
      ((s = simd::fma(load<n + 1>(x), w[q][n + 1], s)), ...);
    }
    (std::make_index_sequence<N - 1>{});
    return s;
  }
  /// parts[q][l] = product of row l with vector q, for W rows from x on.
  [[gnu::always_inline]] void group(element<V> const* x, std::size_t row_stride,
                                    V (&parts)[R][W]) const {
    for (std::size_t l = 0; l < W; ++l, x += strides(1, row_stride))
      for (std::size_t q = 0; q < R; ++q) {
        parts[q][l] = sum(x, q);
        finish(parts[q][l]);
      }
  }

 private:
  template <std::size_t n>
  [[gnu::always_inline]] V load(element<V> const* x) const {
    return load_lanes < V, Tail && n + 1 == N > (x + n * W, tail);
  }
};

/// The products of longer rows, two rows at a time, with R vectors: four chains per row and vector,
/// vector v of a stretch of the row in chain v mod 4.
template <class V, std::size_t R>
struct long_row {
  static constexpr auto W = lane_count<V>;
  /// Rows are read in stretches of 8 KB, so that w stays in the first-level cache for a group of
  /// rows.
  static constexpr auto stretch = 8192 / sizeof(element<V>);
  std::array<element<V> const*, R> w;
  std::size_t columns;

  long_row(std::array<element<V> const*, R> const& weight_vectors, std::size_t column_count)
      : w(weight_vectors), columns(column_count) {}

  /// The products of w and two rows over the columns [first, end), at least four vectors. Two rows
  /// share the loads of w: one row alone would be bound by them.
  static std::array<V, 2> sums(element<V> const* x, element<V> const* y, element<V> const* w,
                               std::size_t first, std::size_t end) {
    auto j = first;
    auto const product = [&](element<V> const* from_row, std::size_t vector_number) __attribute__((always_inline)) {
      return simd::load<V>(from_row + j + vector_number * W) * simd::load<V>(w + j + vector_number * W);
    };
    auto const add = [&](V & partial_sum, element<V> const* from_row, std::size_t vector_number) __attribute__((always_inline)) {
      partial_sum = simd::fma(simd::load<V>(from_row + j + vector_number * W), simd::load<V>(w + j + vector_number * W), partial_sum);
    };
    V a = product(x, 0), b = product(x, 1), c = product(x, 2), d = product(x, 3);
    V e = product(y, 0), f = product(y, 1), g = product(y, 2), h = product(y, 3);
    for (j += 4 * W; j + 4 * W <= end; j += 4 * W) {
      add(a, x, 0), add(b, x, 1), add(c, x, 2), add(d, x, 3);
      add(e, y, 0), add(f, y, 1), add(g, y, 2), add(h, y, 3);
    }
    if (j + W <= end) add(a, x, 0), add(e, y, 0), j += W;
    if (j + W <= end) add(b, x, 0), add(f, y, 0), j += W;
    if (j + W <= end) add(c, x, 0), add(g, y, 0), j += W;
    if (auto const tail = end - j; tail != 0) {
      auto const last = load_lanes<V, true>(w + j, tail);
      d = simd::fma(load_lanes<V, true>(x + j, tail), last, d);
      h = simd::fma(load_lanes<V, true>(y + j, tail), last, h);
    }
    return {(a + b) + (c + d), (e + f) + (g + h)};
  }

  /// parts[q][l] = product of row l with vector q, for n rows from x on.
  void few(element<V> const* x, std::size_t row_stride, std::size_t n, V (&parts)[R][W]) const {
    std::size_t first = 0;
    do {
      auto const end = columns - first < 2 * stretch ? columns : first + stretch;
      for (std::size_t l = 0; l < n; l += 2)
        for (std::size_t q = 0; q < R; ++q) {
          auto const next = l + 1 < n ? l + 1 : l;
          auto s = sums(x + strides(l, row_stride), x + strides(next, row_stride), w[q], first, end);
          if (first != 0) s = {parts[q][l] + s[0], parts[q][next] + s[1]};
          parts[q][l] = s[0];
          parts[q][next] = s[1];
          finish(s[0]);
          finish(s[1]);
        }
      first = end;
    } while (first < columns);
  }
  void group(element<V> const* x, std::size_t row_stride, V (&parts)[R][W]) const {
    few(x, row_stride, W, parts);
  }
};

/// The same as short_row for n rows and any N, a little slower: for the rows that do not fill a
/// group.
template <class V, std::size_t R>
[[gnu::noinline]] void few_rows(element<V> const* x, std::size_t row_stride, std::size_t n,
                                std::size_t columns, std::array<element<V> const*, R> const& w,
                                V (&parts)[R][lane_count<V>]) {
  constexpr auto W = lane_count<V>;
  for (std::size_t l = 0; l < n; ++l, x += strides(1, row_stride))
    for (std::size_t q = 0; q < R; ++q) {
      auto const first = columns < W ? columns : W;
      V s = load_lanes<V, true>(x, first) * load_lanes<V, true>(w[q], first);
      std::size_t j = first;
      for (; j + W <= columns; j += W)
        s = simd::fma(simd::load<V>(x + j), simd::load<V>(w[q] + j), s);
      if (auto const tail = columns - j; tail != 0)
        s = simd::fma(load_lanes<V, true>(x + j, tail), load_lanes<V, true>(w[q] + j, tail), s);
      parts[q][l] = s;
    }
}

}  // namespace detail

}  // namespace gradsmith::emit::kernel
