// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Finds triangles: factors such as where(d >= e, q(d, e), 0), of which a matrix product needs half, and results that only such
// factors meet.
#pragma once

#include <gradsmith/ir/frozen.hpp>
#include <gradsmith/op/compare.hpp>
#include <gradsmith/op/lowered.hpp>
#include <gradsmith/op/where.hpp>

namespace gradsmith::pass::detail {

/// Whether a comparison can have the outcome where the position along `far` is beyond that along `near`. Comparisons of
/// these two are decided there; of others nothing is known.
[[nodiscard]] constexpr bool may_be(ir::graph_view const& g, int condition, bool outcome, int far, int near) {
  ir::node const& n = g.nodes[condition];
  if (n.op->select == nullptr || n.count != 2) return true;
  ir::node const& left = g.nodes[g.edges[n.first].node];
  ir::node const& right = g.nodes[g.edges[n.first + 1].node];
  if (left.op->kind != ir::form::index || right.op->kind != ir::form::index) return true;
  if (!(left.tag == far && right.tag == near) && !(left.tag == near && right.tag == far)) return true;
  bool const left_is_larger = left.tag == far;
  if (n.op == &ir::info<op::eq>) return !outcome;
  if (n.op == &ir::info<op::ne>) return outcome;
  if (n.op == &ir::info<op::gt> || n.op == &ir::info<op::ge>) return outcome == left_is_larger;
  if (n.op == &ir::info<op::lt> || n.op == &ir::info<op::le>) return outcome != left_is_larger;
  return true;
}

/// Whether the node is 0 wherever the position along `far` is beyond that along `near`.
[[nodiscard]] constexpr bool vanishes_beyond(ir::graph_view const& g, int id, int far, int near) {
  ir::node const& n = g.nodes[id];
  if (n.op->kind == ir::form::literal) return n.value == 0;
  if (n.op != &ir::info<op::where> || !ir::contains(n.axes, far) || !ir::contains(n.axes, near)) return false;
  ir::edge const* const arguments = g.edges + n.first;
  return (!may_be(g, arguments[0].node, true, far, near) || vanishes_beyond(g, arguments[1].node, far, near)) &&
         (!may_be(g, arguments[0].node, false, far, near) || vanishes_beyond(g, arguments[2].node, far, near));
}

/// Which triangle the factors of a product form that vary within the axes of one operand of a contraction: op::contraction::lower if
/// they are 0 wherever the position along `summed` is beyond that along `kept`, upper if wherever it is before it, else full.
[[nodiscard]] constexpr int triangle_of(ir::graph_view const& g, int product, ir::axis_set operand, int kept, int summed) {
  ir::node const& n = g.nodes[product];
  for (int k = 0; k < n.count; ++k) {
    ir::edge const factor = g.edges[n.first + k];
    if (factor.weight <= 0 || !ir::is_subset(g.nodes[factor.node].axes, operand)) continue;
    if (vanishes_beyond(g, factor.node, summed, kept)) return op::contraction::lower;
    if (vanishes_beyond(g, factor.node, kept, summed)) return op::contraction::upper;
  }
  return op::contraction::full;
}

/// Whether a node is used in products only that are 0 wherever the position along `far` is beyond that along `near`.
[[nodiscard]] constexpr bool is_unused_beyond(ir::graph_view const& g, vec<bool> const& live, int id, int far, int near) {
  bool is_used = false;
  for (int k = 0; k < g.output_count; ++k)
    if (g.outputs[k].node == id) return false;
  for (int user = id + 1; user < g.node_count; ++user) {
    ir::node const& n = g.nodes[user];
    bool uses = false, vanishes = false;
    for (int k = 0; live.items[user] && k < n.count; ++k) uses = uses || g.edges[n.first + k].node == id;
    if (!uses) continue;
    for (int k = 0; n.op->kind == ir::form::product && k < n.count; ++k) {
      ir::edge const factor = g.edges[n.first + k];
      vanishes = vanishes || (factor.node != id && factor.weight > 0 && vanishes_beyond(g, factor.node, far, near));
    }
    if (!vanishes) return false;
    is_used = true;
  }
  return is_used;
}

/// What of a sum along which `first` and `second` remain is asked for, as op::contraction says it.
[[nodiscard]] constexpr int triangle_used(ir::graph_view const& g, vec<bool> const& live, int id, int first, int second) {
  if (is_unused_beyond(g, live, id, second, first)) return op::contraction::lower;
  if (is_unused_beyond(g, live, id, first, second)) return op::contraction::upper;
  return op::contraction::full;
}

}  // namespace gradsmith::pass::detail
