// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The backward walk made visible: every node of a loss, and the derivative of the loss by it, as outputs.
//
// Requires: the parsed graph of a loss. Establishes: no derivative node is left; the outputs are pairs of a node of the
// loss and its adjoint. With l = square(w*x - y): w*x and its adjoint 2*(w*x - y), w and its adjoint 2*(w*x - y)*x, and so on.
#pragma once

#include <gradsmith/pass/differentiate.hpp>

namespace gradsmith::pass {

/// Where in the outputs a node of the loss and its adjoint stand; -1 for the adjoint of what depends on no parameter.
struct node_outputs {
  int node;
  int value;
  int adjoint;
};

struct graph_with_adjoints {
  ir::graph graph;
  vec<node_outputs> nodes;
};

namespace detail {

/// Adds the output `id` along the axes of `node`: a symbol's as it names them, others in their order in the graph. (An
/// adjoint may be the same along some axes of its node.)
constexpr int add_node_output(ir::graph& g, int id, int node) {
  ir::output out{.node = id};
  ir::axis_set rest = g[node].axes;
  if (ir::count(rest) > ir::max_rank) g.fail("an output has more than six axes");
  for (int d = 0; g.kind(node) == ir::form::symbol && d < g[node].count; ++d) {
    int const axis = g[g.argument(node, d).node].tag;
    if (!ir::contains(rest, axis)) continue;      // on a diagonal it stands twice
    out.axes[out.rank++] = axis;
    rest &= ~ir::axis_bit(axis);
  }
  for (; rest != 0 && out.rank < ir::max_rank; rest = ir::without_first(rest))
    out.axes[out.rank++] = ir::first_axis(rest);
  g.outputs.push_back(out);
  return g.outputs.size() - 1;
}

}  // namespace detail

/// The graph of a loss, numbers and positions along axes left out, with the derivative of the loss by each node.
[[nodiscard]] constexpr graph_with_adjoints with_adjoints(ir::graph_view const& loss) {
  graph_with_adjoints made{.graph = differentiate(loss), .nodes = {}};
  ir::graph& g = made.graph;
  if (g.failed()) return made;
  int const root = g.outputs[0].node;
  vec<bool> wanted(g.symbols.size());
  for (int s = 0; s < g.symbols.size(); ++s) wanted[s] = g.symbols[s].kind == ir::role::parameter;
  vec<bool> live(root + 1);
  live[root] = true;
  for (int id = root; id >= 0; --id)
    for (int k = 0; live[id] && k < g[id].count; ++k) live[g.argument(id, k).node] = true;

  detail::adjoint_sweep sweep({&g, root}, wanted);
  g.outputs.truncate(0);
  for (int id = 0; id <= root; ++id) {
    if (!live[id] || g.is_literal(id) || g.kind(id) == ir::form::index) continue;
    ref const adjoint = sweep.adjoint_of(id);
    int const value = detail::add_node_output(g, id, id);
    made.nodes.push_back({id, value, adjoint.exists() ? detail::add_node_output(g, adjoint.id, id) : -1});
  }
  return made;
}

}  // namespace gradsmith::pass
