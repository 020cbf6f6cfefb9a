// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Emits one contraction: chooses the kernel by the axes of its operands, and the layout they need.
//
// The output's fastest axis must be contiguous in the operand that has it; the other one is read by
// broadcast with any strides. Within a pass over the data the rows are the fastest axis of what varies
// along them.
#pragma once

#include <gradsmith/emit/kernel/column.hpp>
#include <gradsmith/emit/kernel/outer_product.hpp>
#include <gradsmith/emit/kernel/rank_one.hpp>
#include <gradsmith/emit/kernel/row_dot.hpp>
#include <gradsmith/emit/loop_nest.hpp>
#include <gradsmith/emit/stage.hpp>

namespace gradsmith::emit {

namespace detail {

template <class C, class T, int Step>
class contract {
  using V = simd::batch<T>;
  static constexpr auto const& program = C::program;
  static constexpr pass::step step = program.steps[Step];
  static constexpr int node = program.entries[step.first].node;
  static constexpr int summed = ir::first_axis(program.node(node).bound);
  static constexpr int stream = step.slot % 2 == 1 ? program.stream : -1;

  static constexpr ir::axis_set axes_of(int id) { return program.node(id).axes; }
  static constexpr bool is_leaf(int id) { return program.node(id).op->kind == ir::form::symbol; }
  static constexpr bool has(int id, int axis) { return axis >= 0 && ir::contains(axes_of(id), axis); }
  /// The axis of an operand that the result keeps, or -1.
  static constexpr int kept_axis(int id) {
    ir::axis_set const rest = axes_of(id) & ~ir::axis_bit(summed);
    return rest == 0 ? -1 : ir::first_axis(rest);
  }
  static constexpr pass::buffer result = program.buffer_for(node);
  static constexpr int fastest = stream >= 0 && has(node, stream) ? stream : result.rank > 0 ? result.axes[result.rank - 1] : -1;

  // The operand that has the fastest axis of the result, and the other one.
  static constexpr int first = program.argument(node, 0);
  static constexpr int second = program.argument(node, 1);
  static constexpr int contiguous = has(first, fastest) ? first : second;
  static constexpr int broadcast = contiguous == first ? second : first;
  // The axes of the result that each has, or -1.
  static constexpr int contiguous_axis = kept_axis(contiguous);
  static constexpr int broadcast_axis = kept_axis(broadcast);

 public:
  explicit contract(context<C, T>& running) : c_(running), to_(running.buffer[buffer_of<C, node>]) {}

  void run() const {
    if constexpr (stream >= 0 && summed == stream) sum_over_rows();
    else if constexpr (stream >= 0) map_rows();
    else without_rows();
  }

 private:
  [[nodiscard]] std::size_t extent(int axis) const { return axis < 0 ? 1 : axis == stream ? c_.block_rows : c_.extent[axis]; }
  [[nodiscard]] static std::size_t unsigned_stride(std::ptrdiff_t stride) { return static_cast<std::size_t>(stride); }

  /// The first element of an operand that does not vary along the rows, or of a value of the block.
  template <int Id>
  [[nodiscard]] T const* data() const {
    if constexpr (!is_leaf(Id)) return c_.buffer[buffer_of<C, Id>];
    else if constexpr (stream >= 0 && has(Id, stream)) return c_.lanes[Id];
    else return static_cast<T const*>(c_.sources[symbol_of<C, Id>].data);
  }
  template <int Id, int Axis>
  [[nodiscard]] std::size_t stride() const {
    if constexpr (Axis < 0) return 0;
    else if constexpr (!is_leaf(Id)) return unsigned_stride(buffer_stride<C, T, Id, Axis>(c_));
    else if constexpr (stream >= 0 && has(Id, stream)) return Axis == stream ? 1 : c_.block_capacity;
    else return unsigned_stride(c_.sources[symbol_of<C, Id>].stride[dimension_of<C>(Id, Axis)]);
  }

  /// A vector as contiguous memory, copied if it is not.
  template <int Id>
  [[nodiscard]] T const* vector_along(T* copy) const {
    std::size_t const step_length = stride<Id, summed>();
    T const* const from = data<Id>();
    if (step_length == 1) return from;
    for (std::size_t k = 0; k < extent(summed); ++k) copy[k] = from[kernel::strides(k, step_length)];
    return copy;
  }

  // result[fastest] (and the other kept axis) += sum over the rows of the block.
  void sum_over_rows() const {
    constexpr int column_axis = contiguous_axis;
    constexpr int row_axis = broadcast_axis;
    std::size_t const rows = c_.block_rows;
    if constexpr (row_axis < 0) {
      T const* const weights = data<broadcast>();
      if constexpr (is_leaf(contiguous)) {
        if (auto const m = columns_of<C, T, contiguous>(c_); m.data != nullptr) return kernel::column_rank_one<V>(m.data, m.stride, rows, extent(column_axis), weights, to_, c_.scratch[Step]);
        auto const m = rows_of<C, T, contiguous>(c_);
        kernel::rank_one<V>(m.data, m.stride, rows, extent(column_axis), weights, to_, kernel::fetch_ahead<T>{c_.next_rows});
      } else {
        kernel::column_rank_one<V>(data<contiguous>(), c_.block_capacity, rows, extent(column_axis), weights, to_, c_.scratch[Step]);
      }
    } else {
      // The operand with the fastest axis as rows; values of the block are stored by columns.
      T const* wide = nullptr;
      std::size_t wide_stride = round_up(extent(column_axis), static_cast<std::size_t>(simd::lanes<T>));
      if constexpr (is_leaf(contiguous)) {
        auto const m = packed_rows_of<C, T, contiguous>(c_);
        wide = m.data, wide_stride = m.stride;
      } else {
        transpose(data<contiguous>(), c_.block_capacity, extent(column_axis), rows, wide_stride);
        wide = c_.scratch[Step];
      }
      T const* narrow = nullptr;
      std::size_t along_axis = 0;
      std::size_t along_rows = 0;
      if constexpr (is_leaf(broadcast)) {
        if (auto const m = columns_of<C, T, broadcast>(c_); m.data != nullptr) {
          narrow = m.data, along_axis = m.stride, along_rows = 1;
        } else {
          auto const in_rows = rows_of<C, T, broadcast>(c_);
          narrow = in_rows.data, along_axis = 1, along_rows = in_rows.stride;
        }
      } else {
        narrow = data<broadcast>(), along_axis = c_.block_capacity, along_rows = 1;
      }
      kernel::outer_product<V>(extent(row_axis), extent(column_axis), rows, narrow, along_axis, along_rows, wide, wide_stride,
                               to_, unsigned_stride(buffer_stride<C, T, node, row_axis>(c_)), c_.block_start != c_.first_row);
    }
  }
  // scratch[r][c] = from[c][r]
  void transpose(T const* from, std::size_t from_stride, std::size_t columns, std::size_t rows, std::size_t to_stride) const {
    kernel::pack_transposed<V>(from, from_stride, columns, rows, c_.scratch[Step], to_stride);
  }

  // result[(axis)][row] = sum over the other axis of what varies along the rows times what does not.
  void map_rows() const {
    constexpr int other_axis = broadcast_axis;
    if constexpr (other_axis < 0) {
      T const* const weights = vector_along<broadcast>(c_.scratch[Step]);
      if constexpr (is_leaf(contiguous)) {
        if (auto const m = columns_of<C, T, contiguous>(c_); m.data != nullptr) return kernel::column_dot<V>(m.data, m.stride, c_.block_rows, extent(summed), weights, to_);
        auto const m = rows_of<C, T, contiguous>(c_);
        kernel::row_dot<V>(m.data, m.stride, c_.block_rows, extent(summed), weights, to_);
      } else {
        kernel::column_dot<V>(data<contiguous>(), c_.block_capacity, c_.block_rows, extent(summed), weights, to_);
      }
    } else {
      std::size_t const rows = round_up(c_.block_rows, static_cast<std::size_t>(simd::lanes<T>));
      if constexpr (is_leaf(contiguous)) {
        // Rows by broadcast and the small result transposed, if the weights are contiguous along it.
        if (stride<broadcast, other_axis>() == 1) return map_rows_by_broadcast<other_axis>();
        stage_leaf<C, T, contiguous>(c_);
      }
      kernel::outer_product<V>(extent(other_axis), rows, extent(summed), data<broadcast>(), stride<broadcast, other_axis>(),
                               stride<broadcast, summed>(), data<contiguous>(), c_.block_capacity, to_, c_.block_capacity, false);
    }
  }
  template <int OtherAxis>
  void map_rows_by_broadcast() const {
    std::size_t const columns = extent(OtherAxis);
    std::size_t const padded = round_up(columns, static_cast<std::size_t>(simd::lanes<T>));
    auto const m = packed_rows_of<C, T, contiguous>(c_);
    T* const by_rows = c_.scratch[Step];
    kernel::outer_product<V>(c_.block_rows, columns, extent(summed), m.data, m.stride, 1, data<broadcast>(), stride<broadcast, summed>(),
                             by_rows, padded, false);
    kernel::pack_transposed<V>(by_rows, padded, c_.block_rows, columns, to_, c_.block_capacity);
  }

  // Neither operand varies along the rows: parameters, or sums over the data.
  void without_rows() const {
    constexpr int column_axis = contiguous_axis;
    constexpr int row_axis = broadcast_axis;
    std::size_t const columns = extent(column_axis);
    std::size_t const terms = extent(summed);
    T const* wide = data<contiguous>();
    std::size_t wide_stride = stride<contiguous, summed>();
    if constexpr (row_axis < 0) {
      if (stride<contiguous, summed>() == 1) {
        T const* const weights = vector_along<broadcast>(c_.scratch[Step]);
        return kernel::row_dot<V>(wide, stride<contiguous, column_axis>(), columns, terms, weights, to_);
      }
    }
    if (stride<contiguous, column_axis>() != 1) {
      std::size_t const padded = round_up(columns, static_cast<std::size_t>(simd::lanes<T>));
      for (std::size_t k = 0; k < terms; ++k)
        for (std::size_t n = 0; n < columns; ++n)
          c_.scratch[Step][k * padded + n] = wide[kernel::strides(k, wide_stride) + kernel::strides(n, stride<contiguous, column_axis>())];
      wide = c_.scratch[Step];
      wide_stride = padded;
    }
    std::size_t result_stride = 0;
    if constexpr (row_axis >= 0) result_stride = unsigned_stride(buffer_stride<C, T, node, row_axis>(c_));
    kernel::outer_product<V>(extent(row_axis), columns, terms, data<broadcast>(), stride<broadcast, row_axis>(),
                             stride<broadcast, summed>(), wide, wide_stride, to_, result_stride, false);
  }

 public:
  /// The number of elements of scratch memory.
  [[nodiscard]] static std::size_t scratch_size(context<C, T> const& c) {
    auto const padded = [&](int length_axis) {
      return length_axis < 0 ? std::size_t{1} : round_up(length_axis == stream ? c.block_capacity : c.extent[length_axis], static_cast<std::size_t>(simd::lanes<T>));
    };
    std::size_t const summed_size = padded(summed);
    std::size_t const wide = padded(contiguous_axis);
    std::size_t const narrow = padded(broadcast_axis);
    return std::max({summed_size * (contiguous_axis == stream ? 1 : wide), wide * narrow, summed_size}) + summed_size;
  }

 private:
  context<C, T>& c_;
  T* to_;
};

}  // namespace detail

}  // namespace gradsmith::emit
