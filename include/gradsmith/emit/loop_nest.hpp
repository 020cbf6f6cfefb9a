// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Emits one fused loop nest: loads, elementwise operations, reductions and stores of a step, straight-line
// inside the innermost loop, each entry as far out as its axes allow.
#pragma once

#include <gradsmith/emit/kernel/access.hpp>
#include <gradsmith/emit/loop/access.hpp>
#include <gradsmith/emit/loop/locate.hpp>
#include <gradsmith/emit/loop/position.hpp>
#include <gradsmith/emit/loop/reduce.hpp>
#include <gradsmith/emit/loop/rows.hpp>
#include <gradsmith/emit/own_value.hpp>

namespace gradsmith::emit::detail {

/// Whether a load or an evaluation differs in the last, partial vector.
template <class N, int E>
inline constexpr bool is_partial =
    !N::facts::is_kind(E, pass::entry_kind::compute) && (N::facts::in_lanes(E) || N::facts::lanes_are_reduced(E));

template <class N, int Level>
struct is_load_at {
  static constexpr bool holds(int e) { return N::facts::is_kind(e, pass::entry_kind::load) && N::facts::entry(e).level == Level; }
};
template <bool Tail>
struct load_into_register {
  template <int E, class N>
  [[gnu::always_inline]] static void of(N& n) {
    if constexpr (N::facts::form(E) == ir::form::gather && !is_stored_gather<N, E>) n.value[E] = gather_entry<E, Tail && is_partial<N, E>>(n);
    else n.value[E] = load_entry<E, Tail && is_partial<N, E>>(n);
  }
};

template <class N>
struct is_evaluated {
  static constexpr bool holds(int e) { return !N::facts::is_kind(e, pass::entry_kind::load); }
};
/// The value that is argument K of entry E.
template <int E, int K, class N>
[[nodiscard]] [[gnu::always_inline]] inline auto const& argument(N const& n) {
  constexpr int position = N::facts::entry(E).arguments[K];
  return n.value[position];
}
template <bool Tail>
struct evaluate_entry {
  template <int E, class N>
  [[gnu::always_inline]] static void of(N& n) {
    using facts = typename N::facts;
    constexpr pass::entry_kind kind = facts::entry(E).kind;
    if constexpr (kind == pass::entry_kind::compute) {
      using made = ir::operation_type<facts::entry(E).op>;
      using op = std::conditional_t<facts::entry(E).op->shipped, made, own_operation<made>>;
      if constexpr (facts::entry(E).count == 1)
        n.value[E] = op::value(argument<E, 0>(n));
      else if constexpr (facts::entry(E).count == 2)
        n.value[E] = op::value(argument<E, 0>(n), argument<E, 1>(n));
      else if constexpr (facts::entry(E).count == 3)
        n.value[E] = op::value(argument<E, 0>(n), argument<E, 1>(n), argument<E, 2>(n));
      else
        n.value[E] = op::value(argument<E, 0>(n), argument<E, 1>(n), argument<E, 2>(n), argument<E, 3>(n));
      if constexpr (facts::entry(E).kept) store_value<E>(n, n.value[E]);
    } else if constexpr (kind == pass::entry_kind::gather) {
      n.value[E] = gather_entry<E, Tail>(n);
      if constexpr (facts::entry(E).kept) store_gathered<E>(n);
    } else if constexpr (kind == pass::entry_kind::scatter) {
      scatter_entry<E, Tail>(n, argument<E, 0>(n));
    } else if constexpr (is_in_row<N, E>()) {
      constexpr row_of_stores const& row = row_stores<N, row_group<N, E>>;
      // The rows of a batch are not one behind the other.
      if (n.picks_rows) store_output<E, Tail>(n, argument<E, 0>(n));
      else if constexpr (E == row.last) store_rows<E, Tail>(n);
    } else if constexpr (kind == pass::entry_kind::store) {
      store_output<E, Tail && is_partial<N, E>>(n, argument<E, 0>(n));
    } else {
      accumulate<E, Tail && is_partial<N, E>>(n, argument<E, 0>(n));
    }
  }
};

template <int Loop, bool Tail, class N>
[[gnu::always_inline]] inline void run_loop(N& n);

/// One turn of loop `Loop`: what it loads, then the loops within it, or the entries themselves.
template <int Loop, bool Tail, class N>
[[gnu::always_inline]] inline void run_body(N& n) {
  // While there is arithmetic to do, memory brings the next block: a line for each row of this one.
  if constexpr (N::fetches) {
    kernel::fetch_lines(n.next_rows, N::width);
    n.next_rows += N::width * 64;
  }
  for_entries<N, is_load_at<N, Loop>, load_into_register<Tail>>::run(n);
  if constexpr (Loop + 1 < N::loops) {
    for_entries<N, is_reduction_from<N, Loop + 1>, begin_reduction>::run(n);
    run_loop<Loop + 1, Tail>(n);
    for_entries<N, is_reduction_from<N, Loop + 1>, end_reduction>::run(n);
  } else {
    for_entries<N, is_evaluated<N>, evaluate_entry<Tail>>::run(n);
  }
}

template <int Loop, bool Tail, class N>
[[gnu::always_inline]] inline void run_loop(N& n) {
  constexpr int axis = N::facts::step.order[Loop];
  std::size_t trips = 0;
  if constexpr (N::per_block && axis == N::stream) trips = n.c.block_rows;
  else trips = n.c.extent[axis];
  if constexpr (Loop != N::lane) {
    for (n.at[Loop] = 0; n.at[Loop] < trips; ++n.at[Loop]) run_body<Loop, Tail>(n);
  } else if constexpr (!N::facts::needs_tail()) {
    for (n.at[Loop] = 0; n.at[Loop] < trips; n.at[Loop] += N::width) run_body<Loop, false>(n);
  } else {
    for (n.at[Loop] = 0; n.at[Loop] + N::width <= trips; n.at[Loop] += N::width) run_body<Loop, false>(n);
    if (n.at[Loop] < trips) {
      n.left = static_cast<int>(trips - n.at[Loop]);
      run_body<Loop, true>(n);
    }
  }
}

/// Runs step number `Step` once (of a pass over the data: for the current block).
template <class C, class T, int Step>
[[gnu::always_inline]] inline void run_loop_nest(context<C, T>& c) {
  using N = loop_state<C, T, Step>;
  N n(c);
  for_entries<N, is_located<N>, locate_entry>::run(n);
  for_entries<N, is_memory_reduction<N>, begin_memory_reduction>::run(n);
  for_entries<N, is_scatter<N>, begin_scatter>::run(n);
  for_entries<N, is_load_at<N, -1>, load_into_register<false>>::run(n);
  if constexpr (N::loops == 0) {
    for_entries<N, is_evaluated<N>, evaluate_entry<false>>::run(n);
  } else {
    for_entries<N, is_reduction_from<N, 0>, begin_reduction>::run(n);
    run_loop<0, false>(n);
    for_entries<N, is_reduction_from<N, 0>, end_reduction>::run(n);
  }
  for_entries<N, is_memory_reduction<N>, end_memory_reduction>::run(n);
  for_entries<N, is_block_reduction<N>, keep_phase>::run(n);
}

}  // namespace gradsmith::emit::detail
