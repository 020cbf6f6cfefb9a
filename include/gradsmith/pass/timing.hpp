// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// When a node runs: in which slot, and there at which depth.
//
// Slot 0 is before the data, slot 1 the first pass over them, slot 2 what follows from its sums, and so on: a value
// that needs the mean of another one is in slot 3. Within a slot, depth orders the loops: an elementwise node joins the
// loop of its argument if both vary along the same axes; what a contraction or reduction makes is used one depth later.
#pragma once

#include <utility>

#include <gradsmith/op/lowered.hpp>
#include <gradsmith/pass/copy.hpp>

namespace gradsmith::pass::detail {

class timing {
 protected:
  constexpr timing(ir::graph_view const& g, int stream)
      : g_(g), stream_bit_(stream < 0 ? 0 : ir::axis_bit(stream)), list_(g.node_count), of_(list_.items) {
    for (int id = 0; id < g.node_count; ++id) {
      ir::node const& n = g.nodes[id];
      ir::operation const* const op = n.op;
      bool const reduction = op->kind == ir::form::reduction;
      ir::edge const* const list = g.edges + n.first;
      of_[id] = {.live = op == &ir::info<op::output>,
                 // Numbers, symbols, extents, positions; the sums that are left are positions, which become strides.
                 .leaf = op->kind <= ir::form::sum,
                 .streamed = (n.axes & stream_bit_) != 0,
                 .reduction = reduction,
                 .reduces_stream = reduction && (n.bound & stream_bit_) != 0,
                 .alone = op == &ir::info<op::contraction> || op->sequential,
                 .domain = reduction ? g.nodes[list->node].axes : n.axes};
      if (op->kind == ir::form::gather || op->scatters) positions_ = true;
      for (int k = 2; op->scatters && k < n.count; k += 2) of_[id].domain |= g.nodes[list[k].node].axes;
    }
    for (int id = g.node_count - 1; id >= 0; --id) {
      if (!of_[id].live) continue;
      ir::edge const* const first = g.edges + g.nodes[id].first;
      for (ir::edge const* each = first; each != first + g.nodes[id].count; ++each) of_[each->node].live = true;
    }
    if (positions_) find_strided_gathers();
  }
  constexpr void assign_slots() {
    assign_times();
    find_direct_outputs();
    delay_unstreamed();
  }
  /// The nodes of a slot by the depth of the loop that they stand in.
  [[nodiscard]] constexpr vec<vec<int>> levels_of(int slot) {
    collect_slot(slot);
    for (int id = 0; id < g_.node_count; ++id)
      if (of_[id].in_slot) of_[id].depth = earliest_depth(id);
    delay_elementwise();
    int deepest = -1;
    for (int id = 0; id < g_.node_count; ++id)
      if (of_[id].in_slot && of_[id].depth > deepest) deepest = of_[id].depth;
    vec<vec<int>> levels(deepest + 1);
    for (int id = 0; id < g_.node_count; ++id)
      if (of_[id].in_slot) levels.items[of_[id].depth].push_back(id);
    return levels;
  }

  [[nodiscard]] constexpr ir::edge const* arguments(int id) const { return g_.edges + g_.nodes[id].first; }
  [[nodiscard]] constexpr int argument(int id, int k) const { return g_.edges[g_.nodes[id].first + k].node; }
  [[nodiscard]] constexpr bool is_contraction(int id) const { return g_.nodes[id].op == &ir::info<op::contraction>; }
  [[nodiscard]] constexpr bool is_scan(int id) const { return g_.nodes[id].op->sequential; }
  [[nodiscard]] constexpr bool is_gather(int id) const { return g_.nodes[id].op->kind == ir::form::gather; }
  [[nodiscard]] constexpr bool is_scatter(int id) const { return g_.nodes[id].op == &ir::info<op::scatter>; }
  /// Whether a node needs the value of its argument k in its loop: not the source of a gather, nor what is a stride.
  [[nodiscard]] constexpr bool reads_value(int id, int k) const {
    if (!is_gather(id) && !is_scatter(id)) return true;
    if (k == 0) return is_scatter(id);
    ir::form const kind = g_.nodes[argument(id, k)].op->kind;
    if (k % 2 == 0 && of_[argument(id, k)].streamed) return true;
    return k % 2 == 0 && kind != ir::form::sum && kind != ir::form::literal && kind != ir::form::index && kind != ir::form::extent;
  }

  // A gather whose positions are strides is a leaf: each loop reads it where it is, as it reads a symbol. For
  // contractions it is computed, because they know matrices and vectors.
  constexpr void find_strided_gathers() {
    for (int id = 0; id < g_.node_count; ++id) {
      if (!is_gather(id)) continue;
      of_[id].leaf = true;
      for (int k = 2; k < g_.nodes[id].count; k += 2)
        if (reads_value(id, k)) of_[id].leaf = false;
    }
    for (int id = 0; id < g_.node_count; ++id)
      for (int k = 0; of_[id].live && of_[id].alone && k < g_.nodes[id].count; ++k)
        if (is_gather(argument(id, k))) of_[argument(id, k)].leaf = false;
  }
  /// What must be there before a node's argument k can be read.
  [[nodiscard]] constexpr int dependency(int id, int k) const {
    int const a = argument(id, k);
    return of_[a].leaf && is_gather(a) ? argument(a, 0) : a;
  }

  /// Whether a node reads the value at its own place: what it reads at others must be there as a whole, before its loop.
  [[nodiscard]] constexpr bool reads_in_place(int id, int k) const {
    return !of_[id].alone && !(of_[argument(id, k)].leaf && is_gather(argument(id, k))) && !(is_gather(id) && k == 0);
  }

  ir::graph_view g_;
  ir::axis_set stream_bit_;
  // What is known of each node.
  struct facts {
    bool live = false;
    bool leaf = false;
    bool streamed = false;        // varies along the data
    bool reduction = false;
    bool reduces_stream = false;  // along the data
    bool alone = false;           // a step by itself, which reads its arguments from memory
    ir::axis_set domain = 0;      // the axes that its loop runs over
    bool in_slot = false;
    bool kept = false;
    int time = 0;
    int depth = 0;
    int loaded = 0;    // the last loop that it is known in, counted from 1
    int direct = -1;   // the output that a contraction is written to, or -1
    int uses = 0;
    int latest = 0;    // the last slot or loop that it may move to
  };
  bool positions_ = false;  // whether there are gathers or scatter-adds
  int slots_ = 0;
  vec<facts> list_;
  facts* of_;

 private:
  // ---- when: the first slot in which a value can exist

  constexpr void assign_times() {
    int last = 0;
    for (int id = 0; id < g_.node_count; ++id) {
      if (!of_[id].live) continue;
      bool const here = of_[id].streamed;
      int time = here ? 1 : 0;
      ir::edge const* const list = arguments(id);
      for (int k = 0; k < g_.nodes[id].count; ++k) {
        // The sum of 1 over the rows at computed positions may be scaled by what an earlier pass has to end for.
        int const apart = of_[list[k].node].streamed != here ? 1 : of_[id].reduces_stream ? 2 : 0;
        if (int const after = of_[list[k].node].time + apart; after > time) time = after;
      }
      of_[id].time = time;
      if (time > last) last = time;
    }
    slots_ = last + 1;
  }

  // A contraction or scatter-add over the rows that is nothing but an output accumulates in the output's memory.
  constexpr void find_direct_outputs() {
    for (int id = 0; id < g_.node_count; ++id) {
      if (!of_[id].live) continue;
      ir::edge const* const list = arguments(id);
      int const count = g_.nodes[id].count;
      for (int k = 0; k < count; ++k) ++of_[list[k].node].uses;
    }
    for (int k = 0; k < g_.output_count; ++k) {
      int const out = g_.outputs[k].node;
      int const value = argument(out, 0);
      if (!(is_contraction(value) || is_scatter(value)) || !of_[value].reduces_stream || of_[value].uses != 1 || g_.nodes[out].axes != g_.nodes[value].axes ||
          ir::count(g_.nodes[out].axes) != g_.outputs[k].rank || g_.outputs[k].row_length != 0)
        continue;
      of_[value].direct = k;
      of_[out].live = false;
    }
  }

  /// The slot in which a node's loop runs: a reduction over the data runs within the pass before.
  [[nodiscard]] constexpr int runs_in(int id) const { return of_[id].reduces_stream ? of_[id].time - 1 : of_[id].time; }

  // What does not vary along the data moves to the slot that uses it, where it may join a loop; an output
  // that depends on no data goes to the end, for the same reason.
  constexpr void delay_unstreamed() {
    int const end = (slots_ - 1) / 2 * 2;
    for (int id = 0; id < g_.node_count; ++id) of_[id].latest = end;
    for (int id = g_.node_count - 1; id >= 0; --id) {
      if (!of_[id].live || of_[id].leaf) continue;
      if (!of_[id].streamed && !of_[id].reduces_stream) of_[id].time = of_[id].latest;
      int const user = runs_in(id) / 2 * 2;
      ir::edge const* const list = arguments(id);
      int const count = g_.nodes[id].count;
      for (int k = 0; k < count; ++k)
        if (facts& needed = of_[positions_ ? dependency(id, k) : list[k].node]; user < needed.latest) needed.latest = user;
    }
  }

  // ---- what: the nodes that a slot evaluates

  // Within a pass over the data, everything that varies along them is evaluated again.
  constexpr void collect_slot(int slot) {
    for (int id = 0; id < g_.node_count; ++id) of_[id].in_slot = false;
    for (int id = g_.node_count - 1; id >= 0; --id) {
      if (!of_[id].live || of_[id].leaf) continue;
      bool const root = runs_in(id) == slot && (!of_[id].streamed || g_.nodes[id].op == &ir::info<op::output>);
      if (root) of_[id].in_slot = true;
      if (slot % 2 == 0 || !of_[id].in_slot) continue;
      ir::edge const* const list = arguments(id);
      int const count = g_.nodes[id].count;
      for (int k = 0; k < count; ++k)
        if (int const a = positions_ ? dependency(id, k) : list[k].node; of_[a].streamed && !of_[a].leaf) of_[a].in_slot = true;
    }
  }

  [[nodiscard]] constexpr int earliest_depth(int id) const {
    int depth = 0;
    ir::axis_set const own = of_[id].domain;
    int const count = g_.nodes[id].count;
    ir::edge const* const list = arguments(id);
    for (int k = 0; k < count; ++k) {
      int const a = positions_ ? dependency(id, k) : list[k].node;
      if (!of_[a].in_slot || of_[a].reduces_stream) continue;
      bool const same_loop = g_.nodes[a].axes == own && (positions_ ? reads_in_place(id, k) : !of_[id].alone) && !of_[a].reduction && !is_scan(a);
      int const after = same_loop ? of_[a].depth : of_[a].depth + 1;
      if (after > depth) depth = after;
    }
    return depth;
  }

  // An elementwise node moves to the loop that uses it: what is not stored costs no memory.
  constexpr void delay_elementwise() {
    for (int id = 0; id < g_.node_count; ++id) of_[id].latest = -1;
    vec<deepest_loop> const deepest = deepest_loops();
    for (int id = g_.node_count - 1; id >= 0; --id) {
      if (!of_[id].in_slot) continue;
      ir::axis_set const own = of_[id].domain;
      facts& here = of_[id];
      if (here.latest < 0) here.latest = deepest_over(deepest, own);
      if (here.latest > here.depth && !of_[id].reduction && !is_scan(id)) here.depth = here.latest;
      int const depth = here.depth;
      int const count = g_.nodes[id].count;
      ir::edge const* const list = arguments(id);
      for (int k = 0; k < count; ++k) {
        int const a = positions_ ? dependency(id, k) : list[k].node;
        facts& argument = of_[a];
        if (!argument.in_slot) continue;
        int const limit = g_.nodes[a].axes == own && (positions_ ? reads_in_place(id, k) : !of_[id].alone) && !is_scan(a) ? depth : depth - 1;
        if (argument.latest < 0 || limit < argument.latest) argument.latest = limit;
      }
    }
  }

  // For nodes that nothing in the slot uses: the depth of the last loop over the same axes.
  struct deepest_loop {
    ir::axis_set domain = 0;
    int depth = 0;
  };
  [[nodiscard]] constexpr vec<deepest_loop> deepest_loops() const {
    vec<deepest_loop> found;
    for (int id = 0; id < g_.node_count; ++id) {
      if (!of_[id].in_slot || of_[id].alone) continue;
      ir::axis_set const own = of_[id].domain;
      int k = 0;
      while (k < found.size() && found[k].domain != own) ++k;
      if (k == found.size()) found.push_back({own, of_[id].depth});
      else if (of_[id].depth > found[k].depth) found[k].depth = of_[id].depth;
    }
    return found;
  }
  [[nodiscard]] static constexpr int deepest_over(vec<deepest_loop> const& loops, ir::axis_set domain) {
    for (deepest_loop const& each : loops)
      if (each.domain == domain) return each.depth;
    return -1;
  }
};

}  // namespace gradsmith::pass::detail
