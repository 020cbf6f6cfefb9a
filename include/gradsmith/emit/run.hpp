// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Runs a scheduled program: its slots in order, each pass over the data block by block.
#pragma once

#include <algorithm>

#include <gradsmith/emit/contract.hpp>
#include <gradsmith/emit/loop_nest.hpp>
#include <gradsmith/emit/scan.hpp>
#include <gradsmith/emit/stage.hpp>

namespace gradsmith::emit {

namespace detail {

/// Which parts of the program a slot concerns, as numbers.
template <class C>
struct program_facts {
  static constexpr auto const& program = C::program;

  static constexpr bool is_contraction(int step) { return program.steps[step].is_contraction; }
  static constexpr bool is_streamed_leaf(int id) { return program.node(id).op->kind == ir::form::symbol && program.is_streamed(id); }
  static constexpr int step_of(int entry) {
    for (int s = 0; s < program.step_count; ++s)
      if (entry >= program.steps[s].first && entry < program.steps[s].first + program.steps[s].count) return s;
    return 0;
  }
  static constexpr bool reduces(int entry) { return program.entries[entry].kind == pass::entry_kind::reduce; }
  static constexpr bool scatters(int entry) { return program.entries[entry].kind == pass::entry_kind::scatter; }
  static constexpr bool reduces_rows(int entry) {
    return (reduces(entry) || scatters(entry)) && program.stream >= 0 && ir::contains(program.node(program.entries[entry].node).bound, program.stream);
  }
  static constexpr int buffer(int entry) { return program.buffer_of[program.entries[entry].node]; }
  static constexpr bool keeps_product(int entry) {
    return program.entries[entry].in_register && program.node(program.entries[entry].node).op->by_blocks;
  }
  static constexpr bool assigns_first(int entry) {
    int const id = program.entries[entry].node;
    return is_contraction(step_of(entry)) && ir::count(program.node(program.argument(id, 0)).axes) >= 2 && ir::count(program.node(program.argument(id, 1)).axes) >= 2;
  }
  static constexpr bool scales(int entry) { return program.node(program.entries[entry].node).op->scales_with_rows; }

  /// Whether the loops of a slot, or the kernels of its contractions, read a leaf by lanes.
  static constexpr bool is_read_by_lanes(int slot, int leaf) {
    if (!is_streamed_leaf(leaf)) return false;
    for (int s = 0; s < program.step_count; ++s) {
      auto const& step = program.steps[s];
      if (step.slot != slot) continue;
      for (int e = step.first; e < step.first + step.count; ++e) {
        int const id = program.entries[e].node;
        if (!step.is_contraction && id == leaf) return true;
        if (step.is_scan && program.argument(id, 0) == leaf) return true;
        if (!step.is_contraction && program.node(id).op->kind == ir::form::gather && program.argument(id, 0) == leaf) return true;
        for (int k = 0; step.is_contraction && k < 2; ++k) {
          if (program.argument(id, k) != leaf) continue;
          if (program.node(leaf).count != 2) return true;
        }
      }
    }
    return false;
  }

  template <int Slot>
  struct runs_in {
    static constexpr bool holds(int step) { return program.steps[step].slot == Slot; }
  };
  template <int Slot>
  struct reduces_rows_in {
    static constexpr bool holds(int entry) { return reduces_rows(entry) && program.steps[step_of(entry)].slot == Slot; }
  };
  template <int Slot>
  struct read_by_lanes_in {
    static constexpr bool holds(int id) { return is_read_by_lanes(Slot, id); }
  };
  struct streamed {
    static constexpr bool holds(int id) { return is_streamed_leaf(id); }
  };
  struct is_output {
    static constexpr bool holds(int buffer) { return program.buffers[buffer].output >= 0; }
  };
  using output_buffers = selection<program.buffer_count, is_output>;
  struct contracts {
    static constexpr bool holds(int step) { return is_contraction(step); }
  };
  struct reduces_in_loop {
    static constexpr bool holds(int entry) { return reduces(entry) && !is_contraction(step_of(entry)); }
  };
  template <int Slot>
  using steps_in = selection<program.step_count, runs_in<Slot>>;
  template <int Slot>
  using row_reductions_in = selection<program.entry_count, reduces_rows_in<Slot>>;
  template <int Slot>
  using leaves_by_lanes_in = selection<program.node_count, read_by_lanes_in<Slot>>;
  using streamed_leaves = selection<program.node_count, streamed>;
  using contractions = selection<program.step_count, contracts>;
  using loop_reductions = selection<program.entry_count, reduces_in_loop>;
};

template <class C, int Entry>
inline constexpr int buffer_of_entry = program_facts<C>::buffer(Entry);

template <class C, int Entry>
using reduction_of = ir::operation_type<C::program.node(C::program.entries[Entry].node).op>;

template <class C, class T, int Slot>
inline void run_steps(context<C, T>& c) {
  using facts = program_facts<C>;
  for_each_of<typename facts::template steps_in<Slot>>([&](auto each_step) {
    if constexpr (facts::is_contraction(each_step)) contract<C, T, each_step>{c}.run();
    else if constexpr (C::program.steps[each_step].is_scan) scan<C, T, each_step>{c}.run();
    else run_loop_nest<C, T, each_step>(c);
  });
}

template <class C, class T, int Entry>
[[nodiscard]] inline std::size_t accumulator_size(context<C, T> const& c) {
  constexpr std::size_t parts = program_facts<C>::keeps_product(Entry) ? 2 : 1;
  return buffer_size<C, T, buffer_of_entry<C, Entry>>(c) * static_cast<std::size_t>(simd::lanes<T>) * parts;
}

template <class C, class T, int Slot>
inline void begin_pass(context<C, T>& c) {
  using facts = program_facts<C>;
  for_each_of<typename facts::template row_reductions_in<Slot>>([&](auto each_entry) {
    if constexpr (facts::assigns_first(each_entry)) {
      // A product of matrices assigns in the first block and accumulates in the others.
    } else if constexpr (facts::is_contraction(facts::step_of(each_entry)) || facts::scatters(each_entry)) {
      std::fill_n(c.buffer[buffer_of_entry<C, each_entry>], buffer_size<C, T, buffer_of_entry<C, each_entry>>(c), T{0});
    } else {
      std::fill_n(c.accumulator[each_entry], accumulator_size<C, T, each_entry>(c), static_cast<T>(reduction_of<C, each_entry>::start));
      c.block_phase[each_entry] = 0;
    }
  });
}

/// The lanes are merged once, at the end of the pass.
template <class C, class T, int Slot>
inline void end_pass(context<C, T>& c) {
  using facts = program_facts<C>;
  for_each_of<typename facts::template row_reductions_in<Slot>>([&](auto each_entry) {
    T* const cell = c.buffer[buffer_of_entry<C, each_entry>];
    std::size_t const cell_count = buffer_size<C, T, buffer_of_entry<C, each_entry>>(c);
    if constexpr (!facts::is_contraction(facts::step_of(each_entry)) && !facts::scatters(each_entry)) {
      using op = reduction_of<C, each_entry>;
      using V = simd::batch<T>;
      T const* lanes_of_cell = c.accumulator[each_entry];
      for (std::size_t number_of_cell = 0; number_of_cell < cell_count; ++number_of_cell, lanes_of_cell += simd::lanes<T>) {
        V merged = simd::load<V>(lanes_of_cell);
        if constexpr (facts::keeps_product(each_entry)) {
          lanes_of_cell += simd::lanes<T>;
          merged = op::merge(merged, op::finish(simd::load<V>(lanes_of_cell)));
        }
        cell[number_of_cell] = op::merge_lanes(merged);
      }
    }
    // A sum over a batch stands for the sum over all rows.
    if constexpr (facts::scales(each_entry))
      if (c.scale != T{1})
        for (std::size_t number_of_cell = 0; number_of_cell < cell_count; ++number_of_cell) cell[number_of_cell] *= c.scale;
  });
}

/// A pass over the rows from `first` on, which begins a block, to the one before `last`, which ends one.
template <class C, class T, int Slot>
inline void run_rows(context<C, T>& c, std::size_t first, std::size_t last) {
  c.first_row = first;
  // The data may have changed, and other programs used the memory.
  for_each_of<typename program_facts<C>::streamed_leaves>([&](auto each_leaf) { c.rows_hold[each_leaf] = c.columns_hold[each_leaf] = 0; });
  begin_pass<C, T, Slot>(c);
  for (c.block_start = first; c.block_start < last; c.block_start += c.block_capacity) {
    c.block_rows = std::min(c.block_capacity, last - c.block_start);
    if constexpr (constexpr int leaf = C::program.streamed_matrix(); leaf >= 0) c.next_rows = rows_after_block<C, T, leaf>(c);
    for_each_of<typename program_facts<C>::template leaves_by_lanes_in<Slot>>([&](auto each_leaf) { stage_leaf<C, T, each_leaf>(c); });
    run_steps<C, T, Slot>(c);
  }
  end_pass<C, T, Slot>(c);
}

}  // namespace detail

namespace detail {

/// An output along the rows is the gradient by a parameter that has an entry per row. A batch adds to those of its
/// rows; the others are 0.
template <class C, class T, int Output>
inline void clear_rows(context<C, T>& c) {
  constexpr ir::output output = C::tables.outputs[Output];
  std::size_t size = 1;
  bool has_rows = false;
  for (int d = 0; d < output.rank; ++d) {
    size *= c.extent[output.axes[d]];
    has_rows = has_rows || output.axes[d] == C::tables.stream;
  }
  if (has_rows) std::fill_n(c.outputs[Output].data, size, T{0});
}

template <class C, class T>
inline void begin_run(context<C, T>& c) {
  for_each_of<typename program_facts<C>::output_buffers>([&](auto buffer_number) {
    constexpr int output_number = C::program.buffers[buffer_number].output;
    c.buffer[buffer_number] = c.outputs[output_number].data;
  });
  if (c.gathers()) for_each_below<C::program.output_count>([&](auto output_number) { clear_rows<C, T, output_number>(c); });
}

}  // namespace detail

/// Evaluates the program: all outputs are assigned.
template <class C, class T>
inline void run(context<C, T>& c) {
  detail::begin_run<C, T>(c);
  for_each_below<C::program.slots>([&](auto each_slot) {
    if constexpr (each_slot % 2 == 0) detail::run_steps<C, T, each_slot>(c);
    else detail::run_rows<C, T, each_slot>(c, 0, c.rows_in_all);
  });
}

}  // namespace gradsmith::emit
