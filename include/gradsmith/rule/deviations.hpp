// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Deviations from means: variances in one pass, and shifts that have no part in them.
#pragma once

#include <gradsmith/op/mean.hpp>
#include <gradsmith/op/square.hpp>
#include <gradsmith/rule/nested_powers.hpp>
#include <gradsmith/rule/shift.hpp>

namespace gradsmith::rules {

/// Whether a sum over axes is among the factors of a product, or of a product under a power.
constexpr bool has_total(ir::graph const& g, int id) {
  if (g[id].op == &ir::info<op::sum>) return true;
  if (g[id].op != &ir::product_record) return false;
  for (int k = 0; k < g[id].count; ++k)
    if (has_total(g, g.argument(id, k).node)) return true;
  return false;
}

/// The product of what stands squared among the factors of x, but for one of them.
constexpr ref sqrt_of_factors(ref x, int but) {
  ir::graph& g = *x.graph;
  vec<ir::edge> factors;
  for (int k = 0; k < x.node().count; ++k)
    if (ir::edge const factor = g.argument(x.id, k); factor.weight == 2 && factor.node != but) factors.push_back({factor.node, 1});
  return ir::make_product(g, factors, 1);
}

/// mean(k,x^2) - mean(k,x)^2 is mean(k,(x-mean(k,x))^2), also without the division: sum(k,x^2) - sum(k,x)^2/n.
constexpr ref one_pass_variance(ref y) {
  ir::graph& g = *y.graph;
  ir::node const n = y.node();
  for (int b = 0; b < n.count; ++b) {
    ir::edge const squared = g.edges[n.first + b];
    if (!has_total(g, squared.node)) continue;
    ref const flat = without_nested_powers({&g, squared.node});
    ir::node const product = flat.node();
    for (int f = 0; product.op->kind == ir::form::product && f < product.count; ++f) {
      ref const total{&g, g.edges[product.first + f].node};
      if (total.node().op != &ir::info<op::sum> || g.edges[product.first + f].weight != 2) continue;
      over const k{total.node().bound};
      ref const x{&g, g.argument(total.id, 0).node};
      ref extents = ir::literal(g, 1);
      for (ir::axis_set rest = k.axes; rest != 0; rest = ir::without_first(rest)) extents = extents * ir::extent(g, ir::first_axis(rest));
      // A factor that was taken out of the second sum, as in mean(k,(a*x)^2) - (a*mean(k,x))^2, may stand within the first.
      ref const outside = sqrt_of_factors(flat, total.id);
      for (bool within : {false, true}) {
        if (within && g.is_literal(outside.id)) continue;
        ref const squares = sum(k, square(within ? outside * x : x));
        ref const partner = squares * (squared.weight * flat / square(total) * extents / (within ? square(outside) : ir::literal(g, 1)));
        // In a sum, -partner is one term: node and weight.
        bool const scaled = g.kind(partner.id) == ir::form::sum && ir::is_scaled(partner.node());
        ir::edge const wanted = scaled ? g.argument(partner.id, 0) : ir::edge{partner.id, 1};
        for (int a = 0; a < n.count; ++a) {
          ir::edge const term = g.edges[n.first + a];
          if (a == b || term.node != wanted.node) continue;
          double const difference = term.weight + wanted.weight;
          double const size = term.weight < 0 ? -term.weight : term.weight;
          if (difference > 1e-14 * size || difference < -1e-14 * size) continue;  // 1/n and n * 1/n^2 are rounded
          vec<ir::edge> terms;
          for (int m = 0; m < n.count; ++m)
            if (m != a && m != b) terms.push_back(g.edges[n.first + m]);
          ref const common = ref{&g, term.node} / squares * (within ? square(outside) : ir::literal(g, 1));
          terms.push_back({(common * sum(k, square(x - total / extents))).id, term.weight});
          return ir::make_sum(g, terms, n.value);
        }
      }
    }
  }
  return {};
}

/// x - mean(k,x) is z - mean(k,z) for x = z+m with m that does not vary along k: what data have in common is no part of it.
constexpr ref shift_of_deviation(ref y) {
  ir::graph& g = *y.graph;
  ir::node const n = y.node();
  for (int k = 0; k < n.count; ++k) {
    ir::edge const subtracted = g.argument(y.id, k);
    if (g[subtracted.node].op != &ir::product_record) continue;
    ref total;
    bool is_divided = false;
    for (int f = 0; f < g[subtracted.node].count; ++f) {
      auto const [factor, exponent] = g.argument(subtracted.node, f);
      if (g[factor].op == &ir::info<op::sum>) total = {&g, factor};
      is_divided = is_divided || (exponent == -1 && g.kind(factor) == ir::form::extent);
    }
    if (!total.exists() || !is_divided) continue;
    over const along{total.node().bound};
    ref const x{&g, g.argument(total.id, 0).node};
    if (mean(along, x).id != subtracted.node) continue;
    auto const [varying, constant] = split_along(x, along.axes);
    if (!varying.exists()) continue;
    // The terms of x must all be there.
    ref const others = ir::make_sum(g, [&] {
      vec<ir::edge> terms;
      for (int m = 0; m < n.count; ++m)
        if (m != k) terms.push_back(g.argument(y.id, m));
      return terms;
    }(), n.value);
    ref const rest = others + subtracted.weight * x;
    int const left = rest.node().op == &ir::sum_record ? rest.node().count : g.is_literal(rest.id) ? 0 : 1;
    if (left != n.count - 1 - x.node().count) continue;
    return rest - subtracted.weight * (varying - mean(along, varying));
  }
  return {};
}

/// sum(k, x - mean(k,x)) is 0: it stands in every derivative of a variance, where an infinite mean would make it NaN.
constexpr ref sum_of_deviations(ref y) {
  ir::graph& g = *y.graph;
  ir::axis_set const along = y.node().bound;
  auto const [varying, constant] = split_along({&g, g.argument(y.id, 0).node}, along);
  if (!varying.exists()) return {};
  bool const scaled = g.kind(constant.id) == ir::form::sum && ir::is_scaled(constant.node());
  if (!has_total(g, scaled ? g.argument(constant.id, 0).node : constant.id)) return {};
  ref const total = sum(over{along}, varying) + sum(over{along}, constant);
  return g.is_literal(total.id) && total.node().value == 0 ? total : ref{};
}

}  // namespace gradsmith::rules
