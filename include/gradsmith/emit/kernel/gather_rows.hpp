// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Copies selected rows into a staging buffer: how a mini-batch reaches the kernels without
// permuting the data.

#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include <gradsmith/emit/kernel/access.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::emit::kernel {

/// dst[r * dst_stride + j] = src[row_numbers[r] * row_stride + j],  r < row_numbers.size(), j <
/// columns. Numbers may repeat and come in any order. Reads and writes nothing beyond the given
/// columns. Cost: each element is read and written once.
template <class V>
inline void gather_rows(element<V> const* src, std::size_t row_stride,
                        std::span<std::uint32_t const> row_numbers, std::size_t columns,
                        element<V>* dst, std::size_t dst_stride) {
  constexpr auto W = lane_count<V>;
  auto const tail = columns % W;
  auto const full = columns - tail;
  for (auto const number : row_numbers) {
    auto const* const from = src + strides(number, row_stride);
    for (std::size_t j = 0; j < full; j += W) simd::store(dst + j, simd::load<V>(from + j));
    if (tail != 0) store_lanes<V, true>(dst + full, load_lanes<V, true>(from + full, tail), tail);
    dst += dst_stride;
  }
}

}  // namespace gradsmith::emit::kernel
