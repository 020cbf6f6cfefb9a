// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// What the backward and the forward sweep are both made of.
#pragma once

#include <gradsmith/ir/substitute.hpp>

namespace gradsmith::pass::detail {

/// The derivative of a product by factor k: its exponent times the product with that exponent less one.
constexpr ref partial_of_product(ir::graph& g, ir::node const& n, int k) {
  vec<ir::edge> factors;
  for (int m = 0; m < n.count; ++m) {
    ir::edge factor = g.edges[n.first + m];
    if (m == k) factor.weight -= 1;
    if (factor.weight != 0) factors.push_back(factor);
  }
  return ir::make_product(g, factors, g.edges[n.first + k].weight);
}

/// Renames several axes of x at once: from[d] becomes to[d].
constexpr ref rename_axes(ref x, int const* from, int const* to, int count) {
  ir::graph& g = *x.graph;
  int between[ir::max_rank]{};
  int moved = 0;
  for (int d = 0; d < count; ++d) moved += from[d] != to[d] ? 1 : 0;
  for (int d = 0; d < count; ++d) {
    if (from[d] == to[d]) continue;
    // By way of a fresh axis, so that w(j, k) and w(k, j) do not meet halfway.
    between[d] = moved == 1 ? to[d] : g.fresh_axis(from[d]);
    x = ir::substitute_axis(x, from[d], between[d]);
  }
  for (int d = 0; d < count; ++d)
    if (from[d] != to[d] && between[d] != to[d]) x = ir::substitute_axis(x, between[d], to[d]);
  return x;
}

}  // namespace gradsmith::pass::detail
