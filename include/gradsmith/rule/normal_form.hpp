// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The rules of the normal form that `equivalent` compares: named functions as exponentials, logarithms, roots and
// absolute values. They are for proofs, not for programs: most of them lose digits.
//
// Each left side equals the right side wherever the left side is defined, and the right side may be defined elsewhere
// too, never the other way round: what is proved then holds wherever both formulas are defined.
#pragma once

#include <gradsmith/op/abs.hpp>
#include <gradsmith/op/circular_segment.hpp>
#include <gradsmith/op/cosh.hpp>
#include <gradsmith/op/erf.hpp>
#include <gradsmith/op/erfc.hpp>
#include <gradsmith/op/hypot.hpp>
#include <gradsmith/op/log1mexp.hpp>
#include <gradsmith/op/log_softmax.hpp>
#include <gradsmith/op/logaddexp.hpp>
#include <gradsmith/op/logcosh.hpp>
#include <gradsmith/op/logit_density.hpp>
#include <gradsmith/op/logit.hpp>
#include <gradsmith/op/logsumexp.hpp>
#include <gradsmith/op/max.hpp>
#include <gradsmith/op/min.hpp>
#include <gradsmith/op/pow.hpp>
#include <gradsmith/op/reciprocal_expm1.hpp>
#include <gradsmith/op/relu.hpp>
#include <gradsmith/op/sinh.hpp>
#include <gradsmith/op/softmax_complement.hpp>
#include <gradsmith/op/sqrt1pm1.hpp>
#include <gradsmith/op/square.hpp>
#include <gradsmith/op/tanh.hpp>
#include <gradsmith/op/versine.hpp>
#include <gradsmith/rule/algebra.hpp>
#include <gradsmith/rule/selection.hpp>
#include <gradsmith/rule/stability.hpp>

namespace gradsmith::rules {

/// exp(x); exp(0) is 1.
constexpr ref exponential(ref x) { return x == ir::literal(*x.graph, 0) ? ir::literal(*x.graph, 1) : exp(x); }

/// exp(x)^m*exp(y)^n is exp(m*x+n*y).
constexpr ref product_of_exponentials(ref y) {
  ir::graph& g = *y.graph;
  ir::node const n = y.node();
  vec<ir::edge> others;
  vec<ir::edge> exponents;
  bool alone = true;
  for (int k = 0; k < n.count; ++k) {
    ir::edge const factor = g.edges[n.first + k];
    if (g[factor.node].op != &ir::info<op::exp>) {
      others.push_back(factor);
      continue;
    }
    alone = alone && exponents.empty() && factor.weight == 1;
    exponents.push_back({g.argument(factor.node, 0).node, factor.weight});
  }
  if (alone) return {};
  others.push_back({exponential(ir::make_sum(g, exponents, 0)).id, 1});
  return ir::make_product(g, others, 1);
}

/// What a term of an exponent multiplies a logarithm by, as in 3*log(x) and y*log(x).
struct multiple_of_log {
  ref argument, factor;
};
constexpr multiple_of_log as_multiple_of_log(ir::graph& g, ir::edge term) {
  ir::node const n = g[term.node];
  if (n.op == &ir::info<op::log>) return {{&g, g.argument(term.node, 0).node}, ir::literal(g, term.weight)};
  if (n.op != &ir::product_record) return {};
  for (int k = 0; k < n.count; ++k)
    if (ir::edge const factor = g.edges[n.first + k]; factor.weight == 1 && g[factor.node].op == &ir::info<op::log>)
      return {{&g, g.argument(factor.node, 0).node}, term.weight * (ref{&g, term.node} / ref{&g, factor.node})};
  return {};
}

/// exp(y+n*log(x)) is x^n*exp(y), exp(y+z*log(x)) is pow(x,z)*exp(y).
constexpr ref exponential_of_logarithms(ref y) {
  ir::graph& g = *y.graph;
  int const inner = g.argument(y.id, 0).node;
  ir::node const n = g[inner];
  bool const is_sum = n.op == &ir::sum_record;
  ref result = ir::literal(g, 1);
  vec<ir::edge> rest;
  for (int k = 0; k < (is_sum ? n.count : 1); ++k) {
    ir::edge const term = is_sum ? g.edges[n.first + k] : ir::edge{inner, 1};
    multiple_of_log const found = as_multiple_of_log(g, term);
    if (found.argument.exists()) result = result * pow(found.argument, found.factor);
    else rest.push_back(term);
  }
  if (rest.size() == (is_sum ? n.count : 1)) return {};
  return result * exponential(ir::make_sum(g, rest, is_sum ? n.value : 0));
}

/// log(x^-1*y^-2) is -log(x*y^2): the first exponent is positive. log(exp(x)*y) is x+log(y).
constexpr ref logarithm_of_factors(ref y) {
  ir::graph& g = *y.graph;
  int const inner = g.argument(y.id, 0).node;
  ir::node const n = g[inner];
  if (n.op != &ir::product_record) return {};
  for (int k = 0; k < n.count; ++k)
    if (ir::edge const factor = g.edges[n.first + k]; g[factor.node].op == &ir::info<op::exp>)
      return factor.weight * ref{&g, g.argument(factor.node, 0).node} + log(ref{&g, inner} * exp(-factor.weight * ref{&g, g.argument(factor.node, 0).node}));
  return g.edges[n.first].weight < 0 ? -log(ir::power({&g, inner}, -1)) : ref{};
}

/// pow(x,n/2) is x^((n-1)/2)*sqrt(x) for a whole odd n.
constexpr ref half_integer_power(ref y) {
  ir::graph& g = *y.graph;
  ref const x{&g, g.argument(y.id, 0).node};
  int const exponent = g.argument(y.id, 1).node;
  if (!g.is_literal(exponent)) return {};
  double const twice = 2 * g[exponent].value;
  if (!(twice > -64 && twice < 64) || twice != static_cast<int>(twice) || static_cast<int>(twice) % 2 == 0) return {};
  int const whole = (static_cast<int>(twice) - (twice < 0 ? 1 : -1)) / 2 - (twice < 0 ? 0 : 1);
  return ir::power(x, whole) * sqrt(x);
}

/// sqrt(x)*sqrt(y) is sqrt(x*y), sqrt(x)^2 is x.
constexpr ref product_of_roots(ref y) {
  ir::graph& g = *y.graph;
  ir::node const n = y.node();
  vec<ir::edge> others;
  ref under = ir::literal(g, 1);
  bool alone = true;
  int roots = 0;
  for (int k = 0; k < n.count; ++k) {
    ir::edge const factor = g.edges[n.first + k];
    if (g[factor.node].op != &ir::info<op::sqrt>) {
      others.push_back(factor);
      continue;
    }
    ref const x{&g, g.argument(factor.node, 0).node};
    int const exponent = static_cast<int>(factor.weight), whole = (exponent - (exponent % 2 != 0 ? 1 : 0)) / 2;
    if (whole != 0) others.push_back({ir::power(x, whole).id, 1});
    if (exponent % 2 != 0) under = under * x;
    alone = alone && whole == 0 && roots == 0;
    ++roots;
  }
  if (alone) return {};
  if (under != ir::literal(g, 1)) others.push_back({sqrt(under).id, 1});
  return ir::make_product(g, others, 1);
}

/// sum(k,exp(x+y)*z) is exp(y)*sum(k,exp(x)*z) for y that does not vary along k, one axis at a time.
constexpr ref sum_of_exponentials(ref y) {
  ir::graph& g = *y.graph;
  int const inner = g.argument(y.id, 0).node;
  ir::node const n = g[inner];
  for (int k = 0; k < (n.op == &ir::product_record ? n.count : 1); ++k) {
    ref const factor{&g, n.op == &ir::product_record ? g.argument(inner, k).node : inner};
    if (factor.node().op != &ir::info<op::exp>) continue;
    for (ir::axis_set rest = y.node().bound; rest != 0; rest = ir::without_first(rest)) {
      ir::axis_set const axis = ir::axis_bit(ir::first_axis(rest));
      auto const [varying, constant] = split_along({&g, g.argument(factor.id, 0).node}, axis);
      if (!varying.exists()) continue;
      ref const product = exp(constant) * sum(over{axis}, exp(varying) * (ref{&g, inner} / factor));
      return axis == y.node().bound ? product : sum(over{y.node().bound & ~axis}, product);
    }
  }
  return {};
}

/// where(c,x,y) is where(c,x,0)+where(c,0,y), where(c,x+y,0) is where(c,x,0)+where(c,y,0).
constexpr ref choice_of_sums(ref y) {
  ir::graph& g = *y.graph;
  ref const condition{&g, g.argument(y.id, 0).node}, first{&g, g.argument(y.id, 1).node}, second{&g, g.argument(y.id, 2).node};
  ref const zero = ir::literal(g, 0);
  if (first != zero && second != zero) return where(condition, first, 0) + where(condition, 0, second);
  ref const value = first == zero ? second : first;
  if (value.node().op != &ir::sum_record) return {};
  auto const chosen = [&](ref x) { return first == zero ? where(condition, 0, x) : where(condition, x, 0); };
  vec<ir::edge> terms;
  for (int k = 0; k < value.node().count; ++k) {
    ir::edge const term = g.argument(value.id, k);
    terms.push_back({chosen({&g, term.node}).id, term.weight});
  }
  if (value.node().value != 0) terms.push_back({chosen(ir::literal(g, 1)).id, value.node().value});
  return ir::make_sum(g, terms, 0);
}

/// where(c,x,0)^n is where(c,x^n,0).
constexpr ref power_of_choice(ref y) {
  ir::graph& g = *y.graph;
  ref const zero = ir::literal(g, 0);
  for (int k = 0; k < y.node().count; ++k) {
    ir::edge const factor = g.argument(y.id, k);
    if (factor.weight < 2 || g[factor.node].op != &ir::info<op::where>) continue;
    ref const condition{&g, g.argument(factor.node, 0).node}, first{&g, g.argument(factor.node, 1).node}, second{&g, g.argument(factor.node, 2).node};
    if (first != zero && second != zero) continue;
    int const n = static_cast<int>(factor.weight);
    ref const power = first == zero ? where(condition, 0, ir::power(second, n)) : where(condition, ir::power(first, n), 0);
    vec<ir::edge> factors;
    for (int m = 0; m < y.node().count; ++m)
      if (m != k) factors.push_back(g.argument(y.id, m));
    factors.push_back({power.id, 1});
    return ir::make_product(g, factors, 1);
  }
  return {};
}

/// 0*x is 0.
constexpr ref without_zeros(ref y) {
  ir::graph& g = *y.graph;
  ir::node const n = y.node();
  vec<ir::edge> terms;
  for (int k = 0; k < n.count; ++k)
    if (ir::edge const term = g.edges[n.first + k]; term.weight != 0) terms.push_back(term);
  return terms.size() == n.count ? ref{} : ir::make_sum(g, terms, n.value);
}

struct normal_form {
  static constexpr auto rules() {
    using enum validity;
    return parse_rules(
        // exponentials
        rule{"expm1(x) -> exp(x)-1", reals, [](ref x) { return expm1(x) >> (exp(x) - 1); }},
        rule{"reciprocal_expm1(x) -> 1/(exp(x)-1)", reals, [](ref x) { return reciprocal_expm1(x) >> 1 / (exp(x) - 1); }},
        rule{"sinh(x) -> (exp(x)-exp(-x))/2", reals, [](ref x) { return sinh(x) >> 0.5 * (exp(x) - exp(-x)); }},
        rule{"cosh(x) -> (exp(x)+exp(-x))/2", reals, [](ref x) { return cosh(x) >> 0.5 * (exp(x) + exp(-x)); }},
        rule{"tanh(x) -> 1-2/(1+exp(2*x))", reals, [](ref x) { return tanh(x) >> (1 - 2 / (1 + exp(2 * x))); }},
        rule{"sigmoid(x) -> 1/(1+exp(-x))", reals, [](ref x) { return sigmoid(x) >> 1 / (1 + exp(-x)); }},
        rule{"logistic_density(x) -> exp(-x)/(1+exp(-x))^2", reals, [](ref x) { return logistic_density(x) >> exp(-x) / square(1 + exp(-x)); }},
        rule{"softmax(k,x) -> exp(x)/sum(k,exp(x))", reals, [](over k, ref x) { return softmax(k, x) >> exp(x) / sum(k, exp(x)); }},
        rule{"softmax_complement(k,x) -> 1-exp(x)/sum(k,exp(x))", reals, [](over k, ref x) { return softmax_complement(k, x) >> (1 - exp(x) / sum(k, exp(x))); }},
        function_rule{"exp(x)^m*exp(y)^n -> exp(m*x+n*y)", reals, &ir::product_record, &product_of_exponentials, ir::set_of(&ir::info<op::exp>)},
        function_rule{"exp(y+z*log(x)) -> pow(x,z)*exp(y)", reals, &ir::info<op::exp>, &exponential_of_logarithms},

        // logarithms
        rule{"log(exp(x)) -> x", reals, [](ref x) { return log(exp(x)) >> x; }},
        rule{"log1p(x) -> log(1+x)", reals, [](ref x) { return log1p(x) >> log(1 + x); }},
        rule{"softplus(x) -> log(1+exp(x))", reals, [](ref x) { return softplus(x) >> log(1 + exp(x)); }},
        rule{"log1mexp(x) -> log(1-exp(x))", reals, [](ref x) { return log1mexp(x) >> log(1 - exp(x)); }},
        rule{"logit(x) -> log(x)-log(1-x)", reals, [](ref x) { return logit(x) >> (log(x) - log(1 - x)); }},
        rule{"logit_density(x) -> 1/(x*(1-x))", reals, [](ref x) { return logit_density(x) >> 1 / (x * (1 - x)); }},
        rule{"logcosh(x) -> log((exp(x)+exp(-x))/2)", reals, [](ref x) { return logcosh(x) >> log(0.5 * (exp(x) + exp(-x))); }},
        rule{"logaddexp(x,y) -> log(exp(x)+exp(y))", reals, [](ref x, ref y) { return logaddexp(x, y) >> log(exp(x) + exp(y)); }},
        rule{"logsumexp(k,x) -> log(sum(k,exp(x)))", reals, [](over k, ref x) { return logsumexp(k, x) >> log(sum(k, exp(x))); }},
        rule{"log_softmax(k,x) -> x-log(sum(k,exp(x)))", reals, [](over k, ref x) { return log_softmax(k, x) >> (x - log(sum(k, exp(x)))); }},
        function_rule{"log(exp(x)*y) -> x+log(y); log(1/x) -> -log(x)", reals, &ir::info<op::log>, &logarithm_of_factors},

        // powers and roots
        function_rule{"pow(x,n/2) -> x^((n-1)/2)*sqrt(x)", reals, &ir::info<op::pow>, &half_integer_power},
        rule{"pow(x,y)*pow(x,z) -> pow(x,y+z)", reals, [](ref x, ref y, ref z) { return pow(x, y) * pow(x, z) >> pow(x, y + z); }},
        function_rule{"sqrt(x)^m*sqrt(y)^n -> sqrt(x^m*y^n)", reals, &ir::product_record, &product_of_roots, ir::set_of(&ir::info<op::sqrt>)},
        function_rule{"sqrt(c*x^2) -> sqrt(c)*abs(x)", reals, &ir::info<op::sqrt>, &sqrt_of_squares},
        rule{"sqrt1pm1(x) -> sqrt(1+x)-1", reals, [](ref x) { return sqrt1pm1(x) >> (sqrt(1 + x) - 1); }},
        rule{"hypot(x,y) -> sqrt(x^2+y^2)", reals, [](ref x, ref y) { return hypot(x, y) >> sqrt(square(x) + square(y)); }},

        // absolute values
        rule{"abs(x)^2 -> x^2", always, [](ref x) { return square(abs(x)) >> square(x); }},
        function_rule{"abs(-x) -> abs(x); abs(x) -> x, x >= 0", always, &ir::info<op::abs>, &abs_of_negative},
        rule{"relu(x) -> (x+abs(x))/2", reals, [](ref x) { return relu(x) >> 0.5 * (x + abs(x)); }},
        rule{"where(x>0,x,0) -> (x+abs(x))/2", reals, [](ref x) { return where(gt(x, 0), x, 0) >> 0.5 * (x + abs(x)); }},
        rule{"max(x,y) -> (x+y+abs(x-y))/2", reals, [](ref x, ref y) { return max(x, y) >> 0.5 * (x + y + abs(x - y)); }},
        rule{"min(x,y) -> (x+y-abs(x-y))/2", reals, [](ref x, ref y) { return min(x, y) >> 0.5 * (x + y - abs(x - y)); }},

        // choices
        rule{"where(x>=0,y,nan) -> y", reals, [](ref x, ref y) { return where(ge(x, 0), y, not_a_number) >> y; }},
        rule{"where(x>=-1,y,nan) -> y", reals, [](ref x, ref y) { return where(ge(x, -1), y, not_a_number) >> y; }},
        function_rule{"where(c,x,y) -> where(c,x,0)+where(c,0,y); where(c,x+y,0) -> where(c,x,0)+where(c,y,0)", reals, &ir::info<op::where>, &choice_of_sums},
        function_rule{"where(c,x,0)^n -> where(c,x^n,0)", reals, &ir::product_record, &power_of_choice, ir::set_of(&ir::info<op::where>)},
        function_rule{"x*where(c,y,0) -> where(c,x*y,0)", reals, &ir::product_record, &product_with_choice, ir::set_of(&ir::info<op::where>)},

        // others
        function_rule{"0*x -> 0", reals, &ir::sum_record, &without_zeros},
        function_rule{"sum(k,exp(x+y)) -> exp(y)*sum(k,exp(x)), y does not vary along k", reals, &ir::info<op::sum>, &sum_of_exponentials},
        rule{"erfc(x) -> 1-erf(x)", reals, [](ref x) { return erfc(x) >> (1 - erf(x)); }},
        rule{"circular_segment(x) -> x-sin(x)", reals, [](ref x) { return circular_segment(x) >> (x - sin(x)); }},
        rule{"versine(x) -> 1-cos(x)", reals, [](ref x) { return versine(x) >> (1 - cos(x)); }});
  }
};

}  // namespace gradsmith::rules
