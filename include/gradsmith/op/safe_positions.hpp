// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Choices and positions: where(j < i, q(i*(i - 1)/2 + j), 0) reads nothing where the condition does not hold.
#pragma once

#include <gradsmith/ir/gather.hpp>

namespace gradsmith::op {

/// x with a safe position, the first, in every gather for which a choice does not ask. `choose(p)`: p where the
/// choice asks for x, else 0; the choice varies along `axes`. A gather below a reduction over one of these stays as it
/// is: the choice is not made inside of that.
[[nodiscard]] constexpr ref with_safe_positions(ref x, ir::axis_set axes, auto&& choose) {
  ir::graph& g = *x.graph;
  vec<bool> reached(x.id + 1);
  vec<bool> captured(x.id + 1);
  reached[x.id] = true;
  bool any = false;
  for (int id = x.id; id >= 0; --id) {
    if (!reached[id]) continue;
    bool const captures = captured[id] || (g.kind(id) != ir::form::gather && (g[id].bound & axes) != 0);
    any = any || (g.kind(id) == ir::form::gather && !captured[id]);
    for (int k = 0; k < g[id].count; ++k) {
      reached[g.argument(id, k).node] = true;
      if (captures) captured[g.argument(id, k).node] = true;
    }
  }
  if (!any) return x;
  vec<int> moved(x.id + 1);
  vec<ir::edge> arguments;
  for (int id = 0; id <= x.id; ++id) {
    moved[id] = id;
    if (!reached[id] || captured[id]) continue;
    ir::node const n = g[id];
    bool same = true;
    arguments.truncate(0);
    for (int k = 0; k < n.count; ++k) {
      ir::edge const old = g.argument(id, k);
      bool const is_position = n.op->kind == ir::form::gather && k > 0 && k % 2 == 0 && !g.is_literal(old.node);
      arguments.push_back({is_position ? choose(ref{&g, moved[old.node]}).id : moved[old.node], old.weight});
      same = same && arguments.back().node == old.node;
    }
    if (!same) moved[id] = ir::remake(g, n, arguments.begin(), {}).id;
  }
  return {&g, moved[x.id]};
}

}  // namespace gradsmith::op
