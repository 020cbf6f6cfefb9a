// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// What emission asks of one step of a program, answered during compilation.
#pragma once

#include <gradsmith/pass/program.hpp>

namespace gradsmith::emit::detail {

/// What emission knows of one entry of a step, its node and its place in memory.
struct entry_facts {
  static constexpr int most_positions = 3;
  static constexpr int most_arguments = 2 * most_positions + 2;

  pass::entry_kind kind = pass::entry_kind::compute;
  int level = -1;
  bool in_register = true;
  bool kept = false;
  int node = -1;
  int buffer = -1;
  ir::operation const* op = nullptr;
  ir::form form = ir::form::literal;
  ir::axis_set axes = 0;
  ir::axis_set bound = 0;
  double value = 0;
  int tag = 0;
  int count = 0;
  int arguments[most_arguments]{-1, -1, -1, -1, -1, -1, -1, -1};  // the entries whose values they are
};

template <int Count>
struct entry_table {
  entry_facts of[static_cast<std::size_t>(Count) + 1]{};
};

template <class C, int Step>
constexpr auto table_of_entries() {
  constexpr auto const& program = C::program;
  constexpr pass::step step = program.steps[Step];
  entry_table<step.count> table;
  vec<int> place(program.node_count);  // of a node's value among the entries, + 1
  for (int e = 0; e < step.count; ++e) {
    pass::entry const& listed = program.entries[step.first + e];
    ir::node const& n = program.graph.nodes[listed.node];
    table.of[e] = {listed.kind, listed.level, listed.in_register, listed.kept, listed.node, program.buffer_of[listed.node], n.op,
                   n.op->kind,  n.axes,       n.bound,            n.value,     n.tag,       n.count};
    if (listed.kind != pass::entry_kind::reduce && listed.kind != pass::entry_kind::scatter) place[listed.node] = e + 1;
  }
  for (int e = 0; e < step.count; ++e) {
    entry_facts& each = table.of[e];
    ir::edge const* const arguments = program.graph.edges + program.graph.nodes[each.node].first;
    for (int k = 0; k < each.count && k < entry_facts::most_arguments; ++k) each.arguments[k] = place[arguments[k].node] - 1;
  }
  return table;
}

/// What of a step the loops need, as numbers: reading the program itself at run time would put it, with
/// every pass that its nodes point to, into the user's object. Asked several times for every entry, it is
/// laid out once, in one evaluation.
template <class C, int Step>
struct step_facts {
  static constexpr auto const& program = C::program;
  static constexpr pass::step step = program.steps[Step];
  static constexpr auto entries = table_of_entries<C, Step>();

  static constexpr entry_facts const& entry(int e) { return entries.of[e]; }
  static constexpr ir::form form(int e) { return entries.of[e].form; }
  static constexpr bool varies(int e, int loop) { return ir::contains(entries.of[e].axes, step.order[loop]); }
  static constexpr int lane_axis = step.lane < 0 ? -1 : step.order[step.lane];
  static constexpr bool in_lanes(int e) { return lane_axis >= 0 && ir::contains(entries.of[e].axes, lane_axis); }
  static constexpr bool lanes_are_reduced(int e) { return lane_axis >= 0 && ir::contains(entries.of[e].bound, lane_axis); }
  static constexpr int loop_of(int axis) {
    for (int k = 0; k < step.loops; ++k)
      if (step.order[k] == axis) return k;
    return 0;
  }
  static constexpr int first_reduced_loop(int e) { return step.loops - ir::count(entries.of[e].bound); }
  static constexpr bool is_streamed_leaf(int e) { return step.slot % 2 == 1 && program.stream >= 0 && ir::contains(entries.of[e].axes, program.stream); }
  static constexpr int axis_of_dimension(int e, int d) { return program.node(program.argument(entries.of[e].node, d)).tag; }
  static constexpr bool is_kind(int e, pass::entry_kind kind) { return entries.of[e].kind == kind; }

  // ---- of a gather or scatter-add

  static constexpr int positions(int e) { return entries.of[e].count / 2; }
  /// The axis of the source, or of the result, in whose place position k stands.
  static constexpr int slot(int e, int k) { return program.node(program.argument(entries.of[e].node, 2 * k + 1)).tag; }
  static constexpr int position(int e, int k) { return program.argument(entries.of[e].node, 2 * k + 2); }
  /// Whether position k is a multiple of axes and a number: then it is part of the strides.
  static constexpr bool is_stride(int e, int k) {
    ir::node const& n = program.node(position(e, k));
    if (program.stream >= 0 && ir::contains(n.axes, program.stream)) return false;
    return n.op->kind == ir::form::sum || n.op->kind == ir::form::literal || n.op->kind == ir::form::index || n.op->kind == ir::form::extent;
  }
  static constexpr bool is_computed(int e) {
    for (int k = 0; k < positions(e); ++k)
      if (!is_stride(e, k)) return true;
    return false;
  }
  /// How often the position along an axis, or its extent, is in position k.
  static constexpr std::ptrdiff_t multiple_of(ir::form kind, int e, int k, int axis) {
    ir::node const& n = program.node(position(e, k));
    if (n.op->kind == kind) return n.tag == axis ? 1 : 0;
    for (int m = 0; n.op->kind == ir::form::sum && m < n.count; ++m) {
      ir::edge const& term = program.graph.edges[n.first + m];
      if (program.node(term.node).op->kind == kind && program.node(term.node).tag == axis) return static_cast<std::ptrdiff_t>(term.weight);
    }
    return 0;
  }
  static constexpr std::ptrdiff_t constant_of(int e, int k) {
    ir::node const& n = program.node(position(e, k));
    return n.op->kind == ir::form::sum || n.op->kind == ir::form::literal ? static_cast<std::ptrdiff_t>(n.value) : 0;
  }
  /// Whether the address of a gather or scatter-add differs from lane to lane by a fixed stride.
  static constexpr bool strides_in_lanes(int e) {
    if (lane_axis < 0) return false;
    ir::node const& n = program.node(entries.of[e].node);
    ir::node const& array = form(e) == ir::form::gather ? program.node(program.argument(entries.of[e].node, 0)) : n;
    if (ir::contains(array.axes, lane_axis) && !is_slot(e, lane_axis)) return true;
    for (int k = 0; k < positions(e); ++k)
      if (is_stride(e, k) && multiple_of(ir::form::index, e, k, lane_axis) != 0) return true;
    return false;
  }
  /// Whether no two positions of the loops add to one entry: each position has one axis of those that are summed over, and each of
  /// these stands in one position. Not within a pass over the data, where a batch may name a row twice.
  static constexpr bool adds_once(int e) {
    if (step.slot % 2 == 1 || ir::count(entries.of[e].bound) != positions(e)) return false;
    ir::axis_set seen = 0;
    for (int k = 0; k < positions(e); ++k) {
      ir::axis_set summed = 0;
      for (ir::axis_set rest = entries.of[e].bound; rest != 0; rest = ir::without_first(rest))
        if (is_stride(e, k) && multiple_of(ir::form::index, e, k, ir::first_axis(rest)) != 0) summed |= ir::axis_bit(ir::first_axis(rest));
      if (ir::count(summed) != 1 || (seen & summed) != 0) return false;
      seen |= summed;
    }
    return true;
  }
  /// Whether a scatter-add assigns entries side by side, one for each position of its only loop.
  static constexpr bool fills_a_run(int e) {
    return adds_once(e) && positions(e) == 1 && ir::count(entries.of[e].axes) == 1 &&
           multiple_of(ir::form::index, e, 0, ir::first_axis(entries.of[e].bound)) == 1;
  }
  static constexpr bool is_slot(int e, int axis) {
    for (int k = 0; k < positions(e); ++k)
      if (slot(e, k) == axis) return true;
    return false;
  }
  /// Whether a computed position differs from lane to lane.
  static constexpr bool positions_in_lanes(int e) {
    for (int k = 0; k < positions(e); ++k)
      if (!is_stride(e, k) && lane_axis >= 0 && ir::contains(program.node(position(e, k)).axes, lane_axis)) return true;
    return false;
  }

  /// Whether the last, partial vector is treated apart: not if only our own padded memory is touched.
  static constexpr bool needs_tail() {
    bool const per_block = step.slot % 2 == 1;
    for (int e = 0; e < step.count; ++e) {
      if (is_kind(e, pass::entry_kind::store) && in_lanes(e)) return true;
      if (is_kind(e, pass::entry_kind::reduce) && lanes_are_reduced(e)) return true;
      if (is_kind(e, pass::entry_kind::scatter)) return true;
      if (form(e) == ir::form::gather && strides_in_lanes(e) && !(per_block && lane_axis == program.stream)) return true;
      if (is_kind(e, pass::entry_kind::load) && form(e) == ir::form::symbol && in_lanes(e) && !per_block) return true;
    }
    return false;
  }
};

/// The buffer of an entry of a loop nest.
template <class N, int E>
inline constexpr int own_buffer = N::facts::entry(E).buffer;

}  // namespace gradsmith::emit::detail
