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
#include <gradsmith/pass/axis_order.hpp>
#include <gradsmith/pass/copy.hpp>
#include <gradsmith/pass/program.hpp>

namespace gradsmith::pass {

namespace detail {

class scheduler {
 public:
  constexpr scheduler(ir::graph_view const& g, int stream)
      : g_(g), stream_bit_(stream < 0 ? 0 : ir::axis_bit(stream)), list_(g.node_count), of_(list_.items), order_(axis_order(g)) {
    p_.graph = ir::thaw(g);
    p_.entries.reserve(g.node_count + g.edge_count);
    p_.stream = stream;
    vec<bool> const live = live_nodes(g);
    for (int id = 0; id < g.node_count; ++id) {
      ir::node const& n = g.nodes[id];
      ir::operation const* const op = n.op;
      bool const reduction = op->kind == ir::form::reduction;
      ir::edge const* const list = g.edges + n.first;
      of_[id] = {.live = live.items[id],
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
    if (positions_) find_strided_gathers();
  }

  constexpr program run() {
    assign_times();
    find_direct_outputs();
    delay_unstreamed();
    for (int slot = 0; slot < p_.slots; ++slot) schedule_slot(slot);
    find_kept();
    find_lanes();
    assign_buffers();
    return std::move(p_);
  }

 private:
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
    p_.slots = last + 1;
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
      if (!(is_contraction(value) || is_scatter(value)) || !of_[value].reduces_stream || of_[value].uses != 1 || g_.nodes[out].axes != g_.nodes[value].axes) continue;
      of_[value].direct = k;
      of_[out].live = false;
    }
  }

  /// The slot in which a node's loop runs: a reduction over the data runs within the pass before.
  [[nodiscard]] constexpr int runs_in(int id) const { return of_[id].reduces_stream ? of_[id].time - 1 : of_[id].time; }

  // What does not vary along the data moves to the slot that uses it, where it may join a loop; an output
  // that depends on no data goes to the end, for the same reason.
  constexpr void delay_unstreamed() {
    int const end = (p_.slots - 1) / 2 * 2;
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

  constexpr void schedule_slot(int slot) {
    collect_slot(slot);
    for (int id = 0; id < g_.node_count; ++id)
      if (of_[id].in_slot) of_[id].depth = earliest_depth(id);
    delay_elementwise();
    int deepest = -1;
    for (int id = 0; id < g_.node_count; ++id)
      if (of_[id].in_slot && of_[id].depth > deepest) deepest = of_[id].depth;
    // Bucket by depth: linear in nodes, whatever the depth of the graph.
    vec<vec<int>> levels(deepest + 1);
    for (int id = 0; id < g_.node_count; ++id)
      if (of_[id].in_slot) levels.items[of_[id].depth].push_back(id);
    for (int depth = 0; depth <= deepest; ++depth) emit_level(slot, depth, levels[depth]);
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

  // ---- how: loops

  constexpr void emit_level(int slot, int depth, vec<int> const& nodes) {
    vec<bool> done(nodes.size());
    for (int k = 0; k < nodes.length; ++k) {
      if (done.items[k]) continue;
      if (of_[nodes[k]].alone) {
        bool const scan = is_scan(nodes[k]);
        p_.entries.push_back({.node = nodes[k], .kind = scan ? entry_kind::compute : entry_kind::reduce, .kept = scan});
        p_.steps.push_back({.is_contraction = !scan, .is_scan = scan, .slot = slot, .depth = depth, .domain = of_[nodes[k]].domain, .first = p_.entries.size() - 1, .count = 1});
        continue;
      }
      vec<int> group;
      ir::axis_set const own = of_[nodes[k]].domain;
      group.reserve(nodes.length);
      for (int m = k; m < nodes.length; ++m)
        if (int const id = nodes.items[m]; !done.items[m] && of_[id].domain == own && !of_[id].alone) group.push_back(id), done.items[m] = true;
      emit_group(slot, depth, group);
    }
  }

  constexpr void emit_group(int slot, int depth, vec<int> const& group) {
    step s{.slot = slot, .depth = depth, .domain = of_[group[0]].domain, .first = p_.entries.size()};
    order_loops(s, group, usual_lane_axis(s.domain));
    // Loads first, each once, as far out as its axes allow.
    int const number = p_.steps.size() + 1;
    for (int id : group) of_[id].loaded = number;
    for (int id : group) {
      ir::edge const* const list = arguments(id);
      int const count = g_.nodes[id].count;
      for (int m = 0; m < count; ++m) {
        int const a = list[m].node;
        if (of_[a].loaded == number || (positions_ && !reads_value(id, m))) continue;
        of_[a].loaded = number;
        p_.entries.push_back({.node = a, .kind = entry_kind::load, .level = level_of(s, g_.nodes[a].axes)});
      }
    }
    for (int id : group) {
      entry e{.node = id, .level = s.loops - 1};
      if (positions_ && is_scatter(id)) {
        e.kind = entry_kind::scatter;
      } else if (positions_ && is_gather(id)) {
        e.kind = entry_kind::gather;
      } else if (of_[id].reduction) {
        e.kind = entry_kind::reduce;
        e.in_register = covers_innermost(s, g_.nodes[id].bound);
      } else if (g_.nodes[id].op == &ir::info<op::output>) {
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
  constexpr void order_loops(step& s, vec<int> const& group, int lane_axis) {
    s.loops = 0;
    s.lane = -1;
    if (s.domain == 0) return;
    buffer const layout = layout_of(s.domain);
    if (ir::count(s.domain) > max_loops) {
      p_.graph.fail("a loop over more than eight axes; split the expression");
      return;
    }
    ir::axis_set inner = 0;
    for (int k = 0; k < group.size() && inner == 0; ++k)
      if (of_[group[k]].reduction && !is_scatter(group[k]) && (lane_axis < 0 || !ir::contains(g_.nodes[group[k]].bound, lane_axis))) inner = g_.nodes[group[k]].bound;
    auto const add = [&](ir::axis_set set) {
      for (int d = 0; d < layout.rank; ++d)
        if (ir::contains(set, layout.axes[d]) && layout.axes[d] != lane_axis) s.order[s.loops++] = layout.axes[d];
    };
    add(s.domain & ~inner);
    if (lane_axis >= 0) {
      s.lane = s.loops;
      s.order[s.loops++] = lane_axis;
    }
    add(inner);
  }
  [[nodiscard]] constexpr int usual_lane_axis(ir::axis_set domain) const {
    if (domain == 0) return -1;
    if ((domain & stream_bit_) != 0) return ir::first_axis(stream_bit_);
    buffer const layout = layout_of(domain);
    return layout.axes[layout.rank - 1];
  }

  // Our own memory is read and written by whole vectors, along its last axis. A loop over more axes than a value has
  // may have another one in the lanes; then it gets one that suits all, or none.
  constexpr void find_lanes() {
    for (int number = 0; number < p_.steps.size(); ++number) {
      step& s = p_.steps[number];
      if (s.is_contraction || s.is_scan || s.lane < 0 || (s.domain & stream_bit_) != 0 || suits(s, s.order[s.lane])) continue;
      int lane_axis = -1;
      for (ir::axis_set rest = s.domain; rest != 0; rest = ir::without_first(rest))
        if (suits(s, ir::first_axis(rest))) lane_axis = ir::first_axis(rest);
      vec<int> group;
      for (int k = s.first; k < s.first + s.count; ++k)
        if (p_.entries[k].kind != entry_kind::load) group.push_back(p_.entries[k].node);
      order_loops(s, group, lane_axis);
      for (int k = s.first; k < s.first + s.count; ++k) {
        entry& e = p_.entries[k];
        e.level = e.kind == entry_kind::load ? level_of(s, g_.nodes[e.node].axes) : s.loops - 1;
        if (e.kind == entry_kind::reduce) e.in_register = covers_innermost(s, g_.nodes[e.node].bound);
      }
    }
  }
  [[nodiscard]] constexpr bool suits(step const& s, int lane_axis) const {
    for (int k = s.first; k < s.first + s.count; ++k) {
      entry const& e = p_.entries[k];
      bool const in_memory = e.kind == entry_kind::load ? !of_[e.node].leaf : e.kind == entry_kind::reduce || e.kept;
      if (!in_memory || !ir::contains(g_.nodes[e.node].axes, lane_axis)) continue;
      buffer const layout = layout_of(g_.nodes[e.node].axes);
      if (layout.axes[layout.rank - 1] != lane_axis) return false;
    }
    return true;
  }

  /// The axes of an array in memory, without the rows.
  [[nodiscard]] constexpr buffer layout_of(ir::axis_set axes) const {
    axes &= ~stream_bit_;
    buffer layout;
    for (int k = 0; k < order_.size() && axes != 0 && layout.rank < ir::max_rank; ++k) {
      if (!ir::contains(axes, order_[k])) continue;
      layout.axes[layout.rank++] = order_[k];
      axes &= ~ir::axis_bit(order_[k]);
    }
    return layout;
  }

  // ---- where: buffers for what leaves its loop

  constexpr void find_kept() {
    entry* const entries = p_.entries.begin();
    int const count = p_.entries.size();
    for (step const& current : p_.steps) {
      for (int k = current.first; k < current.first + current.count; ++k) {
        entry const& e = entries[k];
        if (e.kind == entry_kind::compute && !current.is_scan) continue;
        if (e.kind == entry_kind::load) of_[positions_ ? dependency_of_load(e.node) : e.node].kept = true;
        if (e.kind == entry_kind::reduce || e.kind == entry_kind::scatter) of_[e.node].kept = true;
        if (e.kind == entry_kind::gather) of_[argument(e.node, 0)].kept = true;
        if (current.is_contraction || current.is_scan)
          for (int m = 0; m < g_.nodes[e.node].count; ++m) of_[argument(e.node, m)].kept = true;
        if (current.is_scan) of_[e.node].kept = true;
      }
    }
    for (entry* each = entries; each != entries + count; ++each)
      if (each->kind == entry_kind::compute || each->kind == entry_kind::gather) each->kept = of_[each->node].kept;
  }
  [[nodiscard]] constexpr int dependency_of_load(int id) const { return of_[id].leaf && is_gather(id) ? argument(id, 0) : id; }
  constexpr void assign_buffers() {
    p_.buffer_of.reserve(g_.node_count);
    for (int id = 0; id < g_.node_count; ++id) {
      p_.buffer_of.push_back(-1);
      if (!of_[id].kept || of_[id].leaf) continue;
      buffer made = layout_of(g_.nodes[id].axes);
      if (of_[id].direct >= 0) {
        ir::output const& out = g_.outputs[of_[id].direct];
        made = {.rank = out.rank, .output = of_[id].direct};
        for (int d = 0; d < out.rank; ++d) made.axes[d] = out.axes[d];
      }
      made.node = id;
      made.kind = of_[id].streamed ? storage::block : storage::global;
      if (ir::count(g_.nodes[id].axes & ~stream_bit_) > ir::max_rank) p_.graph.fail("a value varies along more than six axes; split the expression");
      p_.buffer_of.back() = p_.buffers.size();
      p_.buffers.push_back(made);
    }
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
  vec<facts> list_;
  facts* of_;
  vec<int> order_;  // of all axes, slowest first
  program p_;
};

}  // namespace detail

/// The program for a lowered graph.
[[nodiscard]] constexpr program schedule(ir::graph_view const& g, int stream) { return detail::scheduler(g, stream).run(); }

}  // namespace gradsmith::pass
