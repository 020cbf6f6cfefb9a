// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The same node with other arguments, perhaps in another graph: what every pass that copies is made of.
#pragma once

#include <gradsmith/ir/apply.hpp>

namespace gradsmith::ir {

/// Where the axes of one graph stand in another; the identity until told otherwise.
struct axis_map {
  bool identity = true;
  int to[max_axes]{};

  constexpr void send(int from, int target) {
    if (identity)
      for (int k = 0; k < max_axes; ++k) to[k] = k;
    identity = false;
    to[from] = target;
  }
  [[nodiscard]] constexpr int operator()(int axis) const noexcept { return identity ? axis : to[axis]; }
  [[nodiscard]] constexpr axis_set operator()(axis_set set) const noexcept {
    if (identity) return set;
    axis_set mapped = 0;
    for (; set != 0; set = without_first(set)) mapped |= axis_bit(to[first_axis(set)]);
    return mapped;
  }
};

/// The node `n` with the arguments `edges` (nodes of `g`), its axes sent through `axes`.
[[nodiscard]] constexpr ref remake(graph& g, node const& n, edge const* edges, axis_map const& axes) {
  switch (n.op->kind) {
    case form::literal: return literal(g, n.value);
    case form::index: return index(g, axes(n.tag));
    case form::extent: return extent(g, axes(n.tag));
    case form::wildcard: return wildcard(g, n.tag);
    case form::sum: return make_sum(g, edges, n.count, n.value);
    case form::product: return make_product(g, edges, n.count, 1);
    case form::symbol: {
      int indices[max_rank]{};
      for (int k = 0; k < n.count; ++k) indices[k] = g[edges[k].node].tag;
      return symbol_at(g, n.tag, indices, n.count);
    }
    case form::derivative:
    case form::let: {
      node copy = n;
      copy.axes = axes(n.axes);
      copy.bound = axes(n.bound);
      return {&g, g.intern(copy, edges, n.count)};
    }
    default: break;
  }
  if (n.op->remake != nullptr) return n.op->remake(g, n, edges);
  ref arguments[4]{};
  for (int k = 0; k < n.count; ++k) arguments[k] = {&g, edges[k].node};
  return make_node(g, *n.op, axes(n.bound), arguments);
}

}  // namespace gradsmith::ir
