// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Copying the live part of a graph into a new one, node by node: the frame of most passes.
#pragma once

#include <gradsmith/ir/frozen.hpp>
#include <gradsmith/ir/remake.hpp>

namespace gradsmith::pass {

/// Which nodes the outputs need; the rest is dead.
[[nodiscard]] constexpr vec<bool> live_nodes(ir::graph_view const& g) {
  vec<bool> list(g.node_count);
  bool* const live = list.begin();
  for (int k = 0; k < g.output_count; ++k) live[g.outputs[k].node] = true;
  for (int id = g.node_count - 1; id >= 0; --id) {
    if (!live[id]) continue;
    ir::edge const* const first = g.edges + g.nodes[id].first;
    for (ir::edge const* each = first; each != first + g.nodes[id].count; ++each) live[each->node] = true;
  }
  return list;
}

/// Whether the order of the arguments is part of the canonical form.
[[nodiscard]] constexpr bool is_ordered(ir::node const& n) noexcept {
  return n.op->kind == ir::form::sum || n.op->kind == ir::form::product || n.op->commutative;
}

/// Fills `g` with the live nodes of `old`, each as `copy_node(old id, arguments in g)` returns it, and
/// with its outputs. A node whose arguments came over as they were is canonical as it is,
/// unless the normal form is wanted.
constexpr void copy_live(ir::graph_view const& old, ir::graph& g, auto&& copy_node) {
  g.reserve(old.node_count, old.edge_count);
  vec<bool> const live_list = live_nodes(old);
  vec<int> moved_list(old.node_count);
  vec<bool> same_list(old.node_count);
  bool const* const live = live_list.begin();
  int* const moved = moved_list.begin();
  bool* const same = same_list.begin();
  vec<ir::edge> arguments;
  for (int id = 0; id < old.node_count; ++id) {
    if (!live[id]) continue;
    ir::node const& n = old.nodes[id];
    ir::edge const* const list = old.edges + n.first;
    bool unchanged = n.op->kind != ir::form::derivative && !g.expanding;
    arguments.truncate(0);
    for (int k = 0; k < n.count; ++k) {
      int const to = moved[list[k].node];
      unchanged = unchanged && same[list[k].node] && (k == 0 || to > arguments.back().node || !is_ordered(n));
      arguments.push_back({to, list[k].weight});
    }
    if (unchanged) {
      ir::node copy = n;
      copy.becomes = -1;
      int const copied = g.intern(copy, arguments.begin(), n.count);
      moved[id] = ir::finished(g, copied).id;
      same[id] = moved[id] == copied;
    } else {
      moved[id] = copy_node(id, arguments.begin()).id;
    }
  }
  for (int k = 0; k < old.output_count; ++k) {
    ir::output out = old.outputs[k];
    out.node = moved[out.node];
    g.outputs.push_back(out);
  }
}

}  // namespace gradsmith::pass
