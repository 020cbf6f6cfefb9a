// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Decides what runs when: before the data, per block of rows, after them, in as many passes as needed;
// fuses elementwise nodes into loops, and gives a buffer to what leaves its loop.
//
// Requires: a lowered graph. Establishes: every live node is computed once per pass that needs it, after
// its arguments.
#pragma once

#include <gradsmith/pass/axis_order.hpp>
#include <gradsmith/pass/program.hpp>
#include <gradsmith/pass/timing.hpp>

namespace gradsmith::pass {

namespace detail {

class scheduler : timing {
 public:
  constexpr scheduler(ir::graph_view const& g, int stream) : timing(g, stream), order_(axis_order(g)) {
    p_.graph = ir::thaw(g);
    p_.entries.reserve(g.node_count + g.edge_count);
    p_.stream = stream;
  }

  constexpr program run() {
    assign_slots();
    p_.slots = slots_;
    for (int slot = 0; slot < slots_; ++slot) {
      vec<vec<int>> const levels = levels_of(slot);
      for (int depth = 0; depth < levels.size(); ++depth) emit_level(slot, depth, levels[depth]);
    }
    find_kept();
    find_lanes();
    assign_buffers();
    return std::move(p_);
  }

 private:
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

  vec<int> order_;  // of all axes, slowest first
  program p_;
};

}  // namespace detail

/// The program for a lowered graph.
[[nodiscard]] constexpr program schedule(ir::graph_view const& g, int stream) { return detail::scheduler(g, stream).run(); }

}  // namespace gradsmith::pass
