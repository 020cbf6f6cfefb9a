// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// What a program works on while it runs: the arrays that are bound, extents, buffers, and the block of
// rows at hand.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include <gradsmith/pass/program.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::emit {

/// An array that is bound to a symbol: borrowed memory, strides in elements.
struct source {
  void const* data = nullptr;
  std::ptrdiff_t stride[ir::max_rank]{};
  /// Copies `count` elements from `from`, `stride` apart, to T; null if the elements are T already.
  void (*convert)(void const* from, std::ptrdiff_t stride, void* to, std::size_t count) = nullptr;
  std::size_t element_size = 0;

  [[nodiscard]] void const* at(std::ptrdiff_t offset) const noexcept {
    return static_cast<std::byte const*>(data) + offset * static_cast<std::ptrdiff_t>(element_size);
  }
};

/// Whether a matrix whose rows are dimension `rows` is column-major.
[[nodiscard]] inline bool lies_by_columns(source const& matrix, int rows) noexcept {
  return matrix.stride[rows] == 1 && matrix.stride[1 - rows] != 1;
}

/// Where an output goes: row-major, dense.
template <class T>
struct destination {
  T* data = nullptr;
  std::ptrdiff_t stride[ir::max_rank]{};
};

/// What is bound to the program `C::program` with elements T, and where its outputs go.
template <class C, class T>
struct bound_arrays {
  std::size_t extent[ir::room(C::program.axis_count)]{};
  source sources[ir::room(C::program.symbol_count)]{};
  destination<T> outputs[ir::room(C::program.output_count)]{};
};

/// The running state of the program.
template <class C, class T>
struct context : bound_arrays<C, T> {
  static constexpr auto const& program = C::program;
  // A context is made for each call of a function: what no step can need has no room in it.
  static constexpr std::size_t entries = ir::room(program.buffer_count > 0 ? program.entry_count : 0);
  static constexpr std::size_t leaves = ir::room(program.stream >= 0 ? program.node_count : 0);

  T* buffer[ir::room(program.buffer_count)]{};      // block and global values
  T* staged[leaves]{};                              // per leaf: memory for its block, [axes...][rows]
  T const* lanes[leaves]{};                         // per leaf: its block, staged or in place
  T* rows[leaves]{};                                // per leaf of a contraction: memory for rows of a block
  std::size_t rows_hold[leaves]{};                  // per leaf: the block whose rows `rows` holds, and whose
  std::size_t columns_hold[leaves]{};               // columns `staged` does; counted from 1
  T* accumulator[entries]{};                        // per reduction over the lanes: one vector per result
  T* scratch[ir::room(program.step_count)]{};       // per contraction: an operand in another layout
  std::size_t block_phase[entries]{};               // per reduction by blocks: steps since the last finish

  std::size_t rows_in_all = 0;                      // of the data, or of the batch
  std::size_t block_capacity = 0;                   // rows per block, a multiple of the lanes
  std::size_t first_row = 0;                        // where the pass over the data, or this part of it, begins
  std::size_t block_start = 0;
  std::size_t block_rows = 0;
  std::uint32_t const* row_numbers = nullptr;       // of a batch; null: all rows in order

  T const* next_rows = nullptr;                     // what will be read after the block at hand
  T scale = 1;                                      // of sums over the rows: rows of the data / rows of the batch

  /// Whether the rows of a leaf have to be copied for the block at hand; from now on they are taken to be.
  [[nodiscard]] bool copies_rows(int leaf) noexcept { return std::exchange(rows_hold[leaf], block_start + 1) != block_start + 1; }
  [[nodiscard]] bool copies_columns(int leaf) noexcept { return std::exchange(columns_hold[leaf], block_start + 1) != block_start + 1; }

  [[nodiscard]] bool gathers() const noexcept { return row_numbers != nullptr; }
  /// The row of the data that is row r of the block.
  [[nodiscard]] std::size_t row(std::size_t r) const noexcept {
    return gathers() ? row_numbers[block_start + r] : block_start + r;
  }
};

[[nodiscard]] constexpr std::size_t round_up(std::size_t count, std::size_t unit) noexcept {
  return (count + unit - 1) / unit * unit;
}

// What run-time code reads of a program it names as a constant: an element of the program's tables would put them, with
// every pass that their operations point to, through the compiler's back end.
template <class C, int Node>
inline constexpr int buffer_of = C::program.buffer_of[Node];
template <class C, int Node>
inline constexpr int symbol_of = C::program.node(Node).tag;

/// The dimension of a leaf that is indexed by `axis`, or -1.
template <class C>
[[nodiscard]] consteval int dimension_of(int leaf, int axis) {
  for (int d = 0; d < C::program.node(leaf).count; ++d)
    if (C::program.node(C::program.argument(leaf, d)).tag == axis) return d;
  return -1;
}

template <class C>
[[nodiscard]] consteval bool is_along_rows(int leaf, int dimension) {
  return C::program.node(C::program.argument(leaf, dimension)).tag == C::program.stream;
}
/// Whether a leaf has the streamed axis in all its dimensions: then there is one element per row.
template <class C>
[[nodiscard]] consteval bool has_rows_only(int leaf) {
  for (int d = 0; d < C::program.node(leaf).count; ++d)
    if (!is_along_rows<C>(leaf, d)) return false;
  return true;
}

/// How far apart the rows of a leaf lie. One that has the streamed axis in two dimensions, as in x(i, i), steps
/// along both at once.
template <class C, int Leaf>
[[nodiscard]] [[gnu::always_inline]] inline std::ptrdiff_t row_stride_of(source const& from) {
  return [&]<int... D>(std::integer_sequence<int, D...>) {
    return (std::ptrdiff_t{0} + ... + (std::bool_constant<is_along_rows<C>(Leaf, D)>::value ? from.stride[D] : 0));
  }(std::make_integer_sequence<int, C::program.node(Leaf).count>{});
}

/// The stride of a buffer along one of its axes: rows of a block lie innermost; the last axis of a global
/// buffer is padded to whole vectors.
template <class C, class T, int Node, int Axis>
[[nodiscard]] [[gnu::always_inline]] inline std::ptrdiff_t buffer_stride(context<C, T> const& c) {
  constexpr auto b = C::program.buffer_for(Node);
  if constexpr (Axis == C::program.stream) return b.kind == pass::storage::block ? 1 : 0;
  std::size_t stride = b.kind == pass::storage::block ? c.block_capacity : 1;
  for (int d = b.rank - 1; d >= 0; --d) {
    if (b.axes[d] == Axis) return static_cast<std::ptrdiff_t>(stride);
    std::size_t const extent = c.extent[b.axes[d]];
    stride *= b.kind == pass::storage::global && b.output < 0 && d == b.rank - 1
                  ? round_up(extent, static_cast<std::size_t>(simd::lanes<T>))
                  : extent;
  }
  return 0;
}

/// The number of elements of a buffer, padding included.
template <class C, class T, int Buffer>
[[nodiscard]] inline std::size_t buffer_size(context<C, T> const& c) {
  constexpr pass::buffer b = C::program.buffers[Buffer];
  std::size_t size = b.kind == pass::storage::block ? c.block_capacity : 1;
  for (int d = 0; d < b.rank; ++d)
    size *= b.kind == pass::storage::global && b.output < 0 && d == b.rank - 1
                ? round_up(c.extent[b.axes[d]], static_cast<std::size_t>(simd::lanes<T>))
                : c.extent[b.axes[d]];
  return size;
}

}  // namespace gradsmith::emit
