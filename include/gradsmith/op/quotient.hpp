// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Quotients with one rounding, for what jumps at whole numbers: floor(i/49) is 1 at i = 49, where 0.0204... * i is below 1.
#pragma once

#include <gradsmith/ir/fraction.hpp>
#include <gradsmith/op/arithmetic.hpp>

namespace gradsmith::op {

/// x as one division, if it is a sum whose coefficients are fractions or a product that is divided by extents; else x.
constexpr ref as_quotient(ref x) {
  ir::graph& g = *x.graph;
  ir::node const n = x.node();
  if (n.op->kind == ir::form::sum) {
    double const below = ir::common_denominator(g.edges.items + n.first, n.count, n.value);
    if (below > 1) {
      vec<ir::edge> terms;
      for (int k = 0; k < n.count; ++k) terms.push_back({g.argument(x.id, k).node, ir::nearest_whole(g.argument(x.id, k).weight * below)});
      return gs::call<divide>(as_quotient(ir::make_sum(g, terms, ir::nearest_whole(n.value * below))), below);
    }
    if (!ir::is_scaled(n)) return x;
  }
  int const inner = n.op->kind == ir::form::sum ? g.argument(x.id, 0).node : x.id;
  if (g.kind(inner) != ir::form::product) return x;
  vec<ir::edge> above, extents;
  for (int k = 0; k < g[inner].count; ++k) {
    ir::edge const factor = g.argument(inner, k);
    if (factor.weight < 0 && g.kind(factor.node) == ir::form::extent) extents.push_back({factor.node, -factor.weight});
    else above.push_back(factor);
  }
  if (extents.empty()) return x;
  double const scale = inner == x.id ? 1 : g.argument(x.id, 0).weight;
  return gs::call<divide>(ir::scale(scale, ir::make_product(g, above, 1)), ir::make_product(g, extents, 1));
}

}  // namespace gradsmith::op
