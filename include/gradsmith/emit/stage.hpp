// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Brings the rows of a block into the layout that loops want: [other axes...][rows], the rows contiguous.
#pragma once

#include <algorithm>

#include <gradsmith/emit/context.hpp>
#include <gradsmith/emit/kernel/gather_rows.hpp>
#include <gradsmith/emit/kernel/pack_transposed.hpp>

namespace gradsmith::emit {

namespace detail {

/// One strided run of elements, converted if the array holds another type.
template <class T>
inline void copy_run(source const& from, std::ptrdiff_t offset, std::ptrdiff_t stride, T* to, std::size_t count) {
  if (from.convert != nullptr) return from.convert(from.at(offset), stride, to, count);
  T const* const start = static_cast<T const*>(from.data) + offset;
  if (stride == 1) std::copy_n(start, count, to);
  else for (std::size_t k = 0; k < count; ++k) to[k] = start[static_cast<std::ptrdiff_t>(k) * stride];
}

// The rows of one position of the other axes, followed by copies of the last one up to whole vectors.
template <class C, class T>
inline void copy_rows(context<C, T> const& c, source const& from, std::ptrdiff_t offset, std::ptrdiff_t row_stride, T* to) {
  if (c.gathers())
    for (std::size_t r = 0; r < c.block_rows; ++r)
      copy_run(from, offset + static_cast<std::ptrdiff_t>(c.row(r)) * row_stride, 1, to + r, 1);
  else
    copy_run(from, offset + static_cast<std::ptrdiff_t>(c.block_start) * row_stride, row_stride, to, c.block_rows);
  std::size_t const padded = round_up(c.block_rows, static_cast<std::size_t>(simd::lanes<T>));
  for (std::size_t r = c.block_rows; r < padded; ++r) to[r] = to[c.block_rows - 1];
}

template <class C, class T, int Leaf, int Dimension>
inline T* copy_dimensions(context<C, T> const& c, source const& from, std::ptrdiff_t offset, std::ptrdiff_t row_stride, T* to) {
  if constexpr (Dimension == C::program.node(Leaf).count) {
    copy_rows(c, from, offset, row_stride, to);
    return to + c.block_capacity;
  } else {
    constexpr int axis = C::program.node(C::program.argument(Leaf, Dimension)).tag;
    if constexpr (axis == C::program.stream) return copy_dimensions<C, T, Leaf, Dimension + 1>(c, from, offset, row_stride, to);
    else {
      for (std::size_t k = 0; k < c.extent[axis]; ++k)
        to = copy_dimensions<C, T, Leaf, Dimension + 1>(c, from, offset + static_cast<std::ptrdiff_t>(k) * from.stride[Dimension], row_stride, to);
      return to;
    }
  }
}

}  // namespace detail

/// Makes `c.lanes[Leaf]` point to the rows of the block, in place where they lie so already.
template <class C, class T, int Leaf>
inline void stage_leaf(context<C, T>& c) {
  using V = simd::batch<T>;
  constexpr int rank = C::program.node(Leaf).count;
  [[maybe_unused]] constexpr int rows = dimension_of<C>(Leaf, C::program.stream);
  constexpr int symbol = C::program.node(Leaf).tag;
  source const& from = c.sources[symbol];
  std::ptrdiff_t const row_stride = row_stride_of<C, Leaf>(from);
  T* const to = c.staged[Leaf];
  bool const plain = from.convert == nullptr && !c.gathers();
  if constexpr (rank == 1) {
    if (plain && row_stride == 1 && c.block_rows % static_cast<std::size_t>(simd::lanes<T>) == 0) {
      c.lanes[Leaf] = static_cast<T const*>(from.data) + c.block_start;
      return;
    }
  }
  if constexpr (rank == 2 && !has_rows_only<C>(Leaf)) {
    constexpr int columns = C::program.node(C::program.argument(Leaf, 1 - rows)).tag;
    if (plain && from.stride[1 - rows] == 1) {
      kernel::pack_transposed<V>(static_cast<T const*>(from.data) + static_cast<std::ptrdiff_t>(c.block_start) * row_stride,
                                 static_cast<std::size_t>(row_stride), c.block_rows, c.extent[columns], to, c.block_capacity);
      c.lanes[Leaf] = to;
      return;
    }
  }
  detail::copy_dimensions<C, T, Leaf, 0>(c, from, 0, row_stride, to);
  c.lanes[Leaf] = to;
}

/// Where the rows after the block begin, if they are read in place; the address is only fetched from.
template <class C, class T, int Leaf>
[[nodiscard]] inline T const* rows_after_block(context<C, T> const& c) {
  constexpr int symbol = C::program.node(Leaf).tag;
  source const& from = c.sources[symbol];
  if (from.convert != nullptr || c.gathers() || c.block_start + c.block_rows >= c.rows_in_all) return nullptr;
  return static_cast<T const*>(from.data) + static_cast<std::ptrdiff_t>(c.block_start + c.block_rows) * row_stride_of<C, Leaf>(from);
}

/// A matrix of the data as contraction kernels see it: the rows of the block, each contiguous, or its columns.
template <class T>
struct matrix_in_memory {
  T const* data = nullptr;
  std::size_t stride = 0;
};

/// The part of each column of the matrix `Leaf` that the block has, where columns are contiguous and all rows are wanted
/// in order: in place, or converted, once per block. No data otherwise.
template <class C, class T, int Leaf>
[[nodiscard]] inline matrix_in_memory<T> columns_of(context<C, T>& c) {
  constexpr int rows = dimension_of<C>(Leaf, C::program.stream);
  constexpr int columns_axis = C::program.node(C::program.argument(Leaf, 1 - rows)).tag;
  source const& from = c.sources[symbol_of<C, Leaf>];
  if (!lies_by_columns(from, rows) || c.gathers()) return {};
  auto const start = static_cast<std::ptrdiff_t>(c.block_start);
  std::ptrdiff_t const stride = from.stride[1 - rows];
  if (from.convert == nullptr) return {static_cast<T const*>(from.data) + start, static_cast<std::size_t>(stride)};
  if (c.copies_columns(Leaf))
    for (std::size_t k = 0; k < c.extent[columns_axis]; ++k)
      detail::copy_run(from, static_cast<std::ptrdiff_t>(k) * stride + start, 1, c.staged[Leaf] + k * c.block_capacity, c.block_rows);
  return {c.staged[Leaf], c.block_capacity};
}

/// The rows of the block of the matrix `Leaf`: in place where they are contiguous, else gathered, converted or copied,
/// once per block.
template <class C, class T, int Leaf>
inline matrix_in_memory<T> rows_of(context<C, T>& c) {
  using V = simd::batch<T>;
  static_assert(C::program.node(Leaf).count == 2);
  constexpr int rows = dimension_of<C>(Leaf, C::program.stream);
  constexpr int columns_axis = C::program.node(C::program.argument(Leaf, 1 - rows)).tag;
  constexpr int symbol = C::program.node(Leaf).tag;
  source const& from = c.sources[symbol];
  std::ptrdiff_t const row_stride = from.stride[rows];
  std::ptrdiff_t const column_stride = from.stride[1 - rows];
  std::size_t const columns = c.extent[columns_axis];
  bool const plain = from.convert == nullptr;
  T const* const first = static_cast<T const*>(from.data);
  if (plain && !c.gathers() && (column_stride == 1 || columns == 1))
    return {first + static_cast<std::ptrdiff_t>(c.block_start) * row_stride, static_cast<std::size_t>(row_stride)};
  std::size_t const stride = round_up(columns, static_cast<std::size_t>(simd::lanes<T>));
  if (!c.copies_rows(Leaf)) return {c.rows[Leaf], stride};
  if (plain && c.gathers() && column_stride == 1) {
    kernel::gather_rows<V>(first, static_cast<std::size_t>(row_stride), {c.row_numbers + c.block_start, c.block_rows}, columns, c.rows[Leaf], stride);
  } else if (!c.gathers() && column_stride == 1 && columns == stride && row_stride == static_cast<std::ptrdiff_t>(stride)) {
    // Without gaps, neither here nor there.
    detail::copy_run(from, static_cast<std::ptrdiff_t>(c.block_start) * row_stride, 1, c.rows[Leaf], c.block_rows * columns);
  } else {
    for (std::size_t r = 0; r < c.block_rows; ++r)
      detail::copy_run(from, static_cast<std::ptrdiff_t>(c.row(r)) * row_stride, column_stride, c.rows[Leaf] + r * stride, columns);
  }
  return {c.rows[Leaf], stride};
}

/// The same where columns are not of use: they are transposed.
template <class C, class T, int Leaf>
inline matrix_in_memory<T> packed_rows_of(context<C, T>& c) {
  auto const m = columns_of<C, T, Leaf>(c);
  if (m.data == nullptr) return rows_of<C, T, Leaf>(c);
  constexpr int rows = dimension_of<C>(Leaf, C::program.stream);
  constexpr int columns_axis = C::program.node(C::program.argument(Leaf, 1 - rows)).tag;
  std::size_t const columns = c.extent[columns_axis];
  std::size_t const stride = round_up(columns, static_cast<std::size_t>(simd::lanes<T>));
  if (c.copies_rows(Leaf))
    kernel::pack_transposed<simd::batch<T>>(m.data, m.stride, columns, c.block_rows, c.rows[Leaf], stride);
  return {c.rows[Leaf], stride};
}

}  // namespace gradsmith::emit
