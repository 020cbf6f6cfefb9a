// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Sums over axes in canonical form: what does not vary along an axis stands outside the sum.
//
// This is what makes contractions visible: sum(i, c * x(i,j) * r(i)) becomes c * sum(i, x(i,j) * r(i)).
#pragma once

#include <gradsmith/ir/product.hpp>

namespace gradsmith::ir {

[[nodiscard]] constexpr ref reduce_sum(operation const& record, axis_set along, ref x);

namespace detail {

// The axes of `along` that sparse factors vary along.
[[nodiscard]] constexpr axis_set axes_of_sparse_factors(graph const& g, node const& product, axis_set along) {
  axis_set axes = 0;
  for (int k = 0; k < product.count; ++k)
    if (node const& factor = g[g.edges[product.first + k].node]; factor.op->sparse) axes |= factor.axes & along;
  return axes;
}

// Among several axes, sum first along the one that the fewest factors have: the others go outside.
[[nodiscard]] constexpr int innermost_axis(graph const& g, node const& product, axis_set along) {
  int best = first_axis(along);
  int fewest = product.count + 1;
  for (axis_set rest = along; rest != 0; rest = without_first(rest)) {
    int users = 0;
    for (int k = 0; k < product.count; ++k)
      users += contains(g[g.edges[product.first + k].node].axes, first_axis(rest)) ? 1 : 0;
    if (users < fewest) fewest = users, best = first_axis(rest);
  }
  return best;
}

// Splits a product into factors that vary along `along` and those that do not.
[[nodiscard]] constexpr ref sum_of_product(operation const& record, axis_set along, ref x) {
  graph& g = *x.graph;
  node const product = x.node();
  // Where sparse factors are 0 differs from one of their axes to the next: these stay together, to the end.
  axis_set const sparse = axes_of_sparse_factors(g, product, along);
  axis_set const inner_axes = count(along) == 1 || sparse == along ? along : axis_bit(innermost_axis(g, product, along & ~sparse));
  vec<edge> inside;
  vec<edge> outside;
  for (int k = 0; k < product.count; ++k) {
    edge const factor = g.edges[product.first + k];
    ((g[factor.node].axes & inner_axes) != 0 ? inside : outside).push_back(factor);
  }
  if (outside.empty()) return {};
  ref const inner = reduce_sum(record, inner_axes, make_product(g, inside, 1));
  return reduce_sum(record, along & ~inner_axes, make_product(g, outside, 1) * inner);
}

}  // namespace detail

/// The sum of x over `along`; axes that x lacks multiply it by their extent.
constexpr ref reduce_sum(operation const& record, axis_set along, ref x) {
  graph& g = *x.graph;
  if (g.is_literal(x.id) && x.node().value == 0) return x;
  for (axis_set missing = along & ~x.axes(); missing != 0; missing = without_first(missing))
    x = extent(g, first_axis(missing)) * x;
  along &= x.axes();
  if (along == 0) return x;
  node const n = x.node();
  if (n.op->kind == form::sum && is_scaled(n))
    return g.edges[n.first].weight * reduce_sum(record, along, {&g, g.edges[n.first].node});
  if (n.op->kind == form::sum && g.expanding) {
    vec<edge> parts;
    for (int k = 0; k < n.count; ++k) {
      edge const term = g.edges[n.first + k];
      parts.push_back({reduce_sum(record, along, {&g, term.node}).id, term.weight});
    }
    if (n.value != 0) parts.push_back({reduce_sum(record, along, literal(g, n.value)).id, 1});
    return make_sum(g, parts, 0);
  }
  if (n.op->kind == form::product)
    if (ref const split = detail::sum_of_product(record, along, x); split.exists()) return split;
  if (n.op == &record) return reduce_sum(record, along | n.bound, {&g, g.argument(x.id, 0).node});
  edge const argument{x.id, 1};
  interval range = n.range.non_negative() ? non_negative : real_line;
  return finished(g, g.intern({.op = &record, .axes = n.axes & ~along, .bound = along, .range = range}, &argument, 1));
}

}  // namespace gradsmith::ir
