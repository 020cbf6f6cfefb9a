// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Renaming a free axis of a subexpression: e with k for j. In a reduction or gather that would capture k, the two change
// places, bound or free: sum(k, f(j, k)) becomes sum(j, f(k, j)). That is always valid, needs no new axis, and a
// symmetric f stays the node that it was.
#pragma once

#include <gradsmith/ir/remake.hpp>

namespace gradsmith::ir {

namespace detail {

class substitution {
 public:
  constexpr substitution(graph& g, int from, int to, bool both_ways = false)
      : g_(g), done_(g.nodes.size()), from_(from), to_(to), both_ways_(both_ways), moved_(axis_bit(from)) {
    map_.send(from, to);
    if (!both_ways) return;
    map_.send(to, from);
    moved_ |= axis_bit(to);
  }
  constexpr int operator()(int id) {
    if ((g_[id].axes & moved_) == 0) return id;
    if (done_[id] != 0) return done_[id] - 1;
    node const n = g_[id];
    if (!both_ways_ && (n.op->kind == form::reduction || n.op->kind == form::gather) && contains(n.bound, to_)) {
      int const made = substitution{g_, from_, to_, true}(id);
      if (id < done_.size()) done_[id] = made + 1;
      return made;
    }
    if (!both_ways_ && n.op->kind == form::along && (contains(n.bound, to_) || (contains(n.bound, from_) && contains(n.axes, to_))))
      g_.fail("an axis is used twice under softmax: softmax(k, ...) cannot be indexed by k from outside; use another axis");
    edge arguments[max_small]{};
    vec<edge> many(n.count > max_small ? n.count : 0);
    edge* const list = n.count > max_small ? many.begin() : arguments;
    for (int k = 0; k < n.count; ++k) {
      edge const old = g_.edges[n.first + k];
      list[k] = {(*this)(old.node), old.weight};
    }
    int const made = remake(g_, n, list, map_).id;
    if (id < done_.size()) done_[id] = made + 1;
    return made;
  }

 private:
  static constexpr int max_small = 6;

  graph& g_;
  vec<int> done_;  // node + 1 of what a node became
  axis_map map_;
  int from_;
  int to_;
  bool both_ways_;
  axis_set moved_;
};

}  // namespace detail

/// Whether renaming `from` to `to` in x would change what an operation works along: softmax(o, z(i, o)) at o = i is not
/// softmax(i, z(i, i)).
[[nodiscard]] constexpr bool would_capture(ref x, int from, int to) {
  graph const& g = *x.graph;
  vec<bool> reached(x.id + 1);
  reached[x.id] = true;
  for (int id = x.id; id >= 0; --id) {
    if (!reached[id] || !contains(g[id].axes, from)) continue;
    if (g.kind(id) == form::along && (contains(g[id].bound, to) || (contains(g[id].bound, from) && contains(g[id].axes, to)))) return true;
    for (int k = 0; k < g[id].count; ++k) reached[g.argument(id, k).node] = true;
  }
  return false;
}

/// x with the axis `to` in place of its free axis `from`.
[[nodiscard]] constexpr ref substitute_axis(ref x, int from, int to) {
  return from == to ? x : ref{x.graph, detail::substitution{*x.graph, from, to}(x.id)};
}

/// Whether any reduction under x runs over one of `axes`.
[[nodiscard]] constexpr bool binds_any(ref x, axis_set axes) {
  graph const& g = *x.graph;
  vec<bool> reached(x.id + 1);
  reached[x.id] = true;
  for (int id = x.id; id >= 0; --id) {
    if (!reached[id]) continue;
    if ((g[id].bound & axes) != 0) return true;
    for (int k = 0; k < g[id].count; ++k) reached[g.argument(id, k).node] = true;
  }
  return false;
}

/// A node used as the position along an axis: a symbol there holds integers.
constexpr void mark_as_index(ref label, axis_set along) {
  if (label.node().op->kind == form::symbol) label.graph->symbols[label.node().tag].index_of |= along;
}
/// A node that pick chooses by.
constexpr void mark_as_label(ref label, axis_set along) {
  mark_as_index(label, along);
  if (label.node().op->kind == form::symbol) label.graph->symbols[label.node().tag].label_of |= along;
}

}  // namespace gradsmith::ir
