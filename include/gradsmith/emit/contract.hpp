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
  static constexpr int first = program.argument(node, 0);
  static constexpr int second = program.argument(node, 1);
  static constexpr pass::buffer result = program.buffer_for(node);
  /// The axis that there is a product for every position along, or -1: one that both operands and the result have, or of two axes that only
  /// one operand has the one along which the result's elements lie further apart.
  static constexpr int repeated_axis() {
    ir::axis_set const shared = axes_of(first) & axes_of(second) & axes_of(node);
    if (shared != 0) return ir::first_axis(shared);
    for (int id : {first, second})
      if (ir::count(axes_of(id)) > 2)
        for (int d = 0; d < result.rank; ++d)
          if (has(id, result.axes[d]) && result.axes[d] != stream) return result.axes[d];
    return -1;
  }
  static constexpr int repeated = repeated_axis();
  /// The axis of an operand that the result keeps, or -1.
  static constexpr int kept_axis(int id) {
    for (ir::axis_set rest = axes_of(id); rest != 0; rest = ir::without_first(rest))
      if (int const axis = ir::first_axis(rest); axis != summed && axis != repeated) return axis;
    return -1;
  }
  /// The axis of the result along which its elements lie one behind the other, or nearly: the repeated one cannot be it.
  static constexpr int fastest_axis() {
    if (stream >= 0 && has(node, stream)) return stream;
    for (int d = result.rank - 1; d >= 0; --d)
      if (result.axes[d] != repeated) return result.axes[d];
    return -1;
  }
  static constexpr int fastest = fastest_axis();
  /// Then products are formed in scratch memory and put where they belong.
  static constexpr bool is_apart = repeated >= 0 && fastest != stream && result.axes[result.rank - 1] == repeated;

  // The operand that has the fastest axis of the result, and the other one.
  static constexpr int contiguous = has(first, fastest) ? first : second;
  static constexpr int broadcast = contiguous == first ? second : first;
  // The axes of the result that each has, or -1.
  static constexpr int contiguous_axis = kept_axis(contiguous);
  static constexpr int broadcast_axis = kept_axis(broadcast);
  // The broadcast operand is the kernel's A; the rows of the result are its axis.
  static constexpr auto triangle_of(int operand) { return static_cast<kernel::triangle>(op::contraction::triangle(program.node(node).tag, operand)); }
  static constexpr kernel::triangle transposed(kernel::triangle t) {
    return t == kernel::triangle::full ? t : t == kernel::triangle::lower ? kernel::triangle::upper : kernel::triangle::lower;
  }
  static constexpr kernel::triangles shapes{.of_operand = triangle_of(broadcast == first ? 0 : 1),
                                            .of_result = broadcast == first ? triangle_of(2) : transposed(triangle_of(2))};

 public:
  explicit contract(context<C, T>& running) : c_(running), to_(running.buffer[buffer_of<C, node>]) {}

  void run() const {
    if constexpr (repeated < 0) {
      run_once();
    } else {
      for (std::size_t position = 0; position < c_.extent[repeated]; ++position) {
        contract const one(*this, position);
        one.run_once();
        if constexpr (is_apart) one.put_where_it_belongs();
      }
    }
  }

 private:
  contract(contract const& all, std::size_t along_repeated)
      : c_(all.c_), to_(is_apart ? all.apart() : all.to_ + kernel::strides(along_repeated, unsigned_stride(buffer_stride<C, T, node, repeated>(all.c_)))),
        position_(along_repeated) {}

  void run_once() const {
    if constexpr (stream >= 0 && summed == stream) sum_over_rows();
    else if constexpr (stream >= 0) map_rows();
    else without_rows();
  }
  [[nodiscard]] bool accumulates() const { return stream >= 0 && summed == stream && c_.block_start != c_.first_row; }
  /// How far the rows of a product lie apart.
  template <int Axis>
  [[nodiscard]] std::size_t stride_of_result() const {
    if constexpr (Axis < 0) return 0;
    else if constexpr (is_apart) return padded(fastest);
    else return unsigned_stride(buffer_stride<C, T, node, Axis>(c_));
  }
  /// Memory for a product, behind that for an operand.
  [[nodiscard]] T* apart() const { return c_.scratch[Step] + operand_size(c_); }
  void put_where_it_belongs() const {
    T* const to = c_.buffer[buffer_of<C, node>] + kernel::strides(position_, unsigned_stride(buffer_stride<C, T, node, repeated>(c_)));
    std::size_t const along_rows = unsigned_stride(buffer_stride<C, T, node, broadcast_axis>(c_));
    std::size_t const along_columns = unsigned_stride(buffer_stride<C, T, node, contiguous_axis>(c_));
    for (std::size_t m = 0; m < extent(broadcast_axis); ++m)
      for (std::size_t n = 0; n < extent(contiguous_axis); ++n) {
        T& target = to[kernel::strides(m, along_rows) + kernel::strides(n, along_columns)];
        target = (accumulates() ? target : T{0}) + to_[m * padded(fastest) + n];
      }
  }
  [[nodiscard]] std::size_t padded(int axis) const { return round_up(extent(axis), static_cast<std::size_t>(simd::lanes<T>)); }

  [[nodiscard]] std::size_t extent(int axis) const { return axis < 0 ? 1 : axis == stream ? c_.block_rows : c_.extent[axis]; }
  [[nodiscard]] static std::size_t unsigned_stride(std::ptrdiff_t stride) { return static_cast<std::size_t>(stride); }

  /// The first element of an operand that does not vary along the rows, or of a value of the block.
  template <int Id>
  [[nodiscard]] T const* data() const {
    if constexpr (has(Id, repeated)) return start<Id>() + kernel::strides(position_, stride<Id, repeated>());
    else return start<Id>();
  }
  template <int Id>
  [[nodiscard]] T const* start() const {
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
      if constexpr (!is_leaf(contiguous) && !is_leaf(broadcast))
        if (extent(column_axis) < 2 * static_cast<std::size_t>(simd::lanes<T>)) return add_short_rows();
      // The operand with the fastest axis as rows; values of the block are stored by columns.
      T const* wide = nullptr;
      std::size_t wide_stride = round_up(extent(column_axis), static_cast<std::size_t>(simd::lanes<T>));
      if constexpr (is_leaf(contiguous)) {
        auto const m = packed_rows_of<C, T, contiguous>(c_);
        wide = m.data, wide_stride = m.stride;
      } else {
        transpose(data<contiguous>(), stride<contiguous, column_axis>(), extent(column_axis), rows, wide_stride);
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
        narrow = data<broadcast>(), along_axis = stride<broadcast, row_axis>(), along_rows = 1;
      }
      kernel::outer_product<V>(extent(row_axis), extent(column_axis), rows, narrow, along_axis, along_rows, wide, wide_stride,
                               to_, stride_of_result<row_axis>(), !is_apart && accumulates(), shapes);
    }
  }
  // The same for values of the block of which one has few columns: a dot product for each entry, of columns as they lie.
  void add_short_rows() const {
    std::size_t const columns = extent(contiguous_axis);
    std::size_t const column_stride = stride<contiguous, contiguous_axis>();
    bool const adds = !is_apart && accumulates();
    for (std::size_t m = 0; m < extent(broadcast_axis); ++m) {
      T* const target = to_ + m * stride_of_result<broadcast_axis>();
      if (!adds) std::fill_n(target, columns, T{0});
      std::size_t const first_column = shapes.of_result == kernel::triangle::upper ? std::min(m, columns) : 0;
      std::size_t const end = shapes.of_result == kernel::triangle::lower ? std::min(m + 1, columns) : columns;
      kernel::column_rank_one<V>(data<contiguous>() + kernel::strides(first_column, column_stride), column_stride, c_.block_rows, end - first_column,
                                 data<broadcast>() + kernel::strides(m, stride<broadcast, broadcast_axis>()), target + first_column, c_.scratch[Step]);
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
                               stride<broadcast, summed>(), data<contiguous>(), stride<contiguous, summed>(), to_,
                               unsigned_stride(buffer_stride<C, T, node, other_axis>(c_)), false, shapes);
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
    kernel::outer_product<V>(extent(row_axis), columns, terms, data<broadcast>(), stride<broadcast, row_axis>(),
                             stride<broadcast, summed>(), wide, wide_stride, to_, stride_of_result<row_axis>(), false, shapes);
  }

 public:
  /// The number of elements of scratch memory.
  [[nodiscard]] static std::size_t scratch_size(context<C, T> const& c) {
    std::size_t apart = 0;
    if constexpr (is_apart) apart = c.extent[broadcast_axis] * round_up(c.extent[contiguous_axis], static_cast<std::size_t>(simd::lanes<T>));
    return operand_size(c) + apart;
  }

 private:
  /// Of which an operand in another layout takes so many.
  [[nodiscard]] static std::size_t operand_size(context<C, T> const& c) {
    auto const padded = [&](int length_axis) {
      return length_axis < 0 ? std::size_t{1} : round_up(length_axis == stream ? c.block_capacity : c.extent[length_axis], static_cast<std::size_t>(simd::lanes<T>));
    };
    std::size_t const summed_size = padded(summed);
    std::size_t const wide = padded(contiguous_axis);
    std::size_t const narrow = padded(broadcast_axis);
    return std::max({summed_size * (contiguous_axis == stream ? 1 : wide), wide * narrow, summed_size}) + summed_size;
  }

  context<C, T>& c_;
  T* to_;
  std::size_t position_ = 0;      // along the repeated axis
};

}  // namespace detail

}  // namespace gradsmith::emit
