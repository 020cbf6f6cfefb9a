// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Gathers and scatter-adds. A position that is a multiple of axes is a stride, so that x(i, r + p) is read like any
// array; others are computed in the lanes, and each lane reads or adds where it points to.
//
// Positions are checked when data are bound. One that is none nevertheless (data may have changed since) stands for
// the first: nothing outside the array is touched.
#pragma once

#include <gradsmith/emit/loop/access.hpp>
#include <gradsmith/emit/loop/locate.hpp>

namespace gradsmith::emit::detail {

// ---- where

/// The array of entry E: what a gather reads, and what a scatter-add adds to.
template <class N, int E>
inline constexpr int array_of = N::facts::form(E) == ir::form::gather
                                    ? N::program_type::program.argument(N::facts::entry(E).node, 0)
                                    : N::facts::entry(E).node;

template <class N, int Node>
inline constexpr bool is_staged = N::per_block && N::program_type::program.node(Node).op->kind == ir::form::symbol &&
                                  N::program_type::program.is_streamed(Node);

/// How far apart two neighbours along an axis lie in an array.
template <class N, int Node, int Axis>
[[nodiscard]] [[gnu::always_inline]] inline std::ptrdiff_t stride_along(N const& n) {
  using C = typename N::program_type;
  if constexpr (C::program.node(Node).op->kind != ir::form::symbol) {
    return buffer_stride<C, typename N::element, Node, Axis>(n.c);
  } else if constexpr (is_staged<N, Node>) {
    if constexpr (Axis == N::stream) return 1;
    // Staged as [axes...][rows], in the order of the symbol's own dimensions.
    constexpr int dimension = dimension_of<C>(Node, Axis);
    auto stride = static_cast<std::ptrdiff_t>(n.c.block_capacity);
    for_each_below<C::program.node(Node).count>([&](auto each_dimension) {
      constexpr int other_axis = C::program.node(C::program.argument(Node, each_dimension)).tag;
      if constexpr (each_dimension > dimension && other_axis != N::stream) stride *= static_cast<std::ptrdiff_t>(n.c.extent[other_axis]);
    });
    return stride;
  } else {
    std::ptrdiff_t stride = 0;
    for_each_below<C::program.node(Node).count>([&](auto each_dimension) {
      if constexpr (C::program.node(C::program.argument(Node, each_dimension)).tag == Axis)
        stride += n.c.sources[symbol_of<C, Node>].stride[each_dimension];
    });
    return stride;
  }
}

/// Sets the base, the strides along the loops and those of the slots of a gather or scatter-add.
template <int E, class N>
inline void locate_positions(N& n) {
  using facts = typename N::facts;
  using C = typename N::program_type;
  constexpr int array = array_of<N, E>;
  std::ptrdiff_t start = 0;
  for_each_below<facts::positions(E)>([&](auto each_position) {
    constexpr int slot_axis = facts::slot(E, each_position);
    std::ptrdiff_t const along_slot = stride_along<N, array, slot_axis>(n);
    n.slot_stride[E][each_position] = along_slot;
    if constexpr (facts::is_stride(E, each_position)) {
      constexpr std::ptrdiff_t first = facts::constant_of(E, each_position);
      start += first * along_slot;
      for_each_below<C::program.axis_count>([&](auto each_axis) {
        if constexpr (constexpr std::ptrdiff_t times_extent = facts::multiple_of(ir::form::extent, E, each_position, each_axis); times_extent != 0)
          start += times_extent * static_cast<std::ptrdiff_t>(n.c.extent[each_axis]) * along_slot;
      });
      for_each_below<N::loops>([&](auto each_loop) {
        constexpr std::ptrdiff_t multiple = facts::multiple_of(ir::form::index, E, each_position, facts::step.order[each_loop]);
        n.stride[E][each_loop] += multiple * along_slot;
      });
    }
  });
  for_each_below<N::loops>([&](auto each_loop) {
    constexpr int loop_axis = facts::step.order[each_loop];
    if constexpr (ir::contains(C::program.node(array).axes, loop_axis) && !facts::is_slot(E, loop_axis))
      n.stride[E][each_loop] += stride_along<N, array, loop_axis>(n);
  });
  if constexpr (facts::is_kind(E, pass::entry_kind::scatter)) {
    n.output[E] = n.c.buffer[own_buffer<N, E>] + start;
  } else {
    if constexpr (C::program.node(array).op->kind != ir::form::symbol) n.base[E] = n.c.buffer[buffer_of<C, array>] + start;
    else if constexpr (is_staged<N, array>) n.base[E] = n.c.lanes[array] + start;
    else n.base[E] = static_cast<typename N::element const*>(n.c.sources[symbol_of<C, array>].data) + start;
    if constexpr (facts::entry(E).kept && facts::is_kind(E, pass::entry_kind::gather)) {
      n.buffer[E] = n.c.buffer[own_buffer<N, E>];
      for_each_below<N::loops>([&](auto each_loop) {
        if constexpr (facts::varies(E, each_loop))
          n.kept_stride[E][each_loop] = buffer_stride<C, typename N::element, facts::entry(E).node, facts::step.order[each_loop]>(n.c);
      });
    }
  }
}

/// The value of a gather into our own memory, for other steps.
template <int E, class N>
[[gnu::always_inline]] inline void store_gathered(N const& n) {
  std::ptrdiff_t sum = 0;
  for_each_below<N::loops>([&](auto each_loop) { sum += static_cast<std::ptrdiff_t>(n.at[each_loop]) * n.kept_stride[E][each_loop]; });
  typename N::element* const to = n.buffer[E] + sum;
  if constexpr (N::scalar) {
    *to = n.value[E];
  } else if constexpr (N::facts::in_lanes(E)) {
    simd::store(to, n.value[E]);
  } else {
    typename N::element all[N::width];
    simd::store(all, n.value[E]);
    *to = all[0];
  }
}

/// As `offset`, along every loop: a scatter-add moves along axes that its result no longer has.
template <int E, class N>
[[nodiscard]] [[gnu::always_inline]] inline std::ptrdiff_t offset_of_positions(N const& n) {
  std::ptrdiff_t sum = 0;
  for_each_below<N::loops>([&](auto each_loop) { sum += static_cast<std::ptrdiff_t>(n.at[each_loop]) * n.stride[E][each_loop]; });
  return sum;
}

/// The computed positions of one entry, lane by lane.
template <int E, class N>
class lane_positions {
  using facts = typename N::facts;
  using T = typename N::element;

 public:
  [[gnu::always_inline]] explicit lane_positions(N const& running) {
    for_each_below<facts::positions(E)>([&](auto each_position) {
      if constexpr (!facts::is_stride(E, each_position)) {
        constexpr int position = facts::entry(E).arguments[2 * each_position + 2];
        if constexpr (N::scalar) place_[each_position][0] = running.value[position];
        else simd::store(place_[each_position], running.value[position]);
      }
    });
  }
  /// How far the positions of a lane are from the start of the array.
  [[nodiscard]] [[gnu::always_inline]] std::ptrdiff_t operator()(N const& n, std::size_t lane) const {
    std::ptrdiff_t sum = 0;
    for_each_below<facts::positions(E)>([&](auto each_position) {
      if constexpr (!facts::is_stride(E, each_position)) {
        // What is computed, (i + 1)/3, may miss a whole number by a rounding.
        constexpr bool is_given = N::program_type::program.node(facts::position(E, each_position)).op->kind == ir::form::symbol;
        using number = std::conditional_t<is_given, T, double>;
        number const wanted = static_cast<number>(place_[each_position][lane]) + (is_given ? number{0} : number(0.5));
        constexpr int slot_axis = facts::slot(E, each_position);
        bool const exists = wanted >= number{0} && wanted < static_cast<number>(n.c.extent[slot_axis]);
        sum += static_cast<std::ptrdiff_t>(exists ? wanted : number{0}) * n.slot_stride[E][each_position];
      }
    });
    return sum;
  }

 private:
  T place_[entry_facts::most_positions][N::width];
};

// ---- what

/// A vector from an address that all lanes share, or that is a fixed stride apart.
template <int E, bool Tail, class N>
[[nodiscard]] [[gnu::always_inline]] inline typename N::vector load_at(N const& n, typename N::element const* from) {
  using facts = typename N::facts;
  using V = typename N::vector;
  if constexpr (N::scalar) return *from;
  else if constexpr (!facts::strides_in_lanes(E)) return simd::broadcast<V>(*from);
  else if constexpr (N::per_block && facts::lane_axis == N::stream) return simd::load<V>(from);  // our own memory, padded
  else return load_foreign<Tail>(n, from, n.stride[E][N::lane]);
}

/// The value of the gather E.
template <int E, bool Tail, class N>
[[nodiscard]] [[gnu::always_inline]] inline typename N::vector gather_entry(N const& n) {
  using facts = typename N::facts;
  using V = typename N::vector;
  using T = typename N::element;
  T const* const from = n.base[E] + offset_of_positions<E>(n);
  if constexpr (facts::is_computed(E)) {
    lane_positions<E, N> const at_lane(n);
    if constexpr (N::scalar) {
      return from[at_lane(n, 0)];
    } else if constexpr (facts::positions_in_lanes(E)) {
      constexpr bool strides = facts::strides_in_lanes(E);
      std::ptrdiff_t const step = strides ? n.stride[E][N::lane] : 0;
      std::size_t const used = Tail && strides ? static_cast<std::size_t>(n.left) : N::width;
      T all[N::width]{};
      for (std::size_t k = 0; k < used; ++k) all[k] = from[at_lane(n, k) + static_cast<std::ptrdiff_t>(k) * step];
      return simd::load<V>(all);
    } else {
      return load_at<E, Tail>(n, from + at_lane(n, 0));
    }
  } else {
    return load_at<E, Tail>(n, from);
  }
}
/// Adds v where the positions of the scatter-add E point to.
template <int E, bool Tail, class N>
[[gnu::always_inline]] inline void scatter_entry(N const& n, typename N::vector const& v) {
  using facts = typename N::facts;
  using V = typename N::vector;
  using T = typename N::element;
  T* const to = n.output[E] + offset_of_positions<E>(n);
  if constexpr (N::scalar) {
    if constexpr (facts::is_computed(E)) to[lane_positions<E, N>(n)(n, 0)] += v;
    else *to += v;
  } else if constexpr (!facts::strides_in_lanes(E) && !facts::positions_in_lanes(E)) {
    // All lanes add to one entry.
    V used = v;
    if constexpr (Tail) used = simd::select(simd::first_n<V>(n.left), v, simd::broadcast<V>(0));
    T* cell = to;
    if constexpr (facts::is_computed(E)) cell += lane_positions<E, N>(n)(n, 0);
    *cell += simd::reduce_add(used);
  } else {
    T all[N::width];
    simd::store(all, v);
    std::size_t const used = Tail ? static_cast<std::size_t>(n.left) : N::width;
    std::ptrdiff_t const step = facts::strides_in_lanes(E) ? n.stride[E][N::lane] : 0;
    if constexpr (facts::is_computed(E)) {
      lane_positions<E, N> const at_lane(n);
      for (std::size_t k = 0; k < used; ++k) to[at_lane(n, k) + static_cast<std::ptrdiff_t>(k) * step] += all[k];
    } else if constexpr (facts::adds_once(E)) {
      if (step != 1)
        for (std::size_t k = 0; k < used; ++k) to[static_cast<std::ptrdiff_t>(k) * step] = all[k];
      else if constexpr (Tail) simd::store_first(to, v, n.left);
      else simd::store(to, v);
    } else if (step == 1 && !Tail) {
      simd::store(to, simd::load<V>(to) + v);
    } else {
      for (std::size_t k = 0; k < used; ++k) to[static_cast<std::ptrdiff_t>(k) * step] += all[k];
    }
  }
}

// ---- which

template <class N>
struct is_scatter {
  static constexpr bool holds(int e) { return N::facts::is_kind(e, pass::entry_kind::scatter); }
};
/// What a scatter-add adds to is 0 at first: within a pass over the data, when the pass begins.
struct begin_scatter {
  template <int E, class N>
  [[gnu::always_inline]] static void of(N& n) {
    using C = typename N::program_type;
    using facts = typename N::facts;
    constexpr bool over_rows = N::per_block && ir::contains(facts::entry(E).bound, N::stream);
    if constexpr (!over_rows) {
      typename N::element* const first = n.c.buffer[own_buffer<N, E>];
      std::size_t const size = buffer_size<C, typename N::element, facts::entry(E).buffer>(n.c);
      if constexpr (facts::fills_a_run(E)) {
        // All entries from some position on are assigned: what is before them and behind.
        constexpr int along = ir::first_axis(facts::entry(E).bound);
        auto const begin = static_cast<std::size_t>(n.output[E] - first), end = begin + n.c.extent[along];
        std::fill_n(first, begin, typename N::element{0});
        std::fill_n(first + end, size - end, typename N::element{0});
      } else {
        std::fill_n(first, size, typename N::element{0});
      }
    }
  }
};

}  // namespace gradsmith::emit::detail
