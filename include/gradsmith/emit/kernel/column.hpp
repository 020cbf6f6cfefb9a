// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// `column_dot` and `column_rank_one`: the two contractions with a vector for column-major data,
// observations contiguous.
#pragma once

#include <algorithm>
#include <cstddef>
#include <type_traits>
#include <utility>

#include <gradsmith/emit/kernel/access.hpp>
#include <gradsmith/emit/kernel/row_dot.hpp>

namespace gradsmith::emit::kernel {

namespace detail {

/// out[r] += sum_k x[k * column_stride + r] * w[k],  r < rows, k < K, in two chains. Columns that are read K at a
/// time are long streams, which is what the memory likes, and out, short enough for the first-level cache, is read
/// and written once for K of them.
template <class V, std::size_t K>
inline void add_columns(element<V> const* x, std::size_t column_stride, std::size_t rows, element<V> const* w,
                        element<V>* out) {
  constexpr auto W = lane_count<V>;
  auto const body = [&]<std::size_t... k>(std::index_sequence<k...>) __attribute__((always_inline)) {
    V const weight_of[K] = {simd::broadcast<V>(w[k])...};
    auto const add = [&]<bool Tail>(std::bool_constant<Tail>, std::size_t first_row, std::size_t lanes_used)
        __attribute__((always_inline)) {
      V chains[2] = {load_lanes<V, Tail>(out + first_row, lanes_used), simd::broadcast<V>(element<V>(0))};
      ((chains[k % 2] = simd::fma(
            weight_of[k], load_lanes<V, Tail>(x + strides(k, column_stride) + first_row, lanes_used), chains[k % 2])),
       ...);
      store_lanes<V, Tail>(out + first_row, K == 1 ? chains[0] : chains[0] + chains[1], lanes_used);
    };
    auto const whole = rows - rows % W;
    for (std::size_t first_row = 0; first_row < whole; first_row += W) add(std::false_type{}, first_row, W);
    if (whole != rows) add(std::true_type{}, whole, rows - whole);
  };
  body(std::make_index_sequence<K>{});
}

}  // namespace detail

/// out[r] = sum_j x[j * column_stride + r] * w[j],  r < rows, j < columns: lanes are observations.
/// Reads nothing of x and w beyond the given rows and columns; out is assigned up to `rows` rounded up
/// to the lanes, where it gets 0. Cost: 2 rows columns flops; the elements of x are read once. The order
/// of summation depends on `columns` alone: eight columns at a time, then one by one.
template <class V>
inline void column_dot(element<V> const* x, std::size_t column_stride, std::size_t rows,
                       std::size_t columns, element<V> const* w, element<V>* out) {
  std::fill_n(out, padded<V>(rows), element<V>(0));
  std::size_t j = 0;
  for (; j + 8 <= columns; j += 8)
    detail::add_columns<V, 8>(x + strides(j, column_stride), column_stride, rows, w + j, out);
  for (; j < columns; ++j)
    detail::add_columns<V, 1>(x + strides(j, column_stride), column_stride, rows, w + j, out);
}

/// acc[j] += sum_r g[r] * x[j * column_stride + r],  r < rows, j < columns, by way of `dots`, memory for `columns`
/// entries rounded up to the lanes. Reads and writes nothing else beyond the given rows and columns. Columns are the
/// rows of the transposed matrix: the kernel is `row_dot`, also in its cost and order of summation.
template <class V>
inline void column_rank_one(element<V> const* x, std::size_t column_stride, std::size_t rows, std::size_t columns,
                            element<V> const* g, element<V>* acc, element<V>* dots) {
  row_dot<V>(x, column_stride, columns, rows, g, dots);
  for (std::size_t j = 0; j < columns; ++j) acc[j] += dots[j];
}

}  // namespace gradsmith::emit::kernel
