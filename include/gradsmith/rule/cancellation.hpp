// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Differences of quotients, as the quotient rule makes them, whose leading parts cancel.
#pragma once

#include <gradsmith/rule/table.hpp>

namespace gradsmith::rules {

/// Collects node^exponent as powers of nodes that are no products: (a/b)^2 as a^2 and b^-2.
constexpr void flatten_power(ir::graph const& g, int id, double exponent, vec<ir::edge>& out) {
  ir::node const& n = g[id];
  if (n.op->kind == ir::form::product) {
    for (int k = 0; k < n.count; ++k)
      flatten_power(g, g.edges[n.first + k].node, exponent * g.edges[n.first + k].weight, out);
    return;
  }
  for (ir::edge& known : out)
    if (known.node == id) {
      known.weight += exponent;
      return;
    }
  if (!(n.op->kind == ir::form::literal && n.value == 1)) out.push_back({id, exponent});
}
[[nodiscard]] constexpr vec<ir::edge> flat_factors(ir::graph const& g, int id) {
  vec<ir::edge> factors;
  flatten_power(g, id, 1, factors);
  return factors;
}
[[nodiscard]] constexpr double exponent_of(vec<ir::edge> const& factors, int node) {
  for (ir::edge each : factors)
    if (each.node == node) return each.weight;
  return 0;
}
[[nodiscard]] constexpr int number_of_terms(ref x) {
  ir::node const& n = x.node();
  if (n.op->kind == ir::form::sum) return n.count + (n.value != 0 ? 1 : 0);
  return n.op->kind == ir::form::literal && n.value == 0 ? 0 : 1;
}

/// What divides x: a node with a negative exponent.
[[nodiscard]] constexpr bool is_quotient(ir::graph const& g, int id) {
  ir::node const& n = g[id];
  if (n.op->kind != ir::form::product) return false;
  for (int k = 0; k < n.count; ++k)
    if (g.edges[n.first + k].weight < 0) return true;
  return false;
}

/// A sum of symbols and a constant, rounded once: 2/x - 1/x^2 has no digits at x = 1/2, (x - 1/2) has all.
[[nodiscard]] constexpr bool is_exact_difference(ref x) {
  ir::graph const& g = *x.graph;
  ir::node const& n = x.node();
  if (n.op->kind != ir::form::sum || number_of_terms(x) != 2) return false;
  for (int k = 0; k < n.count; ++k) {
    ir::edge const term = g.edges[n.first + k];
    if (g.kind(term.node) != ir::form::symbol || (term.weight != 1 && term.weight != -1)) return false;
  }
  return true;
}

/// denominator + weight * numerator in flat terms, where that has fewer terms than either or is exact; else nothing.
[[nodiscard]] constexpr ref shorter_sum(ref denominator, double weight, vec<ir::edge> const& numerator) {
  ir::graph& g = *denominator.graph;
  ref const h = ir::make_product(g, numerator, 1);
  ir::node const n = denominator.node();
  vec<ir::edge> terms;
  double constant = 0;
  if (n.op->kind == ir::form::sum) {
    constant = n.value;
    for (int k = 0; k < n.count; ++k) {
      ir::edge const term = g.edges[n.first + k];
      terms.push_back({ir::make_product(g, flat_factors(g, term.node), 1).id, term.weight});
    }
  } else {
    terms.push_back({denominator.id, 1});
  }
  int const before = number_of_terms(denominator) > number_of_terms(h) ? number_of_terms(denominator) : number_of_terms(h);
  terms.push_back({h.id, weight});
  ref const sum = ir::make_sum(g, terms, constant);
  return number_of_terms(sum) < before || is_exact_difference(sum) ? sum : ref{};
}

/// One of the factors of a product: the newest, which few other terms have.
[[nodiscard]] constexpr int leading_factor(ir::graph const& g, int id) {
  while (g[id].op == &ir::product_record) id = g.argument(id, g[id].count - 1).node;
  return id;
}
/// The leading factor of each term of a sum with the number of the term, ordered by factor.
[[nodiscard]] constexpr vec<ir::edge> terms_by_lead(ir::graph const& g, int sum) {
  vec<ir::edge> leads;
  leads.reserve(g[sum].count);
  for (int k = 0; k < g[sum].count; ++k) leads.push_back({leading_factor(g, g.argument(sum, k).node), static_cast<double>(k)});
  ir::sort_by_node(leads);
  return leads;
}
/// The terms whose leading factor is one of `factors`.
[[nodiscard]] constexpr vec<int> terms_led_by(vec<ir::edge> const& by_lead, vec<ir::edge> const& factors) {
  vec<int> found;
  for (ir::edge const& factor : factors) {
    int low = 0;
    for (int high = by_lead.size(); low < high;) {
      int const middle = (low + high) / 2;
      if (by_lead[middle].node < factor.node) low = middle + 1;
      else high = middle;
    }
    for (; low < by_lead.size() && by_lead[low].node == factor.node; ++low) found.push_back(static_cast<int>(by_lead[low].weight));
  }
  return found;
}

/// c/g - c*h/g^2 is c*(g-h)/g^2, where h cancels in g-h, or g-h is exact: the derivative of x/(1+|x|) is 1/(1+|x|)^2.
constexpr ref difference_of_quotients(ref y) {
  ir::graph& g = *y.graph;
  ir::node const n = y.node();
  vec<ir::edge> by_lead;  // of each term: its leading factor, and which term it is
  for (int b = 0; b < n.count; ++b) {
    ir::edge const second = g.argument(y.id, b);
    if (!is_quotient(g, second.node)) continue;
    if (by_lead.empty()) by_lead = terms_by_lead(g, y.id);
    vec<ir::edge> const below = flat_factors(g, second.node);
    vec<int> const firsts = terms_led_by(by_lead, below);
    for (ir::edge denominator : below) {
      if (denominator.weight >= 0) continue;
      for (int a : firsts) {
        ir::edge const first = g.argument(y.id, a);
        if (a == b || first.weight == 0) continue;
        vec<ir::edge> const above = flat_factors(g, first.node);
        if (exponent_of(above, denominator.node) != denominator.weight + 1) continue;
        // h: what the second has more than the first.
        vec<ir::edge> h;
        bool divides = true;
        for (ir::edge factor : below)
          if (factor.node != denominator.node)
            if (double const more = factor.weight - exponent_of(above, factor.node); more != 0) h.push_back({factor.node, more});
        for (ir::edge factor : above)
          if (factor.node != denominator.node && exponent_of(below, factor.node) == 0) divides = false;
        if (!divides) continue;
        ref const rest = shorter_sum({&g, denominator.node}, second.weight / first.weight, h);
        if (!rest.exists()) continue;
        vec<ir::edge> terms;
        for (int k = 0; k < n.count; ++k)
          if (k != a && k != b) terms.push_back(g.argument(y.id, k));
        terms.push_back({(ref{&g, first.node} * rest / ref{&g, denominator.node}).id, first.weight});
        return ir::make_sum(g, terms, n.value);
      }
    }
  }
  return {};
}

struct cancellation {
  static constexpr auto rules() {
    using enum validity;
    return parse_rules(
        function_rule{"c/g-c*h/g^2 -> c*(g-h)/g^2, where h cancels", reals, &ir::sum_record, &difference_of_quotients, ir::set_of(&ir::product_record)});
  }
};

}  // namespace gradsmith::rules
