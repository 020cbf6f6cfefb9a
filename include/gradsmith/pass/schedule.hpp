// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Decides what runs when: before the data, per block of rows, after them, in as many passes as needed;
// fuses elementwise nodes into loops, and gives a buffer to what leaves its loop.
//
// Requires: a lowered graph. Establishes: every live node is computed once per pass that needs it, after
// its arguments. Slot 0 is before the data, slot 1 the first pass over them, slot 2 what follows from its
// sums, and so on: a value that needs the mean of another one is in slot 3. Within a slot, depth orders
// the loops: an elementwise node joins the loop of its argument if both vary along the same axes; what a
// contraction or reduction makes is used one depth later.
#pragma once

#include <gradsmith/op/lowered.hpp>
#include <gradsmith/pass/copy.hpp>
#include <gradsmith/pass/program.hpp>

namespace gradsmith::pass {

namespace detail {

class scheduler {
 public:
  constexpr scheduler(ir::graph_view const& g, int stream)
      : g_(g), stream_bit_(stream < 0 ? 0 : ir::axis_bit(stream)), live_(live_nodes(g)), time_(g.node_count), depth_(g.node_count), in_slot_(g.node_count), kept_(g.node_count) {
    p_.graph = ir::thaw(g);
    p_.stream = stream;
  }

  constexpr program run() {
    assign_times();
    find_direct_outputs();
    delay_unstreamed();
    for (int slot = 0; slot < p_.slots; ++slot) schedule_slot(slot);
    find_kept();
    assign_buffers();
    return std::move(p_);
  }

 private:
  [[nodiscard]] constexpr ir::node const& node(int id) const { return g_.nodes[id]; }
  [[nodiscard]] constexpr int argument(int id, int k) const { return g_.edges[node(id).first + k].node; }
  [[nodiscard]] constexpr bool streamed(int id) const { return (node(id).axes & stream_bit_) != 0; }
  [[nodiscard]] constexpr bool reduces_stream(int id) const { return is_reduction(id) && (node(id).bound & stream_bit_) != 0; }
  [[nodiscard]] constexpr bool is_reduction(int id) const { return node(id).op->kind == ir::form::reduction; }
  [[nodiscard]] constexpr bool is_contraction(int id) const { return node(id).op == &ir::info<op::contraction>; }
  [[nodiscard]] constexpr bool is_leaf(int id) const {
    switch (node(id).op->kind) {
      case ir::form::literal:
      case ir::form::symbol:
      case ir::form::extent:
      case ir::form::index: return true;
      default: return false;
    }
  }

  // ---- when: the first slot in which a value can exist

  constexpr void assign_times() {
    int last = 0;
    for (int id = 0; id < g_.node_count; ++id) {
      if (!live_[id]) continue;
      int time = streamed(id) ? 1 : 0;
      for (int k = 0; k < node(id).count; ++k) {
        int const a = argument(id, k);
        int const after = streamed(a) != streamed(id) ? time_[a] + 1 : time_[a];
        if (after > time) time = after;
      }
      time_[id] = time;
      if (time > last) last = time;
    }
    p_.slots = last + 1;
  }

  // A contraction over the rows that is nothing but an output accumulates in the output's memory.
  constexpr void find_direct_outputs() {
    vec<int> uses(g_.node_count);
    for (int id = 0; id < g_.node_count; ++id) {
      direct_.push_back(-1);
      if (live_[id])
        for (int k = 0; k < node(id).count; ++k) ++uses[argument(id, k)];
    }
    for (int k = 0; k < g_.output_count; ++k) {
      int const out = g_.outputs[k].node;
      int const value = argument(out, 0);
      if (!is_contraction(value) || !reduces_stream(value) || uses[value] != 1 || node(out).axes != node(value).axes) continue;
      direct_[value] = k;
      live_[out] = false;
    }
  }

  /// The slot in which a node's loop runs: a reduction over the data runs within the pass before.
  [[nodiscard]] constexpr int runs_in(int id) const { return reduces_stream(id) ? time_[id] - 1 : time_[id]; }

  // What does not vary along the data moves to the slot that uses it, where it may join a loop; an output
  // that depends on no data goes to the end, for the same reason.
  constexpr void delay_unstreamed() {
    vec<int> latest(g_.node_count);
    int const end = (p_.slots - 1) / 2 * 2;
    for (int id = 0; id < g_.node_count; ++id) latest[id] = end;
    for (int id = g_.node_count - 1; id >= 0; --id) {
      if (!live_[id] || is_leaf(id)) continue;
      if (!streamed(id) && !reduces_stream(id)) time_[id] = latest[id];
      int const user = runs_in(id) / 2 * 2;
      for (int k = 0; k < node(id).count; ++k)
        if (int const a = argument(id, k); user < latest[a]) latest[a] = user;
    }
  }

  // ---- what: the nodes that a slot evaluates

  // Within a pass over the data, everything that varies along them is evaluated again.
  constexpr void collect_slot(int slot) {
    for (int id = 0; id < g_.node_count; ++id) in_slot_[id] = false;
    for (int id = g_.node_count - 1; id >= 0; --id) {
      if (!live_[id] || is_leaf(id)) continue;
      bool const root = runs_in(id) == slot && (!streamed(id) || node(id).op == &ir::info<op::output>);
      if (root) in_slot_[id] = true;
      if (in_slot_[id] && slot % 2 == 1)
        for (int k = 0; k < node(id).count; ++k)
          if (int const a = argument(id, k); streamed(a) && !is_leaf(a)) in_slot_[a] = true;
    }
  }

  constexpr void schedule_slot(int slot) {
    collect_slot(slot);
    for (int id = 0; id < g_.node_count; ++id)
      if (in_slot_[id]) depth_[id] = earliest_depth(id);
    delay_elementwise();
    int deepest = -1;
    for (int id = 0; id < g_.node_count; ++id)
      if (in_slot_[id] && depth_[id] > deepest) deepest = depth_[id];
    // Bucket by depth: linear in nodes, whatever the depth of the graph.
    vec<vec<int>> levels(deepest + 1);
    for (int id = 0; id < g_.node_count; ++id)
      if (in_slot_[id]) levels[depth_[id]].push_back(id);
    for (int depth = 0; depth <= deepest; ++depth) emit_level(slot, depth, levels[depth]);
  }

  [[nodiscard]] constexpr ir::axis_set domain(int id) const { return is_reduction(id) ? node(argument(id, 0)).axes : node(id).axes; }

  [[nodiscard]] constexpr int earliest_depth(int id) const {
    int depth = 0;
    for (int k = 0; k < node(id).count; ++k) {
      int const a = argument(id, k);
      if (!in_slot_[a] || reduces_stream(a)) continue;
      bool const same_loop = !is_reduction(a) && !is_contraction(id) && node(a).axes == domain(id);
      int const after = same_loop ? depth_[a] : depth_[a] + 1;
      if (after > depth) depth = after;
    }
    return depth;
  }

  // An elementwise node moves to the loop that uses it: what is not stored costs no memory.
  constexpr void delay_elementwise() {
    vec<int> latest(g_.node_count);
    for (int id = 0; id < g_.node_count; ++id) latest[id] = -1;
    for (int id = g_.node_count - 1; id >= 0; --id) {
      if (!in_slot_[id]) continue;
      if (latest[id] < 0) latest[id] = deepest_like(id);
      if (!is_reduction(id) && latest[id] > depth_[id]) depth_[id] = latest[id];
      for (int k = 0; k < node(id).count; ++k) {
        int const a = argument(id, k);
        if (!in_slot_[a]) continue;
        bool const same_loop = !is_contraction(id) && node(a).axes == domain(id);
        int const limit = same_loop ? depth_[id] : depth_[id] - 1;
        if (latest[a] < 0 || limit < latest[a]) latest[a] = limit;
      }
    }
  }

  // For a node that nothing in the slot uses: the depth of the last loop over the same axes.
  [[nodiscard]] constexpr int deepest_like(int id) const {
    int depth = -1;
    for (int other = 0; other < g_.node_count; ++other)
      if (in_slot_[other] && !is_contraction(other) && domain(other) == domain(id) && depth_[other] > depth) depth = depth_[other];
    return depth;
  }

  // ---- how: loops

  constexpr void emit_level(int slot, int depth, vec<int> const& nodes) {
    vec<bool> done(nodes.size());
    for (int k = 0; k < nodes.size(); ++k) {
      if (done[k]) continue;
      if (is_contraction(nodes[k])) {
        p_.entries.push_back({.node = nodes[k], .kind = entry_kind::reduce});
        p_.steps.push_back({.is_contraction = true, .slot = slot, .depth = depth, .domain = domain(nodes[k]), .first = p_.entries.size() - 1, .count = 1});
        continue;
      }
      vec<int> group;
      for (int m = k; m < nodes.size(); ++m)
        if (!is_contraction(nodes[m]) && domain(nodes[m]) == domain(nodes[k])) group.push_back(nodes[m]), done[m] = true;
      emit_group(slot, depth, group);
    }
  }

  constexpr void emit_group(int slot, int depth, vec<int> const& group) {
    step s{.slot = slot, .depth = depth, .domain = domain(group[0]), .first = p_.entries.size()};
    order_loops(s, group);
    // Loads first, each once, as far out as its axes allow.
    vec<bool> known(g_.node_count);
    for (int k = 0; k < group.size(); ++k) known[group[k]] = true;
    for (int k = 0; k < group.size(); ++k)
      for (int m = 0; m < node(group[k]).count; ++m) {
        int const a = argument(group[k], m);
        if (known[a]) continue;
        known[a] = true;
        p_.entries.push_back({.node = a, .kind = entry_kind::load, .level = level_of(s, node(a).axes)});
      }
    for (int k = 0; k < group.size(); ++k) {
      int const id = group[k];
      entry e{.node = id, .level = s.loops - 1};
      if (is_reduction(id)) {
        e.kind = entry_kind::reduce;
        e.in_register = covers_innermost(s, node(id).bound);
      } else if (node(id).op == &ir::info<op::output>) {
        e.kind = entry_kind::store;
      }
      p_.entries.push_back(e);
    }
    s.count = p_.entries.size() - s.first;
    p_.steps.push_back(s);
  }

  [[nodiscard]] constexpr int level_of(step const& s, ir::axis_set axes) const {
    int level = -1;
    for (int k = 0; k < s.loops; ++k)
      if (ir::contains(axes, s.order[k])) level = k;
    return level;
  }
  [[nodiscard]] constexpr bool covers_innermost(step const& s, ir::axis_set bound) const {
    int const inner = ir::count(bound);
    for (int k = 0; k < s.loops; ++k)
      if (ir::contains(bound, s.order[k]) != (k >= s.loops - inner)) return false;
    return true;
  }

  // The lanes hold the streamed axis, or else the axis that is contiguous; a reduction that keeps the
  // lane axis gets its own axes innermost, so that it accumulates in a register.
  constexpr void order_loops(step& s, vec<int> const& group) {
    if (s.domain == 0) return;
    buffer const layout = layout_of(s.domain);
    if (ir::count(s.domain) > max_loops) {
      p_.graph.fail("a loop over more than six axes; split the expression");
      return;
    }
    int const lane_axis = (s.domain & stream_bit_) != 0 ? ir::first_axis(stream_bit_) : layout.axes[layout.rank - 1];
    ir::axis_set inner = 0;
    for (int k = 0; k < group.size() && inner == 0; ++k)
      if (is_reduction(group[k]) && !ir::contains(node(group[k]).bound, lane_axis)) inner = node(group[k]).bound;
    auto const add = [&](ir::axis_set set) {
      for (int d = 0; d < layout.rank; ++d)
        if (ir::contains(set, layout.axes[d]) && layout.axes[d] != lane_axis) s.order[s.loops++] = layout.axes[d];
    };
    add(s.domain & ~inner);
    s.lane = s.loops;
    s.order[s.loops++] = lane_axis;
    add(inner);
  }

  /// The order of axes in memory: that of a symbol with just these axes, else as they were first read.
  [[nodiscard]] constexpr buffer layout_of(ir::axis_set axes) const {
    axes &= ~stream_bit_;
    buffer layout;
    for (int k = 0; k < g_.symbol_count; ++k) {
      ir::symbol const& symbol = g_.symbols[k];
      ir::axis_set set = 0;
      for (int d = 0; d < symbol.rank; ++d) set |= ir::axis_bit(symbol.axes[d]);
      if (set != axes || ir::count(set) != symbol.rank) continue;
      layout.rank = symbol.rank;
      for (int d = 0; d < symbol.rank; ++d) layout.axes[d] = symbol.axes[d];
      return layout;
    }
    for (ir::axis_set rest = axes; rest != 0; rest = ir::without_first(rest)) layout.axes[layout.rank++] = ir::first_axis(rest);
    return layout;
  }

  // ---- where: buffers for what leaves its loop

  constexpr void find_kept() {
    for (int s = 0; s < p_.steps.size(); ++s) {
      step const& current = p_.steps[s];
      for (int k = current.first; k < current.first + current.count; ++k) {
        entry const& e = p_.entries[k];
        if (e.kind == entry_kind::load) kept_[e.node] = true;
        if (e.kind == entry_kind::reduce) kept_[e.node] = true;
        if (current.is_contraction)
          for (int m = 0; m < 2; ++m) kept_[argument(e.node, m)] = true;
      }
    }
    for (int k = 0; k < p_.entries.size(); ++k)
      if (p_.entries[k].kind == entry_kind::compute) p_.entries[k].kept = kept_[p_.entries[k].node];
  }
  constexpr void assign_buffers() {
    for (int id = 0; id < g_.node_count; ++id) {
      p_.buffer_of.push_back(-1);
      if (!kept_[id] || is_leaf(id)) continue;
      buffer made = layout_of(node(id).axes);
      if (direct_[id] >= 0) {
        ir::output const& out = g_.outputs[direct_[id]];
        made = {.rank = out.rank, .output = direct_[id]};
        for (int d = 0; d < out.rank; ++d) made.axes[d] = out.axes[d];
      }
      made.node = id;
      made.kind = streamed(id) ? storage::block : storage::global;
      if (ir::count(node(id).axes & ~stream_bit_) > ir::max_rank) p_.graph.fail("a value varies along more than six axes; split the expression");
      p_.buffer_of.back() = p_.buffers.size();
      p_.buffers.push_back(made);
    }
  }

  ir::graph_view g_;
  ir::axis_set stream_bit_;
  vec<bool> live_;
  vec<int> time_;
  vec<int> depth_;
  vec<bool> in_slot_;
  vec<bool> kept_;
  vec<int> direct_;  // the output that a contraction is written to, or -1
  program p_;
};

}  // namespace detail

/// The program for a lowered graph.
[[nodiscard]] constexpr program schedule(ir::graph_view const& g, int stream) { return detail::scheduler(g, stream).run(); }

}  // namespace gradsmith::pass
