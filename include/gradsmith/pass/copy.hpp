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
  vec<bool> live(g.node_count);
  for (int k = 0; k < g.output_count; ++k) live[g.outputs[k].node] = true;
  for (int id = g.node_count - 1; id >= 0; --id) {
    if (!live[id]) continue;
    for (int k = 0; k < g.nodes[id].count; ++k) live[g.edges[g.nodes[id].first + k].node] = true;
  }
  return live;
}

/// Fills `g` with the live nodes of `old`, each as `copy_node(old id, arguments in g)` returns it, and
/// with its outputs.
constexpr void copy_live(ir::graph_view const& old, ir::graph& g, auto&& copy_node) {
  vec<bool> const live = live_nodes(old);
  vec<int> moved(old.node_count);
  vec<ir::edge> arguments;
  for (int id = 0; id < old.node_count; ++id) {
    if (!live[id]) continue;
    ir::node const& n = old.nodes[id];
    arguments.truncate(0);
    for (int k = 0; k < n.count; ++k) {
      ir::edge const argument = old.edges[n.first + k];
      arguments.push_back({moved[argument.node], argument.weight});
    }
    moved[id] = copy_node(id, arguments.begin()).id;
  }
  for (int k = 0; k < old.output_count; ++k) {
    ir::output out = old.outputs[k];
    out.node = moved[out.node];
    g.outputs.push_back(out);
  }
}

}  // namespace gradsmith::pass
