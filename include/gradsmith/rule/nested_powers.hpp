// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Products under powers in products, (a*b)^2*c: what cancels or is looked for may stand within.
#pragma once

#include <gradsmith/op/exp.hpp>
#include <gradsmith/op/sum.hpp>

namespace gradsmith::rules {

/// A product with powers of products multiplied out: (a*b)^2 as a^2*b^2.
constexpr ref without_nested_powers(ref x) {
  ir::graph& g = *x.graph;
  ir::node const n = x.node();
  if (n.op->kind != ir::form::product) return x;
  vec<ir::edge> factors;
  for (int k = 0; k < n.count; ++k) {
    ir::edge const factor = g.edges[n.first + k];
    ir::node const base = g[factor.node];
    if (base.op->kind != ir::form::product) factors.push_back(factor);
    for (int m = 0; base.op->kind == ir::form::product && m < base.count; ++m)
      factors.push_back({g.edges[base.first + m].node, factor.weight * g.edges[base.first + m].weight});
  }
  return ir::make_product(g, factors, 1);
}

/// x/(x*y) is 1/y, as in the derivative of log(x/y), and 1/mean(k,exp(x)) is n/sum(k,exp(x)), in which softmax is found.
constexpr ref quotient_of_product(ref y) {
  ir::graph& g = *y.graph;
  for (int k = 0; k < y.node().count; ++k) {
    auto const [below, exponent] = g.argument(y.id, k);
    if (exponent >= 0 || g[below].op != &ir::product_record) continue;
    for (int f = 0; f < g[below].count; ++f) {
      auto const [total, inner_exponent] = g.argument(below, f);
      for (int m = 0; m < y.node().count; ++m)
        if (ir::edge const other = g.argument(y.id, m); other.node == total && other.weight * inner_exponent > 0) return without_nested_powers(y);
      if (g[total].op == &ir::info<op::sum> && g[g.argument(total, 0).node].op == &ir::info<op::exp>) return without_nested_powers(y);
    }
  }
  return {};
}

}  // namespace gradsmith::rules
