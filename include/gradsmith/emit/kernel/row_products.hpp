// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Products of one group of rows with one or more vectors, by the length of the rows: the inner part
// of `row_dot`.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <type_traits>
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

/// The products of longer rows with R vectors, up to eight rows at a time: streams side by side keep the memory busy,
/// and a vector of weights that is loaded serves all of them. One chain of fma per row where there are eight rows, so
/// many more as make eight where there are fewer; vector v of a row is in chain v mod their number.
template <class V, std::size_t R>
struct long_row {
  static constexpr auto W = lane_count<V>;
  static constexpr std::size_t in_flight = std::min<std::size_t>(W, 8);
  static constexpr std::size_t chains = 8 / in_flight;
  std::array<element<V> const*, R> w;
  std::size_t columns;

  long_row(std::array<element<V> const*, R> const& weight_vectors, std::size_t column_count)
      : w(weight_vectors), columns(column_count) {}

  /// parts[l] = product of row l with w, for the first `count` rows of those in flight; the others repeat the last one.
  [[gnu::always_inline]] void products(element<V> const* x, std::size_t row_stride, std::size_t count, element<V> const* weights, V* parts) const {
    [&]<std::size_t... l, std::size_t... c>(std::index_sequence<l...>, std::index_sequence<c...>) __attribute__((always_inline)) {
      element<V> const* const row_starts[] = {x + strides(l < count ? l : count - 1, row_stride)...};
      V chain_sums[in_flight * chains];
      for (V& each : chain_sums) each = simd::broadcast<V>(element<V>(0));
      std::size_t first_column = 0;
      auto const add = [&]<std::size_t Chain, bool Tail>(std::integral_constant<std::size_t, Chain>, std::bool_constant<Tail>)
          __attribute__((always_inline)) {
        V const weight_vector = load_lanes<V, Tail>(weights + first_column, columns - first_column);
        ((chain_sums[Chain * in_flight + l] = simd::fma(load_lanes<V, Tail>(row_starts[l] + first_column, columns - first_column), weight_vector, chain_sums[Chain * in_flight + l])), ...);
        first_column += W;
      };
      while (first_column + chains * W <= columns) (add(std::integral_constant<std::size_t, c>{}, std::false_type{}), ...);
      if constexpr (chains > 1) ((first_column + W <= columns ? add(std::integral_constant<std::size_t, c>{}, std::false_type{}) : void()), ...);
      if (first_column < columns) add(std::integral_constant<std::size_t, chains - 1>{}, std::true_type{});
      for (std::size_t half = chains / 2; half != 0; half /= 2)
        for (std::size_t merged = 0; merged < half * in_flight; ++merged)
          chain_sums[merged] = chain_sums[merged] + chain_sums[merged + half * in_flight];
      ((parts[l] = chain_sums[l]), ...);
    }
    (std::make_index_sequence<in_flight>{}, std::make_index_sequence<chains>{});
  }

  /// parts[q][l] = product of row l with vector q, for n rows from x on.
  void few(element<V> const* x, std::size_t row_stride, std::size_t n, V (&parts)[R][W]) const {
    for (std::size_t q = 0; q < R; ++q)
      for (std::size_t l = 0; l < n; l += in_flight)
        products(x + strides(l, row_stride), row_stride, std::min(n - l, in_flight), w[q], parts[q] + l);
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
