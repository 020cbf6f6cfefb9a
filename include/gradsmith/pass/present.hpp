// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A graph as a person would write it, for printing only: a sum over a condition is called pick again, a sum
// divided by the extent of its axis a mean, and such divisors stand where a mean can take them.
#pragma once

#include <gradsmith/op/logical.hpp>
#include <gradsmith/op/mean.hpp>
#include <gradsmith/op/pick.hpp>
#include <gradsmith/pass/copy.hpp>

namespace gradsmith::pass {

namespace detail {

/// The node of this operation with these axes and arguments, whatever its canonical form is.
constexpr int as_written(ir::graph& g, ir::operation const& op, ir::axis_set axes, ir::axis_set bound, vec<ir::edge> const& arguments) {
  return g.intern({.op = &op, .axes = axes, .bound = bound}, arguments.begin(), arguments.size());
}

[[nodiscard]] constexpr vec<ir::edge> arguments_of(auto... ids) {
  vec<ir::edge> list;
  (list.push_back({ids, 1}), ...);
  return list;
}

/// sum(c, where(index(c) == label, e, 0)) is pick(c, e, label).
constexpr int present_pick(ir::graph& g, int id) {
  ir::node const n = g[id];
  int const choice = g.argument(id, 0).node;
  if (g[choice].op != &ir::info<op::where>) return id;
  int const condition = g.argument(choice, 0).node, entry = g.argument(choice, 1).node, rest = g.argument(choice, 2).node;
  bool const is_zero_elsewhere = g.is_literal(rest) && g[rest].value == 0;
  if (g[condition].op != &ir::info<op::eq> || !is_zero_elsewhere || g.is_literal(entry)) return id;
  for (int side = 0; side < 2; ++side) {
    ir::node const index = g[g.argument(condition, side).node];
    int const label = g.argument(condition, 1 - side).node;
    if (index.op->kind != ir::form::index || !ir::contains(n.bound, index.tag) || ir::contains(g[label].axes, index.tag)) continue;
    ir::axis_set const along = ir::axis_bit(index.tag);
    int const picked = as_written(g, ir::info<op::pick>, g[choice].axes & ~along, along, arguments_of(entry, label));
    return n.bound == along ? picked : as_written(g, *n.op, n.axes, n.bound & ~along, arguments_of(picked));
  }
  return id;
}

/// Takes the divisions by extents of axes in `bound` out of the factors; which axes these were.
constexpr ir::axis_set take_divisors(ir::graph const& g, vec<ir::edge>& factors, ir::axis_set bound) {
  ir::axis_set taken = 0;
  int kept = 0;
  for (int k = 0; k < factors.size(); ++k) {
    ir::node const& n = g[factors[k].node];
    if (n.op->kind == ir::form::extent && factors[k].weight == -1 && ir::contains(bound, n.tag)) taken |= ir::axis_bit(n.tag);
    else factors[kept++] = factors[k];
  }
  factors.truncate(kept);
  return taken;
}

/// sum(i, e) / extent(i) is mean(i, e), also among other factors and with other axes.
constexpr int present_mean(ir::graph& g, int id) {
  ir::node const n = g[id];
  vec<ir::edge> factors;
  for (int k = 0; k < n.count; ++k) factors.push_back(g.argument(id, k));
  for (int k = 0; k < n.count; ++k) {
    ir::edge const factor = g.argument(id, k);
    ir::node const total = g[factor.node];
    if (total.op != &ir::info<op::sum> || factor.weight != 1) continue;
    ir::axis_set const along = take_divisors(g, factors, total.bound), others = total.bound & ~along;
    if (along == 0) continue;
    int summed = g.argument(factor.node, 0).node;
    if (others != 0) summed = as_written(g, *total.op, g[summed].axes & ~others, others, arguments_of(summed));
    int const mean = as_written(g, ir::info<op::mean>, total.axes, along, arguments_of(summed));
    for (ir::edge& each : factors)
      if (each.node == factor.node) each.node = mean;
  }
  if (factors.size() == n.count) return id;
  if (factors.size() == 1 && factors[0].weight == 1) return factors[0].node;
  return as_written(g, *n.op, n.axes, 0, factors);
}

/// Whether the node is something divided by the extent of this axis, or 0.
[[nodiscard]] constexpr bool is_divided_by_extent(ir::graph const& g, int id, int axis) {
  if (g.is_literal(id)) return g[id].value == 0;
  if (g.kind(id) == ir::form::sum && ir::is_scaled(g[id])) id = g.argument(id, 0).node;
  for (int k = 0; g.kind(id) == ir::form::product && k < g[id].count; ++k)
    if (ir::edge const factor = g.argument(id, k); factor.weight < 0 && g.kind(factor.node) == ir::form::extent && g[factor.node].tag == axis) return true;
  return false;
}
/// The axis by whose extent the node is divided; -1 if it is not.
[[nodiscard]] constexpr int divisor_of(ir::graph const& g, int id) {
  if (g.kind(id) == ir::form::sum && ir::is_scaled(g[id])) id = g.argument(id, 0).node;
  for (int k = 0; g.kind(id) == ir::form::product && k < g[id].count; ++k)
    if (ir::edge const factor = g.argument(id, k); factor.weight < 0 && g.kind(factor.node) == ir::form::extent) return g[factor.node].tag;
  return -1;
}

/// a/n + b/n is (a + b)/n: differentiation multiplies each term by what a mean divides by.
constexpr int present_common_divisor(ir::graph& g, int id) {
  ir::node const n = g[id];
  if (n.count < 2 || n.value != 0) return id;
  int const axis = divisor_of(g, g.argument(id, 0).node);
  if (axis < 0) return id;
  for (int k = 1; k < n.count; ++k)
    if (!is_divided_by_extent(g, g.argument(id, k).node, axis)) return id;
  ref const extent = ir::extent(g, axis);
  vec<ir::edge> terms;
  for (int k = 0; k < n.count; ++k)
    if (ir::edge const term = g.argument(id, k); !g.is_literal(term.node)) terms.push_back({(ref{&g, term.node} * extent).id, term.weight});
  return (ir::make_sum(g, terms, 0) / extent).id;
}

/// The same of where(c, a/n, b/n); and where(a, b, 0) of two conditions is a && b.
constexpr int present_choice(ir::graph& g, int id) {
  ref const condition{&g, g.argument(id, 0).node};
  ref const chosen{&g, g.argument(id, 1).node}, other{&g, g.argument(id, 2).node};
  bool const both = !condition.node().op->infix.empty() && !chosen.node().op->infix.empty() && g.is_literal(other.id) && other.node().value == 0;
  if (both) return as_written(g, ir::info<op::logical_and>, g[id].axes, 0, arguments_of(condition.id, chosen.id));
  int const axis = divisor_of(g, chosen.id) >= 0 ? divisor_of(g, chosen.id) : divisor_of(g, other.id);
  if (axis < 0 || !is_divided_by_extent(g, chosen.id, axis) || !is_divided_by_extent(g, other.id, axis)) return id;
  ref const extent = ir::extent(g, axis);
  auto const without = [&](ref x) { return g.is_literal(x.id) ? x : x * extent; };
  return (where(condition, without(chosen), without(other)) / extent).id;
}

/// What differentiation leaves of a sum that a rule found to be 0, as 0/extent(k): the product of 0 and what is finite.
constexpr int without_zero_terms(ir::graph& g, int id) {
  ir::node const n = g[id];
  if (n.op->kind != ir::form::sum) return id;
  vec<ir::edge> terms;
  for (int k = 0; k < n.count; ++k)
    if (g.argument(id, k).weight != 0) terms.push_back(g.argument(id, k));
  return terms.size() == n.count ? id : ir::make_sum(g, terms.begin(), terms.size(), n.value).id;
}

constexpr int present_node(ir::graph& g, int id) {
  if (g[id].op == &ir::info<op::sum>) return present_pick(g, id);
  if (g.kind(id) == ir::form::product) return present_mean(g, id);
  if (g.kind(id) == ir::form::sum) return present_common_divisor(g, id);
  if (g[id].op == &ir::info<op::where>) return present_choice(g, id);
  return id;
}

}  // namespace detail

/// The graph without terms 0*x: the same wherever x is finite. For formulas that were worked out; one that is printed as it
/// was written keeps them.
[[nodiscard]] constexpr ir::graph without_zeros(ir::graph_view const& old) {
  ir::graph g = ir::with_tables_of(old);
  if (g.failed()) return g;
  g.rewrite = &detail::without_zero_terms;
  copy_live(old, g, [&](int id, ir::edge const* arguments) { return ir::remake(g, old.nodes[id], arguments, {}); });
  return g;
}

/// The graph with what reads better put in; not for evaluation.
[[nodiscard]] constexpr ir::graph present(ir::graph_view const& old) {
  ir::graph g = ir::with_tables_of(old);
  if (g.failed()) return g;
  g.rewrite = &detail::present_node;
  copy_live(old, g, [&](int id, ir::edge const* arguments) { return ir::remake(g, old.nodes[id], arguments, {}); });
  return g;
}

}  // namespace gradsmith::pass
