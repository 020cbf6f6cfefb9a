// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Emits one cumulative sum: entry after entry along its axis, all positions of the other axes side by side.
#pragma once

#include <gradsmith/emit/loop/position.hpp>

namespace gradsmith::emit::detail {

template <class C, class T, int Step>
class scan {
  static constexpr auto const& program = C::program;
  static constexpr pass::step step = program.steps[Step];
  static constexpr int node = program.entries[step.first].node;
  static constexpr int from = program.argument(node, 0);
  static constexpr int along = ir::first_axis(program.node(node).bound);
  using op = ir::operation_type<program.node(node).op>;

 public:
  // What stride_along asks of the loops that it is usually called from.
  using program_type = C;
  using element = T;
  static constexpr bool per_block = step.slot % 2 == 1;
  static constexpr int stream = program.stream;
  context<C, T>& c;

  void run() const {
    T const* const source = start();
    T* const result = c.buffer[buffer_of<C, node>];
    std::ptrdiff_t const source_stride = stride_along<scan, from, along>(*this);
    std::ptrdiff_t const result_stride = stride_along<scan, node, along>(*this);
    int const count = static_cast<int>(c.extent[along]);
    T const* before = nullptr;
    for (int k = 0; k < count; ++k) {
      T* const to = result + op::place(k, count) * result_stride;
      add<program.node(node).axes & ~ir::axis_bit(along)>(source + op::place(k, count) * source_stride, before, to);
      before = to;
    }
  }

 private:
  [[nodiscard]] T const* start() const {
    if constexpr (program.node(from).op->kind != ir::form::symbol) return c.buffer[buffer_of<C, from>];
    else if constexpr (is_staged<scan, from>) return c.lanes[from];
    else return static_cast<T const*>(c.sources[symbol_of<C, from>].data);
  }
  // to = source + before, along the axes `Rest`.
  template <ir::axis_set Rest>
  void add(T const* source, T const* before, T* to) const {
    if constexpr (Rest == 0) {
      *to = before == nullptr ? *source : *before + *source;
    } else {
      constexpr int axis = ir::first_axis(Rest);
      std::ptrdiff_t source_stride = 0;
      if constexpr (ir::contains(program.node(from).axes, axis)) source_stride = stride_along<scan, from, axis>(*this);
      std::ptrdiff_t const stride = stride_along<scan, node, axis>(*this);
      auto const count = static_cast<std::ptrdiff_t>(per_block && axis == stream ? c.block_rows : c.extent[axis]);
      for (std::ptrdiff_t k = 0; k < count; ++k)
        add<ir::without_first(Rest)>(source + k * source_stride, before == nullptr ? nullptr : before + k * stride, to + k * stride);
    }
  }
};

}  // namespace gradsmith::emit::detail
