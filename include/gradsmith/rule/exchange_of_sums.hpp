// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A matrix that is applied to every row, before the rows are added, is applied to their sum.
#pragma once

#include <gradsmith/op/sum.hpp>

namespace gradsmith::rules {

/// sum(i, p*sum(j, f*m)) is sum(j, f*sum(i, p*m)) where f does not vary along i. That is less work where f varies along an axis that p
/// and m lack: for each i a product of a matrix and a vector becomes the addition of a vector. The chain rule makes such sums: the
/// derivative by a shift mu of f(k, j)*(x(i, j) - mu(k, j)).
constexpr ref exchanged_sums(ref y) {
  ir::graph& g = *y.graph;
  ir::axis_set const along = y.node().bound;
  int const product = g.argument(y.id, 0).node;
  if (g.kind(product) != ir::form::product) return {};
  for (int which = 0; which < g[product].count; ++which) {
    ir::edge const factor = g.argument(product, which);
    ir::node const inner = g[factor.node];
    if (factor.weight != 1 || inner.op != &ir::info<op::sum>) continue;
    int const terms = g.argument(factor.node, 0).node;
    if (g.kind(terms) != ir::form::product) continue;
    vec<ir::edge> fixed, varying;
    ir::axis_set of_fixed = 0, of_varying = 0, of_others = 0;
    for (int k = 0; k < g[terms].count; ++k) {
      ir::edge const each = g.argument(terms, k);
      ir::axis_set const axes = g[each.node].axes;
      ((axes & along) != 0 ? varying : fixed).push_back(each);
      ((axes & along) != 0 ? of_varying : of_fixed) |= axes;
    }
    for (int k = 0; k < g[product].count; ++k) {
      if (k == which) continue;
      varying.push_back(g.argument(product, k));
      of_others |= g[g.argument(product, k).node].axes;
    }
    bool const saves = (of_fixed & ~of_varying & ~of_others & ~inner.bound) != 0;
    if (!saves || (of_varying & along) != along || (of_others & inner.bound) != 0) continue;
    ref const added = ir::reduce_sum(ir::info<op::sum>, along, ir::make_product(g, varying, 1));
    return ir::reduce_sum(ir::info<op::sum>, inner.bound, ir::make_product(g, fixed, 1) * added);
  }
  return {};
}

}  // namespace gradsmith::rules
