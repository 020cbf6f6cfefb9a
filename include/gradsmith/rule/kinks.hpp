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

/// The factor of x that is Op of something; no node if there is none.
template <class Op>
constexpr ref factor_of(ref x) {
  ir::graph& g = *x.graph;
  ir::node const n = g[multiple_of(x).node];
  if (n.op == &ir::info<Op>) return {&g, multiple_of(x).node};
  for (int k = 0; k < n.count && n.op == &ir::product_record; ++k)
    if (ir::edge const factor = g.edges[n.first + k]; factor.weight == 1 && g[factor.node].op == &ir::info<Op>) return {&g, factor.node};
  return {};
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
  // What the sign is multiplied by, as the 1/n of a mean, stays outside.
  ref const x = part(size.id, 0), sign = factor_of<op::sign>(outside);
  if (!sign.exists()) return {};
  ref const signed_part = part(sign.id, 0);
  if (!(signed_part == x) && !(signed_part == -x)) return {};
  ref const slope = (signed_part == x ? 1 / c : -1 / c) * (outside / sign);
  return slope * x == inside ? slope * clamp(x, -c, c) : ref{};
}

/// a*where(c, x, 0) + b*where(c, 0, y) is where(c, a*x, b*y): what the derivative of a choice between sums leaves.
constexpr ref choices_by_one_condition(ref y) {
  ir::graph& g = *y.graph;
  int const zero = ir::literal(g, 0).id;
  // The arguments of the choice in a term; null if it is none.
  auto const choice = [&](int k) {
    ir::node const& n = g[g.argument(y.id, k).node];
    return n.op == &ir::info<op::where> ? &g.edges[n.first] : nullptr;
  };
  for (int k = 0; k < y.node().count; ++k) {
    ir::edge const* const first = choice(k);
    if (first == nullptr || first[2].node != zero) continue;
    for (int l = 0; l < y.node().count; ++l) {
      ir::edge const* const second = choice(l);
      if (second == nullptr || l == k || second[0].node != first[0].node || second[1].node != zero) continue;
      ref const condition{&g, first[0].node}, x{&g, first[1].node}, z{&g, second[2].node};
      double const a = g.argument(y.id, k).weight, b = g.argument(y.id, l).weight;
      double const outside = a == b ? a : 1;      // a common factor stays outside
      vec<ir::edge> terms;
      for (int m = 0; m < y.node().count; ++m)
        if (m != k && m != l) terms.push_back(g.argument(y.id, m));
      double const constant = y.node().value;
      terms.push_back({where(condition, a / outside * x, b / outside * z).id, outside});
      return ir::make_sum(g, terms, constant);
    }
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
