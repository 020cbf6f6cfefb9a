// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The canonical monomial: product of factor ^ integer; its coefficient stands outside, in a sum.
//
// Quotients are factors with negative exponents, squares factors with exponent 2, so that x*x,
// square(x) and x^3/x are one node.
#pragma once

#include <gradsmith/ir/sum.hpp>

namespace gradsmith::ir {

inline constexpr operation product_record{.name = "multiply", .kind = form::product, .arity = -1, .hash = hash_text("multiply")};

/// base^n where neither the result nor a step to it leaves the safe range; 0 where it would.
[[nodiscard]] constexpr double safe_power(double base, int n) noexcept {
  double const magnitude = base < 0 ? -base : base;
  if (!(magnitude > 1e-30 && magnitude < 1e30) || n > 8 || n < -8) return magnitude == 1 ? (n % 2 == 0 ? 1 : base) : 0;
  double power = 1;
  for (int k = 0; k < (n < 0 ? -n : n); ++k) power *= base;
  return n < 0 ? 1 / power : power;
}

/// The factors of a product under construction, and its coefficient.
struct monomial {
  vec<edge> factors;
  double coefficient = 1;
};

/// A nested product of more factors than these stays one factor, as in sums: the adjoints along a chain of
/// operations are products of all its derivatives.
inline constexpr int most_multiplied = 8;

constexpr void push_factor(graph& g, int id, int exponent, monomial& out) {
  node const& n = g.nodes.items[id];
  if (n.op == &literal_record) {
    if (n.value == 0 && exponent > 0) {
      out.coefficient = 0;
    } else if (double const power = safe_power(n.value, exponent); power != 0) {
      out.coefficient *= power;
    } else {
      out.factors.push_back({id, static_cast<double>(exponent)});
    }
  } else if (n.op == &product_record && (n.count == 1 || g.expanding || (exponent == 1 && n.count <= most_multiplied))) {
    int const first = n.first;
    int const count = n.count;
    for (int k = 0; k < count; ++k)
      push_factor(g, g.edges[first + k].node, exponent * static_cast<int>(g.edges[first + k].weight), out);
  } else if (n.op == &sum_record && n.count > 0) {
    edge const first = g.edges[n.first];
    if (double const power = n.count == 1 && n.value == 0 ? safe_power(first.weight, exponent) : 0; power != 0) {
      out.coefficient *= power;
      push_factor(g, first.node, exponent, out);
    } else if (first.weight < 0) {
      // (b - a)^n as (-1)^n (a - b)^n: factors that differ in sign only are one node.
      if (exponent % 2 != 0) out.coefficient = -out.coefficient;
      out.factors.push_back({scale(-1, {&g, id}).id, static_cast<double>(exponent)});
    } else {
      out.factors.push_back({id, static_cast<double>(exponent)});
    }
  } else {
    out.factors.push_back({id, static_cast<double>(exponent)});
  }
}

[[nodiscard]] constexpr ref distribute(graph& g, monomial const& parts, int which);

/// coefficient * product of node ^ weight over the given factors, in canonical form.
[[nodiscard]] constexpr ref make_product(graph& g, edge const* given, int count, double coefficient) {
  if (count == 1 && given->weight == 1 && !g.expanding) return scale(coefficient, {&g, given->node});
  monomial parts;
  parts.coefficient = coefficient;
  parts.factors.reserve(count < 4 ? 4 : count);
  for (int k = 0; k < count; ++k) push_factor(g, given[k].node, static_cast<int>(given[k].weight), parts);
  if (parts.factors.size() > 1) {
    sort_by_node(parts.factors);
    merge_like(parts.factors);
  }
  if (parts.factors.empty()) return literal(g, parts.coefficient);
  if (g.expanding)
    for (int k = 0; k < parts.factors.size(); ++k)
      if (g.kind(parts.factors[k].node) == form::sum && parts.factors[k].weight > 0 && parts.factors[k].weight < 9 &&
          parts.factors.size() + parts.factors[k].weight > 1 && g.nodes.size() < 2000)
        return distribute(g, parts, k);
  ref result{&g, parts.factors[0].node};
  if (parts.factors.size() > 1 || parts.factors[0].weight != 1) {
    node product{.op = &product_record, .range = {1, 1}};
    node const* const nodes = g.nodes.items;
    for (edge const& factor : parts.factors) {
      node const& n = nodes[factor.node];
      product.axes |= n.axes;
      interval const power = factor.weight == 1 ? n.range : bounds::power(n.range, static_cast<int>(factor.weight));
      product.range = product.range.unbounded() || power.unbounded() ? real_line : bounds::multiply(product.range, power);
    }
    result = finished(g, g.intern(product, parts.factors.begin(), parts.factors.size()));
  }
  return parts.coefficient == 1 ? result : scale(parts.coefficient, result);
}

[[nodiscard]] constexpr ref make_product(graph& g, vec<edge> const& given, double coefficient) {
  return make_product(g, given.begin(), given.size(), coefficient);
}

/// Multiplies out one power of the sum that is factor number `which`.
constexpr ref distribute(graph& g, monomial const& parts, int which) {
  node const sum = g[parts.factors[which].node];
  vec<edge> terms;
  for (int k = -1; k < sum.count; ++k) {
    vec<edge> factors = parts.factors;
    factors[which].weight -= 1;
    if (factors[which].weight == 0) factors[which] = {literal(g, 1).id, 1};
    double weight = sum.value;
    if (k >= 0) {
      weight = g.edges[sum.first + k].weight;
      factors.push_back({g.edges[sum.first + k].node, 1});
    }
    if (weight != 0) terms.push_back({make_product(g, factors, parts.coefficient).id, weight});
  }
  return make_sum(g, terms, 0);
}

[[nodiscard]] constexpr ref multiply(ref a, int exponent_a, ref b, int exponent_b, double coefficient) {
  edge const factors[]{{a.id, static_cast<double>(exponent_a)}, {b.id, static_cast<double>(exponent_b)}};
  return make_product(*a.graph, factors, b.exists() ? 2 : 1, coefficient);
}

/// x^n for an integer n.
[[nodiscard]] constexpr ref power(ref x, int exponent) {
  return exponent == 0 ? literal(*x.graph, 1) : multiply(x, exponent, {}, 0, 1);
}

}  // namespace gradsmith::ir

namespace gradsmith {

[[nodiscard]] constexpr ref operator*(ref a, ref b) {
  // An adjoint is often 1.
  if (a.graph->is_literal(a.id)) return ir::scale(a.node().value, b);
  return ir::multiply(a, 1, b, 1, 1);
}
[[nodiscard]] constexpr ref operator/(ref a, ref b) { return ir::multiply(a, 1, b, -1, 1); }
[[nodiscard]] constexpr ref operator*(double a, ref b) { return ir::scale(a, b); }
[[nodiscard]] constexpr ref operator*(ref a, double b) { return ir::scale(b, a); }
[[nodiscard]] constexpr ref operator/(double a, ref b) { return ir::multiply(b, -1, {}, 0, a); }
/// x / c is x * (1/c) wherever 1/c is a safe number; x / 0 stays a division.
[[nodiscard]] constexpr ref operator/(ref a, double b) { return a / ir::literal(*a.graph, b); }

}  // namespace gradsmith
