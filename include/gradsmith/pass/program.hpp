// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A scheduled program as a value: steps in the order they run, what each evaluates, what is kept where.
#pragma once

#include <gradsmith/ir/frozen.hpp>

namespace gradsmith::pass {

inline constexpr int max_loops = 8;

/// Where a value lives between the step that makes it and those that use it.
enum class storage : unsigned char {
  none,    // only in registers, or a leaf
  block,   // [axes...][rows of a block], the rows contiguous
  global,  // [axes...], row-major, the last axis padded to whole vectors
};

struct buffer {
  int node = -1;
  storage kind = storage::none;
  int rank = 0;              // without the streamed axis
  int axes[ir::max_rank]{};  // slowest first
  int output = -1;           // the output whose memory it is: then dense, without padding
};

enum class entry_kind : unsigned char {
  load,    // from a buffer or from the data that are bound
  compute,
  reduce,  // accumulates its argument
  gather,  // loads entries at positions: multiples of axes are strides, the others are computed before
  scatter, // adds to entries at positions
  store,   // an output
};

/// What one step does with one node.
struct entry {
  int node = -1;
  entry_kind kind = entry_kind::compute;
  int level = -1;           // the loop in which it is done, -1: before all loops
  bool in_register = true;  // a reduction over the innermost loops; else it accumulates in memory
  bool kept = false;        // computed, and stored in its buffer for other steps
};

/// A loop nest over the elements of some nodes, one contraction, or one cumulative sum.
struct step {
  bool is_contraction = false;
  bool is_scan = false;  // a cumulative sum
  int slot = 0;         // even: outside the data; odd: within one pass over the data, per block
  int depth = 0;
  ir::axis_set domain = 0;
  int loops = 0;
  int order[max_loops]{};  // axes, outermost first
  int lane = -1;           // the loop whose axis lies in the lanes, -1: scalars
  int first = 0;           // its entries; of a contraction: the one node
  int count = 0;
};

struct program_size {
  ir::graph_size graph;
  int steps = 0, entries = 0, buffers = 0;
  friend constexpr bool operator==(program_size, program_size) = default;
  [[nodiscard]] constexpr bool fits(program_size capacity) const noexcept {
    return graph.fits(capacity.graph) && steps <= capacity.steps && entries <= capacity.entries && buffers <= capacity.buffers;
  }
};

/// Room for the schedule of a graph of this size, most of the time.
[[nodiscard]] constexpr program_size usual_program_size(ir::graph_size graph) noexcept {
  graph.error = 256;
  return {graph, graph.nodes / 2 + 8, 3 * graph.nodes + 32, graph.nodes};
}

/// The result of scheduling, while it grows.
struct program {
  ir::graph graph;
  vec<step> steps;
  vec<entry> entries;
  vec<buffer> buffers;
  vec<int> buffer_of;  // per node: its buffer, or -1
  int stream = -1;     // the streamed axis
  int slots = 1;       // slots 0 .. slots - 1; (slots - 1) / 2 passes over the data

  [[nodiscard]] constexpr program_size size() const noexcept {
    return {ir::size_of(graph), steps.size(), entries.size(), buffers.size()};
  }
};

/// A scheduled program as a constant.
template <program_size Size>
struct frozen_program {
  ir::frozen_graph<Size.graph> graph;
  step steps[ir::room(Size.steps)]{};
  entry entries[ir::room(Size.entries)]{};
  buffer buffers[ir::room(Size.buffers)]{};
  int buffer_of[ir::room(Size.graph.nodes)]{};
  int stream = -1;
  int slots = 1;
  program_size used{};

  int step_count = 0;
  int entry_count = 0;
  int buffer_count = 0;
  int output_count = 0;
  int symbol_count = 0;
  int axis_count = 0;
  int node_count = 0;

  [[nodiscard]] constexpr ir::node const& node(int id) const noexcept { return graph.nodes[id]; }
  [[nodiscard]] constexpr int argument(int id, int k) const noexcept { return graph.edges[graph.nodes[id].first + k].node; }
  [[nodiscard]] constexpr bool is_streamed(int id) const noexcept {
    return stream >= 0 && ir::contains(graph.nodes[id].axes, stream);
  }
  /// The matrix of the data whose rows are read in place, -1 if there is none.
  [[nodiscard]] constexpr int streamed_matrix() const noexcept {
    for (int id = 0; id < node_count; ++id)
      if (node(id).op->kind == ir::form::symbol && node(id).count == 2 && is_streamed(id)) return id;
    return -1;
  }
  [[nodiscard]] constexpr buffer const& buffer_for(int id) const noexcept { return buffers[buffer_of[id]]; }
};

/// The names, extents and shapes of a program.
template <int Axes, int Symbols, int Outputs>
struct program_tables {
  ir::axis axes[ir::room(Axes)]{};
  ir::symbol symbols[ir::room(Symbols)]{};
  ir::output outputs[ir::room(Outputs)]{};
  int axis_count = 0;
  int symbol_count = 0;
  int output_count = 0;
  int stream = -1;
};

template <program_size Size>
[[nodiscard]] constexpr auto tables_of(frozen_program<Size> const& p) {
  program_tables<Size.graph.axes, Size.graph.symbols, Size.graph.outputs> tables{
      .axis_count = p.axis_count, .symbol_count = p.symbol_count, .output_count = p.output_count, .stream = p.stream};
  for (int k = 0; k < p.axis_count; ++k) tables.axes[k] = p.graph.axes[k];
  for (int k = 0; k < p.symbol_count; ++k) tables.symbols[k] = p.graph.symbols[k];
  for (int k = 0; k < p.output_count; ++k) tables.outputs[k] = p.graph.outputs[k];
  return tables;
}

/// What of the program fits; `used` says how much there is.
template <program_size Size>
[[nodiscard]] constexpr frozen_program<Size> freeze(program const& p) {
  frozen_program<Size> frozen;
  frozen.used = p.size();
  if (!frozen.used.fits(Size)) return frozen;
  frozen.graph = ir::freeze<Size.graph>(p.graph);
  frozen.step_count = frozen.used.steps;
  frozen.entry_count = frozen.used.entries;
  frozen.buffer_count = frozen.used.buffers;
  frozen.output_count = frozen.used.graph.outputs;
  frozen.symbol_count = frozen.used.graph.symbols;
  frozen.axis_count = frozen.used.graph.axes;
  frozen.node_count = frozen.used.graph.nodes;
  for (int k = 0; k < frozen.step_count; ++k) frozen.steps[k] = p.steps[k];
  for (int k = 0; k < frozen.entry_count; ++k) frozen.entries[k] = p.entries[k];
  for (int k = 0; k < frozen.buffer_count; ++k) frozen.buffers[k] = p.buffers[k];
  for (int k = 0; k < frozen.node_count; ++k) frozen.buffer_of[k] = p.buffer_of[k];
  frozen.stream = p.stream;
  frozen.slots = p.slots;
  return frozen;
}

}  // namespace gradsmith::pass
