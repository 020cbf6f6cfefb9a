// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Where the entries of a step lie in memory, found once before its loops.
#pragma once

#include <gradsmith/emit/loop/state.hpp>

namespace gradsmith::emit::detail {

/// Sets where a gather reads and a scatter-add adds: loop/position.hpp.
template <int E, class N>
void locate_positions(N& n);

/// Whether a load is that of a gather which another step has made and stored.
template <class N, int E>
inline constexpr bool is_stored_gather = N::facts::is_kind(E, pass::entry_kind::load) && N::facts::entry(E).buffer >= 0;

/// The stride of an output along dimension d, which is row-major: known where the extents behind it are declared, else 0.
template <class C, int Number>
[[nodiscard]] consteval std::ptrdiff_t declared_stride(int d) {
  auto const& out = C::program.graph.outputs[Number];
  // The dimensions of what is differentiated come before those of the parameter.
  int const first_own = out.row_length == 0 ? 0 : out.rank - C::program.graph.symbols[out.symbol].rank;
  std::ptrdiff_t stride = d >= first_own ? 1 : out.row_length < 0 ? 0 : out.row_length;
  for (int later = d + 1; later < (d < first_own ? first_own : out.rank); ++later) {
    auto const& axes = C::program.graph.axes;
    stride *= axes[axes[out.axes[later]].origin].extent;
  }
  return stride;
}
/// The position along dimension d, which was written out, of the entry of an output that a store holds.
template <class N, int E, int Number>
[[nodiscard]] consteval std::ptrdiff_t position_in_output(int d) {
  auto const& graph = N::program_type::program.graph;
  auto const& out = graph.outputs[Number];
  auto rest = static_cast<std::ptrdiff_t>(N::facts::entry(E).value);
  for (int each = out.rank - 1; each >= 0; --each) {
    if (ir::contains(N::facts::entry(E).axes, out.axes[each])) continue;
    std::ptrdiff_t const extent = graph.axes[graph.axes[out.axes[each]].origin].extent;
    if (each == d) return rest % extent;
    rest /= extent;
  }
  return 0;
}

/// Sets base, buffer or output of an entry, and its strides along the loops.
struct locate_entry {
  template <int E, class N>
  [[gnu::always_inline]] static void of(N& n) {
    using facts = typename N::facts;
    using C = typename N::program_type;
    using T = typename N::element;
    if constexpr (facts::form(E) == ir::form::gather && !is_stored_gather<N, E>) {
      locate_positions<E>(n);
    } else if constexpr (facts::is_kind(E, pass::entry_kind::scatter)) {
      locate_positions<E>(n);
    } else if constexpr (facts::is_kind(E, pass::entry_kind::store)) {
      constexpr int number = facts::entry(E).tag;
      n.output[E] = n.c.outputs[number].data;
      output<E, number>(n, std::make_integer_sequence<int, C::program.graph.outputs[number].rank>{});
    } else if constexpr (facts::form(E) != ir::form::symbol) {
      n.buffer[E] = n.c.buffer[own_buffer<N, E>];
      n.base[E] = n.buffer[E];
      buffer<E>(n, std::make_integer_sequence<int, N::loops>{});
    } else if constexpr (facts::is_streamed_leaf(E)) {
      // Staged as [axes...][rows], in the order of the symbol's own dimensions.
      constexpr int leaf = facts::entry(E).node;
      n.base[E] = n.c.lanes[leaf];
      auto stride = static_cast<std::ptrdiff_t>(n.c.block_capacity);
      staged<E>(n, stride, std::make_integer_sequence<int, facts::entry(E).count>{});
    } else {
      constexpr int symbol = facts::entry(E).tag;
      n.base[E] = static_cast<T const*>(n.c.sources[symbol].data);
      foreign<E, symbol>(n, std::make_integer_sequence<int, facts::entry(E).count>{});
    }
  }

 private:
  template <class N, int Number, int D>
  static constexpr int output_axis = N::program_type::program.graph.outputs[Number].axes[D];
  template <class N, int Axis>
  static constexpr int loop_of = N::facts::loop_of(Axis);
  template <class N, int E, int D>
  static constexpr int axis_of = N::facts::axis_of_dimension(E, D);

  template <int E, int Number, class N, int... D>
  [[gnu::always_inline]] static void output(N& n, std::integer_sequence<int, D...>) {
    (output_dimension<E, Number, D>(n), ...);
    if constexpr (N::per_block)
      ((n.output[E] += output_axis<N, Number, D> == N::stream && !n.picks_rows
                           ? static_cast<std::ptrdiff_t>(n.c.block_start) * n.c.outputs[Number].stride[D]
                           : 0), ...);
  }
  template <int E, int Number, int D, class N>
  [[gnu::always_inline]] static void output_dimension(N& n) {
    constexpr std::ptrdiff_t known = declared_stride<typename N::program_type, Number>(D);
    std::ptrdiff_t const stride = known > 0 ? known : n.c.outputs[Number].stride[D];
    // An axis that was written out is no loop: the entry has one position along it.
    if constexpr (ir::contains(N::facts::entry(E).axes, output_axis<N, Number, D>)) n.stride[E][loop_of<N, output_axis<N, Number, D>>] = stride;
    else n.output[E] += stride * position_in_output<N, E, Number>(D);
  }
  template <int E, class N, int... Loop>
  [[gnu::always_inline]] static void buffer(N& n, std::integer_sequence<int, Loop...>) {
    ((n.stride[E][Loop] = stride_of_buffer<E, Loop>(n)), ...);
  }
  template <int E, int Loop, class N>
  [[nodiscard]] [[gnu::always_inline]] static std::ptrdiff_t stride_of_buffer(N const& n) {
    using facts = typename N::facts;
    if constexpr (facts::varies(E, Loop))
      return buffer_stride<typename N::program_type, typename N::element, facts::entry(E).node, facts::step.order[Loop]>(n.c);
    else
      return 0;
  }
  template <int E, class N, int... D>
  [[gnu::always_inline]] static void staged(N& n, std::ptrdiff_t stride, std::integer_sequence<int, D...>) {
    (staged_dimension<E, axis_of<N, E, static_cast<int>(sizeof...(D)) - 1 - D>>(n, stride), ...);
  }
  template <int E, int Axis, class N>
  [[gnu::always_inline]] static void staged_dimension(N& n, std::ptrdiff_t& stride) {
    if constexpr (Axis == N::stream) {
      n.stride[E][loop_of<N, Axis>] = 1;  // also where two dimensions are the rows
    } else {
      n.stride[E][loop_of<N, Axis>] += stride;
      stride *= static_cast<std::ptrdiff_t>(n.c.extent[Axis]);
    }
  }
  // A symbol may have one axis in two dimensions, as in a(j, j): their strides add up.
  template <int E, int Symbol, class N, int... D>
  [[gnu::always_inline]] static void foreign(N& n, std::integer_sequence<int, D...>) {
    ((n.stride[E][loop_of<N, axis_of<N, E, D>>] += n.c.sources[Symbol].stride[D]), ...);
  }
};

/// Whether the entry is in memory at all: not a literal, an extent, or a value that lives in a register.
template <class N>
struct is_located {
  static constexpr bool holds(int e) {
    return N::facts::form(e) == ir::form::symbol || N::facts::entry(e).buffer >= 0 || N::facts::is_kind(e, pass::entry_kind::store) ||
           N::facts::form(e) == ir::form::gather;
  }
};

}  // namespace gradsmith::emit::detail
