// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Runs a scheduled program: its slots in order, each pass over the data block by block.
#pragma once

#include <algorithm>

#include <gradsmith/emit/contract.hpp>
#include <gradsmith/emit/loop_nest.hpp>
#include <gradsmith/emit/stage.hpp>

namespace gradsmith::emit {

namespace detail {

/// How a slot uses a leaf that varies along the streamed axis.
struct leaf_use {
  bool by_lanes = false;
  bool by_rows = false;
};

template <class C>
[[nodiscard]] consteval leaf_use use_of_leaf(int slot, int leaf) {
  constexpr auto const& p = C::program;
  leaf_use use;
  for (int s = 0; s < p.step_count; ++s) {
    if (p.steps[s].slot != slot) continue;
    for (int e = p.steps[s].first; e < p.steps[s].first + p.steps[s].count; ++e) {
      int const id = p.entries[e].node;
      if (!p.steps[s].is_contraction) {
        use.by_lanes = use.by_lanes || id == leaf;
        continue;
      }
      for (int k = 0; k < 2; ++k) {
        if (p.argument(id, k) != leaf) continue;
        int const other = p.argument(id, 1 - k);
        bool const sums_rows = ir::contains(p.node(id).bound, p.stream);
        bool const is_matrix = p.node(leaf).count == 2;
        // A vector of the rows and the columns that a wide product streams are read by lanes.
        bool const lanes = !is_matrix || (!sums_rows && ir::count(p.node(other).axes) == 2);
        use.by_lanes = use.by_lanes || lanes;
        use.by_rows = use.by_rows || !lanes;
      }
    }
  }
  return use;
}

template <class C>
[[nodiscard]] consteval bool is_streamed_leaf(int id) {
  return C::program.node(id).op->kind == ir::form::symbol && C::program.is_streamed(id);
}

template <class C, class T, int Step>
inline void run_step(context<C, T>& c) {
  if constexpr (C::program.steps[Step].is_contraction) contract<C, T, Step>{c}.run();
  else loop_nest<C, T, Step>{c}.run();
}

template <class C, class T, int Slot>
inline void run_steps(context<C, T>& c) {
  for_each_index<0, C::program.step_count>([&](auto s) {
    if constexpr (C::program.steps[s].slot == Slot) run_step<C, T, s>(c);
  });
}

/// Calls f for each reduction over the rows in a slot: (entry, is a contraction).
template <class C, int Slot, class F>
inline void for_each_row_reduction(F&& f) {
  for_each_index<0, C::program.step_count>([&](auto s) {
    constexpr auto const& p = C::program;
    if constexpr (p.steps[s].slot == Slot)
      for_each_index<p.steps[s].first, p.steps[s].count>([&](auto e) {
        if constexpr (p.entries[e].kind == pass::entry_kind::reduce && ir::contains(p.node(p.entries[e].node).bound, p.stream))
          f(e, std::bool_constant<p.steps[s].is_contraction>{});
      });
  });
}

template <class C, int Entry>
inline constexpr bool keeps_product = [] {
  using op = ir::operation_type<C::program.node(C::program.entries[Entry].node).op>;
  return accumulates_by_blocks<op> && C::program.entries[Entry].in_register;
}();

template <class C, class T, int Entry>
[[nodiscard]] inline std::size_t accumulator_size(context<C, T> const& c) {
  return buffer_size<C, T, C::program.buffer_of[C::program.entries[Entry].node]>(c) *
         static_cast<std::size_t>(simd::lanes<T>) * (keeps_product<C, Entry> ? 2 : 1);
}

template <class C, class T, int Slot>
inline void begin_pass(context<C, T>& c) {
  for_each_row_reduction<C, Slot>([&](auto e, auto is_contraction) {
    constexpr int node = C::program.entries[e].node;
    if constexpr (is_contraction) {
      constexpr int b = C::program.buffer_of[node];
      std::fill_n(c.buffer[b], buffer_size<C, T, b>(c), T{0});
    } else {
      using op = ir::operation_type<C::program.node(node).op>;
      std::fill_n(c.accumulator[e], accumulator_size<C, T, e>(c), static_cast<T>(op::start));
      c.block_phase[e] = 0;
    }
  });
}

/// The lanes are merged once, at the end of the pass.
template <class C, class T, int Slot>
inline void end_pass(context<C, T>& c) {
  using V = simd::batch<T>;
  constexpr auto width = static_cast<std::size_t>(simd::lanes<T>);
  for_each_row_reduction<C, Slot>([&](auto e, auto is_contraction) {
    constexpr int node = C::program.entries[e].node;
    constexpr int b = C::program.buffer_of[node];
    if constexpr (!is_contraction) {
      using op = ir::operation_type<C::program.node(node).op>;
      T const* from = c.accumulator[e];
      for (std::size_t k = 0; k < buffer_size<C, T, b>(c); ++k) {
        V total = simd::load<V>(from);
        from += width;
        if constexpr (keeps_product<C, e>) {
          total = op::merge(total, op::finish(simd::load<V>(from)));
          from += width;
        }
        c.buffer[b][k] = op::merge_lanes(total);
      }
    }
    // A sum over a batch stands for the sum over all rows.
    if constexpr (C::program.node(node).op->scales_with_rows)
      if (c.scale != T{1})
        for (std::size_t k = 0; k < buffer_size<C, T, b>(c); ++k) c.buffer[b][k] *= c.scale;
  });
}

template <class C, class T, int Slot>
inline void run_pass(context<C, T>& c) {
  begin_pass<C, T, Slot>(c);
  for (c.block_start = 0; c.block_start < c.rows_in_all; c.block_start += c.block_capacity) {
    c.block_rows = std::min(c.block_capacity, c.rows_in_all - c.block_start);
    for_each_index<0, C::program.node_count>([&](auto id) {
      if constexpr (is_streamed_leaf<C>(id))
        if constexpr (use_of_leaf<C>(Slot, id).by_lanes) stage_leaf<C, T, id>(c);
    });
    run_steps<C, T, Slot>(c);
  }
  end_pass<C, T, Slot>(c);
}

}  // namespace detail

/// Evaluates the program: all outputs are assigned.
template <class C, class T>
inline void run(context<C, T>& c) {
  detail::for_each_index<0, C::program.slots>([&](auto slot) {
    if constexpr (slot % 2 == 0) detail::run_steps<C, T, slot>(c);
    else detail::run_pass<C, T, slot>(c);
  });
}

}  // namespace gradsmith::emit
