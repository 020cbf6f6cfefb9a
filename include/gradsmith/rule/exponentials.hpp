// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Sums of exponentials with positive coefficients, under a logarithm or a fraction bar: d*exp(x) is
// exp(x+log(d)), so that no coefficient hides log(1+exp(x)) or 1/(1+exp(x)).
#pragma once

#include <gradsmith/op/log.hpp>
#include <gradsmith/op/log1p.hpp>
#include <gradsmith/op/logaddexp.hpp>
#include <gradsmith/op/logsumexp.hpp>
#include <gradsmith/op/sigmoid.hpp>
#include <gradsmith/op/softplus.hpp>
#include <gradsmith/op/sum.hpp>
#include <gradsmith/rule/logarithms.hpp>
#include <gradsmith/rule/natural_log.hpp>

namespace gradsmith::rules {

/// log(a/b), exactly 0 for a = b; the quotient itself might overflow.
[[nodiscard]] constexpr double log_of_ratio(double a, double b) {
  return a == b ? 0 : static_cast<double>(natural_log(a) - natural_log(b));
}

/// The logarithm of a product with an exponential in it and nothing that has no logarithm: softmax(k,a)*exp(x); {} for anything else.
constexpr ref exponent_of_weighted(ref x) {
  ir::graph& g = *x.graph;
  if (x.node().op != &ir::product_record) return {};
  bool exponential = false;
  for (int k = 0; k < x.node().count; ++k)
    if (auto const [factor, power] = g.argument(x.id, k); g[factor].op == &ir::info<op::exp>) exponential = power > 0 || exponential;
  if (!exponential) return {};
  auto const [logarithm, others, above] = split_logarithm(x);
  return logarithm.exists() && others == ir::literal(g, 1) ? logarithm : ref{};
}

/// The logarithm of exp(x), sum(k,exp(x)) or a nested sum of such, without its exponentials; {} for anything else.
constexpr ref exponent_of_factor(ref x) {
  ir::graph& g = *x.graph;
  ir::node const n = x.node();
  if (n.op == &ir::info<op::exp>) return {&g, g.argument(x.id, 0).node};
  if (n.op == &ir::sum_record) {
    // A sum of thousands of terms is nested deeper than rewriting may go.
    constexpr int deepest = 32;
    if (!n.range.non_negative() || g.rewrite_depth > deepest) return {};
    ref const inside = log(x);
    if (inside.node().op == &ir::info<op::log> || inside.node().op == &ir::info<op::log1p>) return {};
    return inside;
  }
  if (n.op != &ir::info<op::sum>) return {};
  int const inner = g.argument(x.id, 0).node;
  if (g[inner].op == &ir::info<op::exp>) return logsumexp(over{n.bound}, ref{&g, g.argument(inner, 0).node});
  ref const weighted = exponent_of_weighted({&g, inner});
  return weighted.exists() ? logsumexp(over{n.bound}, weighted) : ref{};
}

/// The same of a product of such, which may be divided by extents: mean(k,exp(x)).
constexpr ref exponent_of_term(ref x) {
  ir::graph& g = *x.graph;
  ir::node const n = x.node();
  if (n.op != &ir::product_record) return exponent_of_factor(x);
  vec<ir::edge> terms;
  bool exponential = false;
  for (int k = 0; k < n.count; ++k) {
    ir::edge const factor = g.edges[n.first + k];
    bool const extent = g[factor.node].op == &ir::extent_record;
    ref log_of_it;
    if (extent) log_of_it = log(ref{&g, factor.node});
    else log_of_it = exponent_of_factor({&g, factor.node});
    if (!log_of_it.exists()) return {};
    exponential = exponential || !extent;
    terms.push_back({log_of_it.id, factor.weight});
  }
  if (!exponential) return {};
  return ir::make_sum(g, terms, 0);
}

/// log(sum(k,exp(x)*y)) is logsumexp(k,x+log(y)), a mixture with weights softmax(k,a).
constexpr ref log_of_weighted_sum(ref y) {
  ir::graph& g = *y.graph;
  int const total = g.argument(y.id, 0).node;
  return g[total].op == &ir::info<op::sum> ? exponent_of_factor({&g, total}) : ref{};
}

/// x + log(c); exp(log(c)) is known to be c, so that the logarithm stays one.
[[nodiscard]] constexpr ref plus_log(ref x, double c) {
  if (c == 1) return x;
  return x + log(ir::literal(*x.graph, c));
}

/// log(c + d*exp(x) + e*exp(y) + ...), also as log1p, with positive coefficients. All are divided by one of
/// them, so that equal coefficients leave the exponents as they are: log(2+2*exp(x)) is softplus(x)+log(2).
/// Beside a constant, exponentials that cannot overflow are left alone: exp(x) has more digits than x+log(d).
constexpr ref log_of_exponentials(ref y) {
  ir::graph& g = *y.graph;
  int const inner = g.argument(y.id, 0).node;
  bool const is_sum = g[inner].op == &ir::sum_record;
  int const count = is_sum ? g[inner].count : 1;
  double const constant = (is_sum ? g[inner].value : 0) + (y.node().op == &ir::info<op::log1p> ? 1 : 0);
  // A single exponential with a coefficient is a product.
  if (count == 1 && constant == 0) return {};
  if (constant != 0 && !is_positive_number(constant)) return {};
  vec<ir::edge> terms;  // exponents and coefficients
  bool unstable = constant == 0;
  for (int k = 0; k < count; ++k) {
    ir::edge term{inner, 1};
    if (is_sum) term = g.argument(inner, k);
    if (!is_positive_number(term.weight)) return {};
    ref const exponent = exponent_of_term({&g, term.node});
    if (!exponent.exists()) return {};
    unstable = unstable || exponent.range().upper > 0;
    terms.push_back({exponent.id, term.weight});
  }
  if (!unstable) return {};
  double const first = terms[0].weight;
  ref total{&g, terms[0].node};
  for (int k = 1; k < count; ++k) total = logaddexp(total, ref{&g, terms[k].node} + log_of_ratio(terms[k].weight, first));
  if (constant == 0) return plus_log(total, first);
  return plus_log(softplus(total + log_of_ratio(first, constant)), constant);
}

/// exp(x)/(d*exp(x)+y) is sigmoid(x+log(d)-log(y))/d for a sum y of exponentials: softmax written out.
constexpr ref share_of_exponentials(ref y) {
  ir::graph& g = *y.graph;
  ir::node const n = y.node();
  for (int k = 0; k < n.count; ++k) {
    auto const [below, exponent] = g.argument(y.id, k);
    if (exponent >= 0 || g[below].op != &ir::sum_record || g[below].count < (g[below].value == 0 ? 2 : 1)) continue;
    if (g[below].count == 1 || !g[below].range.non_negative() || g[below].value < 0) continue;
    for (int m = 0; m < n.count; ++m) {
      auto const [exponential, power] = g.argument(y.id, m);
      if (power <= 0 || g[exponential].op != &ir::info<op::exp>) continue;
      int const place = ir::position_of_term({&g, below}, {&g, exponential});
      if (place < 0) continue;
      double const d = g.argument(below, place).weight;
      if (!is_positive_number(d)) continue;
      ref const rest = ref{&g, below} - d * ref{&g, exponential};
      ref const log_of_rest = exponent_of_term(rest);
      if (!log_of_rest.exists()) continue;
      ref const x{&g, g.argument(exponential, 0).node};
      vec<ir::edge> factors;
      for (int f = 0; f < n.count; ++f) {
        ir::edge factor = g.argument(y.id, f);
        factor.weight += f == k ? 1 : f == m ? -1 : 0;
        if (factor.weight != 0) factors.push_back(factor);
      }
      factors.push_back({sigmoid(plus_log(x, d) - log_of_rest).id, 1});
      return ir::make_product(g, factors, 1 / d);
    }
  }
  return {};
}

/// 1/(c+d*exp(x)) is sigmoid(-x-log(d/c))/c, and exp(x)/(c+d*exp(x)) is sigmoid(x+log(d/c))/d, for c, d > 0.
constexpr ref logistic_quotient(ref y) {
  ir::graph& g = *y.graph;
  ir::node const n = y.node();
  for (int k = 0; k < n.count; ++k) {
    ir::edge const below = g.edges[n.first + k];
    if (below.weight >= 0 || g[below.node].op != &ir::sum_record || g[below.node].count != 1) continue;
    double const c = g[below.node].value;
    auto const [exponential, d] = g.argument(below.node, 0);
    if (g[exponential].op != &ir::info<op::exp> || !is_positive_number(c) || !is_positive_number(d)) continue;
    ref const exponent{&g, g.argument(exponential, 0).node};
    if (exponent.range().upper <= 0) continue;  // cannot overflow
    vec<ir::edge> factors;
    double above = 0;  // as many exponentials as have a denominator of their own
    for (int m = 0; m < n.count; ++m) {
      ir::edge factor = g.edges[n.first + m];
      if (m == k) continue;
      if (factor.node == exponential && factor.weight > 0) {
        above = factor.weight < -below.weight ? factor.weight : -below.weight;
        factor.weight -= above;
      }
      if (factor.weight != 0) factors.push_back(factor);
    }
    double const alone = -below.weight - above;
    double const coefficient = ir::safe_power(d, -static_cast<int>(above)) * ir::safe_power(c, -static_cast<int>(alone));
    if (coefficient == 0) continue;
    ref const x = exponent + log_of_ratio(d, c);
    if (above != 0) factors.push_back({sigmoid(x).id, above});
    if (alone != 0) factors.push_back({sigmoid(-x).id, alone});
    return ir::make_product(g, factors, coefficient);
  }
  return {};
}

}  // namespace gradsmith::rules
