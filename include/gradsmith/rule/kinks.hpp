// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// What derivatives of kinks are made of, in fewer operations: clipped residuals, shares of a tie.
#pragma once

#include <gradsmith/op/abs.hpp>
#include <gradsmith/op/clamp.hpp>
#include <gradsmith/op/sign.hpp>
#include <gradsmith/op/tie_share.hpp>
#include <gradsmith/op/where.hpp>
#include <gradsmith/rule/table.hpp>

namespace gradsmith::rules {

/// The weight and the node of c*x; 1 and x itself if it is no multiple.
constexpr ir::edge multiple_of(ref x) {
  return x.node().op == &ir::sum_record && ir::is_scaled(x.node()) ? x.graph->argument(x.id, 0) : ir::edge{x.id, 1};
}

/// where(abs(x) <= c, x, c*sign(x)), as the derivative of Huber's loss, is x clipped to [-c, c]; also with <.
constexpr ref clipped_argument(ref y) {
  ir::graph& g = *y.graph;
  auto const part = [&](int of, int k) { return ref{&g, g.argument(of, k).node}; };
  ref const condition = part(y.id, 0), inside = part(y.id, 1), outside = part(y.id, 2);
  if (condition.node().op != &ir::info<op::le> && condition.node().op != &ir::info<op::lt>) return {};
  ref const size = part(condition.id, 0), bound = part(condition.id, 1);
  if (size.node().op != &ir::info<op::abs> || !g.is_literal(bound.id)) return {};
  double const c = bound.node().value;
  if (!(c > 0)) return {};
  ref const x = part(size.id, 0);
  ir::edge const sign = multiple_of(outside);
  if (g[sign.node].op != &ir::info<op::sign>) return {};
  ref const signed_part = part(sign.node, 0);
  if (!(signed_part == x) && !(signed_part == -x)) return {};
  double const slope = (signed_part == x ? sign.weight : -sign.weight) / c;
  return slope * x == inside ? slope * clamp(x, -c, c) : ref{};
}

/// a*where(c, x, 0) + b*where(c, 0, y) is where(c, a*x, b*y): what the derivative of a choice between sums leaves.
constexpr ref choices_by_one_condition(ref y) {
  ir::graph& g = *y.graph;
  ref const zero = ir::literal(g, 0);
  auto const part = [&](ir::edge term, int k) { return ref{&g, g.argument(term.node, k).node}; };
  auto const is_choice = [&](ir::edge term) { return g[term.node].op == &ir::info<op::where>; };
  for (int k = 0; k < y.node().count; ++k)
    for (int l = 0; l < y.node().count && is_choice(g.argument(y.id, k)); ++l) {
      ir::edge const first = g.argument(y.id, k), second = g.argument(y.id, l);
      if (l == k || !is_choice(second) || !(part(first, 0) == part(second, 0))) continue;
      if (!(part(first, 2) == zero) || !(part(second, 1) == zero)) continue;
      ref const chosen = where(part(first, 0), first.weight * part(first, 1), second.weight * part(second, 2));
      return y - first.weight * ref{&g, first.node} - second.weight * ref{&g, second.node} + chosen;
    }
  return {};
}

/// tie_share(a*x, b*x) is tie_share(x, 0) for numbers a > b, and tie_share(0, x) for a < b.
constexpr ref tie_of_multiples(ref y) {
  ir::graph& g = *y.graph;
  ir::edge const a = multiple_of({&g, g.argument(y.id, 0).node}), b = multiple_of({&g, g.argument(y.id, 1).node});
  if (a.node != b.node || a.weight == b.weight) return {};
  ref const x{&g, a.node}, zero = ir::literal(g, 0);
  return a.weight > b.weight ? gradsmith::call<op::tie_share>(x, zero) : gradsmith::call<op::tie_share>(zero, x);
}

/// a*t + b*(1 - t) is b + (a-b)*t, where t is tie_share(x, y): the shares are 0, 1/2 and 1, so that no digits are lost.
constexpr ref sum_of_shares(ref y) {
  ir::graph& g = *y.graph;
  for (int k = 0; k < y.node().count; ++k) {
    ir::edge const rest = g.argument(y.id, k);
    ir::node const n = g[rest.node];
    if (n.op != &ir::sum_record || n.count != 1 || g[g.edges[n.first].node].op != &ir::info<op::tie_share>) continue;
    ir::edge const share = g.edges[n.first];
    ref const others = y - rest.weight * ref{&g, rest.node};
    return others + rest.weight * n.value + rest.weight * share.weight * ref{&g, share.node};
  }
  return {};
}

}  // namespace gradsmith::rules
