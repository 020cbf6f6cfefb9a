// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Reductions within a step: where their totals begin, how a value is added, and where they end up.
//
// A total that lives in a register begins with the outermost loop it reduces over; others accumulate in memory.
#pragma once

#include <algorithm>

#include <gradsmith/emit/loop/access.hpp>

namespace gradsmith::emit::detail {

template <class Op>
inline constexpr bool accumulates_by_blocks = requires { Op::block; };
/// A reduction that says how one value is added; else values are merged like partial results.
template <class Op>
inline constexpr bool has_step = requires { Op::step(0.0, 0.0); };

template <class N, int E>
using reduction = ir::operation_type<N::facts::entry(E).op>;
template <class N, int E>
inline constexpr bool by_blocks =
    accumulates_by_blocks<reduction<N, E>> && N::facts::entry(E).in_register && N::facts::lanes_are_reduced(E);

// ---- which entries

template <class N>
struct is_memory_reduction {
  static constexpr bool holds(int e) { return N::facts::is_kind(e, pass::entry_kind::reduce) && !N::facts::entry(e).in_register; }
};
/// Every cell of one of these takes the same number of steps in a block of rows.
template <class N>
struct is_block_reduction {
  static constexpr bool holds(int e) {
    return N::per_block && N::facts::is_kind(e, pass::entry_kind::reduce) && N::facts::entry(e).in_register &&
           N::facts::entry(e).op->by_blocks;
  }
};
template <class N, int Loop>
struct is_reduction_from {
  static constexpr bool holds(int e) {
    return N::facts::is_kind(e, pass::entry_kind::reduce) && N::facts::entry(e).in_register && N::facts::first_reduced_loop(e) == Loop;
  }
};

// ---- what is done with one

template <class N, int E>
[[nodiscard]] [[gnu::always_inline]] inline typename N::vector start_of() {
  return simd::broadcast<typename N::vector>(static_cast<typename N::element>(reduction<N, E>::start));
}

/// The sum over the lanes waits in memory until the pass over the data ends; within a slot without data it is
/// formed at once.
template <int E, class N>
[[nodiscard]] [[gnu::always_inline]] inline typename N::element* lane_accumulator(N const& n) {
  return n.c.accumulator[N::first_entry + E] + offset<E>(n) * static_cast<std::ptrdiff_t>(by_blocks<N, E> ? 2 * N::width : N::width);
}

struct begin_reduction {
  template <int E, class N>
  [[gnu::always_inline]] static void of(N& n) {
    using V = typename N::vector;
    n.value[E] = start_of<N, E>();
    if constexpr (by_blocks<N, E>) {
      n.product[E] = n.value[E];
      n.steps[E] = 0;
      if constexpr (N::per_block) {
        n.value[E] = simd::load<V>(lane_accumulator<E>(n));
        n.product[E] = simd::load<V>(lane_accumulator<E>(n) + N::width);
        n.steps[E] = n.c.block_phase[N::first_entry + E];
      }
    }
  }
};

/// What has been accumulated, with one value more.
template <class Op, bool Masked, class N>
[[nodiscard]] [[gnu::always_inline]] inline typename N::vector with(N const& n, typename N::vector const& total,
                                                                    typename N::vector const& v) {
  if constexpr (accumulates_by_blocks<Op> || !has_step<Op>) return Op::merge(total, v);
  else if constexpr (Masked) return simd::select(simd::first_n<typename N::vector>(n.left), Op::step(total, v), total);
  else return Op::step(total, v);
}

template <int E, bool Tail, class N>
[[gnu::always_inline]] inline void accumulate(N& n, typename N::vector v) {
  using facts = typename N::facts;
  using V = typename N::vector;
  using op = reduction<N, E>;
  constexpr bool masked = Tail && facts::lanes_are_reduced(E);
  if constexpr (masked && (accumulates_by_blocks<op> || !has_step<op>))
    v = simd::select(simd::first_n<V>(n.left), v, start_of<N, E>());
  if constexpr (by_blocks<N, E>) {
    n.product[E] = op::step(n.product[E], v);
    if (++n.steps[E] == op::block) {
      n.value[E] = op::merge(n.value[E], op::finish(n.product[E]));
      n.product[E] = start_of<N, E>();
      n.steps[E] = 0;
    }
  } else {
    if constexpr (accumulates_by_blocks<op>) v = op::finish(op::step(start_of<N, E>(), v));
    if constexpr (facts::entry(E).in_register) {
      n.value[E] = with<op, masked>(n, n.value[E], v);
    } else {
      typename N::element* to = nullptr;
      if constexpr (facts::lanes_are_reduced(E)) to = lane_accumulator<E>(n);
      else to = n.buffer[E] + offset<E>(n);
      if constexpr (N::scalar) *to = with<op, masked>(n, *to, v);
      else simd::store(to, with<op, masked>(n, simd::load<V>(to), v));
    }
  }
}

struct end_reduction {
  template <int E, class N>
  [[gnu::always_inline]] static void of(N& n) {
    using op = reduction<N, E>;
    if constexpr (!N::facts::lanes_are_reduced(E)) {
      store_value<E>(n, n.value[E]);
    } else if constexpr (by_blocks<N, E> && N::per_block) {
      simd::store(lane_accumulator<E>(n), n.value[E]);
      simd::store(lane_accumulator<E>(n) + N::width, n.product[E]);
    } else if constexpr (N::per_block) {
      auto* const to = lane_accumulator<E>(n);
      simd::store(to, op::merge(simd::load<typename N::vector>(to), n.value[E]));
    } else {
      if constexpr (by_blocks<N, E>) n.value[E] = op::merge(n.value[E], op::finish(n.product[E]));
      n.buffer[E][offset<E>(n)] = op::merge_lanes(n.value[E]);
    }
  }
};

struct keep_phase {
  template <int E, class N>
  [[gnu::always_inline]] static void of(N& n) {
    n.c.block_phase[N::first_entry + E] = n.steps[E];
  }
};

// Reductions that accumulate in memory: their cells are set before the loops of a slot without data (within a
// pass over the data, when the pass begins).
struct begin_memory_reduction {
  template <int E, class N>
  [[gnu::always_inline]] static void of(N& n) {
    using C = typename N::program_type;
    using T = typename N::element;
    if constexpr (!N::per_block || !N::facts::lanes_are_reduced(E)) {
      T const first = static_cast<T>(reduction<N, E>::start);
      std::size_t const cells = buffer_size<C, T, N::facts::entry(E).buffer>(n.c);
      if constexpr (N::facts::lanes_are_reduced(E)) std::fill_n(n.c.accumulator[N::first_entry + E], cells * N::width, first);
      else std::fill_n(n.buffer[E], cells, first);
    }
  }
};
struct end_memory_reduction {
  template <int E, class N>
  [[gnu::always_inline]] static void of(N& n) {
    using C = typename N::program_type;
    using T = typename N::element;
    if constexpr (N::facts::lanes_are_reduced(E) && !N::per_block)
      for (std::size_t k = 0; k < buffer_size<C, T, N::facts::entry(E).buffer>(n.c); ++k)
        n.buffer[E][k] =
            reduction<N, E>::merge_lanes(simd::load<typename N::vector>(n.c.accumulator[N::first_entry + E] + k * N::width));
  }
};

}  // namespace gradsmith::emit::detail
