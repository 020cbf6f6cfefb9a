// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Axes that run over a part of another one: in x(r + 1) - x(r) with x declared along h, r has an extent of its own.
//
// Requires: a parsed graph. Establishes: where r is in a position along h, x(r) is a gather too, so that nothing
// takes r for a second name of h, which would have as many positions.
#pragma once

#include <gradsmith/ir/gather.hpp>
#include <gradsmith/pass/copy.hpp>

namespace gradsmith::pass {

namespace detail {

/// For each axis, the origins of those along which it is in positions.
class shifts {
 public:
  constexpr explicit shifts(ir::graph const& g, vec<bool> const& live) : along_(g.axes.size()) {
    for (int id = 0; id < g.nodes.size(); ++id) {
      if (!live[id] || g.kind(id) != ir::form::gather) continue;
      for (int k = 0; k < ir::number_of_slots(g[id]); ++k) {
        ir::placement const each = ir::placement_of(g, id, k);
        note(g, each.position, g.axes[each.slot].origin);
      }
    }
  }
  [[nodiscard]] constexpr bool any() const { return any_; }
  [[nodiscard]] constexpr bool operator()(int axis, int along) const { return axis != along && ir::contains(along_[axis], along); }

 private:
  /// The axes that a position is made of; not those along which an input holds positions.
  constexpr void note(ir::graph const& g, int position, int along) {
    ir::node const& n = g[position];
    if (n.op->kind == ir::form::index) {
      any_ = any_ || n.tag != along;
      along_[n.tag] |= ir::axis_bit(along);
    }
    if (n.op->kind == ir::form::symbol || n.op->kind == ir::form::gather) return;
    for (int k = 0; k < n.count; ++k) note(g, g.argument(position, k).node, along);
  }
  vec<ir::axis_set> along_;
  bool any_ = false;
};

/// A slot along `declared` that nothing else of the symbol stands at: within at(j, softmax(j, q(l, j)), l), one is taken.
constexpr int unused_slot(ir::graph& g, ir::node const& n, ir::edge const* arguments, int declared, vec<ir::placement> const& all) {
  for (int number = 1;; ++number) {
    int const slot = g.slot_axis(declared, number);
    bool used = false;
    for (int d = 0; d < n.count; ++d) used = used || g[arguments[d].node].tag == slot;
    for (ir::placement const& each : all) used = used || each.slot == slot;
    if (!used || g.failed()) return slot;
  }
}

/// A symbol with gathers in the place of the axes that run over a part of its own.
constexpr ref detached(ir::graph& g, ir::node const& n, ir::edge const* arguments, shifts const& shifted) {
  int indices[ir::max_rank]{};
  vec<ir::placement> all;
  for (int d = 0; d < n.count; ++d) {
    int const axis = g[arguments[d].node].tag;
    int const declared = g.symbols[n.tag].axes[d];
    bool const shift = shifted(axis, declared);
    indices[d] = shift ? unused_slot(g, n, arguments, declared, all) : axis;
    if (shift) all.push_back({indices[d], ir::index(g, axis).id});
  }
  return ir::gather(ir::symbol_at(g, n.tag, indices, n.count), all);
}

}  // namespace detail

/// The graph, in which axes that shift positions are second names of no others.
[[nodiscard]] constexpr ir::graph detach(ir::graph old) {
  vec<bool> const live = live_nodes(ir::view_of(old));
  detail::shifts const shifted(old, live);
  if (!shifted.any()) return old;
  ir::graph g = ir::with_tables_of(ir::view_of(old));
  for (ir::let_record const* each : old.lets) g.lets.push_back(each);
  g.written = old.written;
  vec<int> moved(old.nodes.size());
  vec<ir::edge> arguments;
  for (int id = 0; id < old.nodes.size(); ++id) {
    if (!live[id]) continue;
    ir::node const& n = old[id];
    arguments.truncate(0);
    for (int k = 0; k < n.count; ++k) arguments.push_back({moved[old.argument(id, k).node], old.argument(id, k).weight});
    if (n.op->kind == ir::form::derivative) {
      // What it is taken by is the symbol as it is written.
      int const by = old.argument(id, 1).node;
      int indices[ir::max_rank]{};
      for (int d = 0; d < old[by].count; ++d) indices[d] = old[old.argument(by, d).node].tag;
      arguments[1].node = ir::symbol_at(g, old[by].tag, indices, old[by].count).id;
    }
    moved[id] = (n.op->kind == ir::form::symbol ? detail::detached(g, n, arguments.begin(), shifted) : ir::remake(g, n, arguments.begin(), {})).id;
  }
  for (ir::output out : old.outputs) {
    out.node = moved[out.node];
    g.outputs.push_back(out);
  }
  return g;
}

}  // namespace gradsmith::pass
