// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Rules that keep digits: what overflows, underflows or cancels is written in a form that does not.
#pragma once

#include <limits>

#include <gradsmith/op/abs.hpp>
#include <gradsmith/op/circular_segment.hpp>
#include <gradsmith/op/compare.hpp>
#include <gradsmith/op/cosh.hpp>
#include <gradsmith/op/erf.hpp>
#include <gradsmith/op/erfc.hpp>
#include <gradsmith/op/erfcx.hpp>
#include <gradsmith/op/log1mexp.hpp>
#include <gradsmith/op/log_normal_cdf.hpp>
#include <gradsmith/op/log_softmax.hpp>
#include <gradsmith/op/logaddexp.hpp>
#include <gradsmith/op/logit.hpp>
#include <gradsmith/op/logsumexp.hpp>
#include <gradsmith/op/normal_cdf.hpp>
#include <gradsmith/op/pow.hpp>
#include <gradsmith/op/prod.hpp>
#include <gradsmith/op/sign.hpp>
#include <gradsmith/op/sinh.hpp>
#include <gradsmith/op/softmax_complement.hpp>
#include <gradsmith/op/softplus.hpp>
#include <gradsmith/op/sqrt.hpp>
#include <gradsmith/op/sqrt1pm1.hpp>
#include <gradsmith/op/square.hpp>
#include <gradsmith/op/versine.hpp>
#include <gradsmith/op/where.hpp>
#include <gradsmith/rule/exponentials.hpp>
#include <gradsmith/rule/table.hpp>

namespace gradsmith::rules {

/// x as varying + constant along the axes; {} if nothing in it is constant along them.
struct split_sum {
  ref varying, constant;
};
constexpr split_sum split_along(ref x, ir::axis_set axes) {
  ir::graph& g = *x.graph;
  ir::node const n = x.node();
  if (n.op->kind != ir::form::sum || ir::is_scaled(n)) return {};
  vec<ir::edge> varying;
  vec<ir::edge> constant;
  for (int k = 0; k < n.count; ++k) {
    ir::edge const term = g.edges[n.first + k];
    ((g[term.node].axes & axes) != 0 ? varying : constant).push_back(term);
  }
  if (varying.empty() || (constant.empty() && n.value == 0)) return {};
  return {ir::make_sum(g, varying, 0), ir::make_sum(g, constant, n.value)};
}

/// softmax(k, z+m) is softmax(k, z) for m that does not vary along k; likewise log_softmax.
template <class Op>
constexpr ref without_shift(ref y) {
  ref const z{y.graph, y.graph->argument(y.id, 0).node};
  auto const [varying, constant] = split_along(z, y.node().bound);
  return varying.exists() ? call<Op>(over{y.node().bound}, varying) : ref{};
}
/// logsumexp(k, z+m) is m + logsumexp(k, z) for m that does not vary along k.
constexpr ref shift_of_logsumexp(ref y) {
  ref const z{y.graph, y.graph->argument(y.id, 0).node};
  auto const [varying, constant] = split_along(z, y.node().bound);
  return varying.exists() ? constant + logsumexp(over{y.node().bound}, varying) : ref{};
}

/// Whether a sum with a term of this operation may shorten: sigmoid(x) - 1, softplus(x) - x, expm1(x) + 1, 1 - erf(x).
constexpr bool has_partners(ir::operation const* op) {
  return op == &ir::info<op::sigmoid> || op == &ir::info<op::softplus> || op == &ir::info<op::exp> || op == &ir::info<op::expm1> ||
         op == &ir::info<op::erf> || op == &ir::info<op::erfc>;
}

/// A sum of two terms with a common factor, a*sigmoid(x) - a, to which a rule applies once the factor is
/// taken out: differentiation multiplies each term by the same adjoint. Such a rule joins f(x) with 1,
/// softplus(x) with x or softplus(-x), sigmoid(x) with sigmoid(-x); these partners are looked up, not searched.
constexpr ref with_common_factor(ref y) {
  ir::graph& g = *y.graph;
  ir::node const n = y.node();
  for (int a = 0; a < n.count; ++a) {
    ir::edge const term = g.argument(y.id, a);
    if (g[term.node].op != &ir::product_record) continue;
    for (int f = 0; f < g[term.node].count; ++f) {
      ir::edge const factor = g.argument(term.node, f);
      ir::operation const* const op = g[factor.node].op;
      if (factor.weight != 1 || !has_partners(op)) continue;
      ref const function{&g, factor.node};
      ref const common = ref{&g, term.node} / function;
      ref const x{&g, g.argument(factor.node, 0).node};
      bool const odd = op == &ir::info<op::sigmoid> || op == &ir::info<op::softplus>;
      for (int partner = 0; partner < (op == &ir::info<op::softplus> ? 3 : odd ? 2 : 1); ++partner) {
        ref const rest = partner == 0 ? ir::literal(g, 1) : partner == 2 ? x : op == &ir::info<op::sigmoid> ? sigmoid(-x) : softplus(-x);
        ref const product = common * rest;
        int const b = ir::position_of_term(y, product);
        if (b < 0 || b == a) continue;
        // The coefficient of the product is 1 unless rest has one of its own.
        bool const scaled = g.kind(product.id) == ir::form::sum && ir::is_scaled(product.node());
        double const coefficient = scaled ? g.argument(product.id, 0).weight : 1;
        ref const both = term.weight * function + (g.argument(y.id, b).weight / coefficient) * rest;
        if (g.kind(both.id) == ir::form::sum && !ir::is_scaled(both.node())) continue;
        vec<ir::edge> terms;
        for (int m = 0; m < n.count; ++m)
          if (m != a && m != b) terms.push_back(g.argument(y.id, m));
        terms.push_back({(common * both).id, 1});
        return ir::make_sum(g, terms, n.value);
      }
    }
  }
  return {};
}

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

/// Whether a sum over axes is among the factors of a product, or of a product under a power.
constexpr bool has_total(ir::graph const& g, int id) {
  if (g[id].op == &ir::info<op::sum>) return true;
  if (g[id].op != &ir::product_record) return false;
  for (int k = 0; k < g[id].count; ++k)
    if (has_total(g, g.argument(id, k).node)) return true;
  return false;
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
      ref const partner = sum(k, square(x)) * (squared.weight * flat / square(total) * extents);
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
        ref const common = ref{&g, term.node} / sum(k, square(x));
        terms.push_back({(common * sum(k, square(x - total / extents))).id, term.weight});
        return ir::make_sum(g, terms, n.value);
      }
    }
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

/// pow(sigmoid(x), c) is exp(-c*softplus(-x)). For a number c only: 0 times infinity would be no 1.
constexpr ref power_of_sigmoid(ref y) {
  ir::graph& g = *y.graph;
  int const base = g.argument(y.id, 0).node, exponent = g.argument(y.id, 1).node;
  if (g[base].op != &ir::info<op::sigmoid> || !g.is_literal(exponent) || !bounds::is_finite(g[exponent].value)) return {};
  return exp(-g[exponent].value * softplus(-ref{&g, g.argument(base, 0).node}));
}

struct stability {
  static constexpr auto rules() {
    using enum validity;
    return parse_rules(
        // logarithms of sums with 1
        rule{"log(1+exp(x)) -> softplus(x)", reals, [](ref x) { return log(1 + exp(x)) >> softplus(x); }},
        function_rule{"log(c+d*exp(x)) -> log(c)+softplus(x+log(d/c)), c, d > 0", reals, &ir::info<op::log>, &log_of_exponentials, ir::set_of(&ir::sum_record)},
        function_rule{"log1p(d*exp(x)) -> softplus(x+log(d)), d > 0", reals, &ir::info<op::log1p>, &log_of_exponentials},
        rule{"log(1+x) -> log1p(x)", reals, [](ref x) { return log(1 + x) >> log1p(x); }},
        rule{"log1p(exp(x)) -> softplus(x)", reals, [](ref x) { return log1p(exp(x)) >> softplus(x); }},
        rule{"log1p(-exp(x)) -> log1mexp(x)", reals, [](ref x) { return log1p(-exp(x)) >> log1mexp(x); }},
        rule{"log(-expm1(x)) -> log1mexp(x)", reals, [](ref x) { return log(-expm1(x)) >> log1mexp(x); }},
        rule{"log(expm1(x)) -> x+log1mexp(-x)", reals, [](ref x) { return log(expm1(x)) >> (x + log1mexp(-x)); }},

        rule{"softplus(x)-x -> softplus(-x)", reals, [](ref x) { return (softplus(x) - x) >> softplus(-x); }},
        rule{"softplus(x)-softplus(-x) -> x", reals, [](ref x) { return (softplus(x) - softplus(-x)) >> x; }},

        // exponentials less 1
        rule{"exp(x)-1 -> expm1(x)", reals, [](ref x) { return (exp(x) - 1) >> expm1(x); }},
        rule{"1+expm1(x) -> exp(x)", reals, [](ref x) { return (1 + expm1(x)) >> exp(x); }},
        rule{"exp(x)/expm1(x)^2 -> exp(-|x|)/expm1(-|x|)^2, unless x <= 0", reals,
             [](ref x) { return exp(x) / square(expm1(x)) >> exp(-abs(x)) / square(expm1(-abs(x))); },
             [](ref x) { return x.range().upper > 0; }},

        // the logistic function, from whatever differentiation or the user wrote
        rule{"1/(1+exp(x)) -> sigmoid(-x)", reals, [](ref x) { return 1 / (1 + exp(x)) >> sigmoid(-x); }},
        function_rule{"1/(c+d*exp(x)) -> sigmoid(-x-log(d/c))/c, c, d > 0", reals, &ir::product_record, &logistic_quotient, ir::set_of(&ir::sum_record)},
        rule{"exp(x)*sigmoid(-x) -> sigmoid(x)", reals, [](ref x) { return exp(x) * sigmoid(-x) >> sigmoid(x); }},
        rule{"1-sigmoid(x) -> sigmoid(-x)", reals, [](ref x) { return (1 - sigmoid(x)) >> sigmoid(-x); }},
        rule{"sigmoid(x)+sigmoid(-x) -> 1", reals, [](ref x) { return (sigmoid(x) + sigmoid(-x)) >> 1; }},
        rule{"sigmoid(x)-sigmoid(-x) -> tanh(x/2)", reals, [](ref x) { return (sigmoid(x) - sigmoid(-x)) >> tanh(0.5 * x); }},
        rule{"sigmoid(x)/sigmoid(-x) -> exp(x)", reals, [](ref x) { return sigmoid(x) / sigmoid(-x) >> exp(x); }},
        rule{"sigmoid(x)*sigmoid(-x) -> logistic_density(x)", reals, [](ref x) { return sigmoid(x) * sigmoid(-x) >> logistic_density(x); }},
        rule{"logistic_density(x)/sigmoid(x) -> sigmoid(-x)", reals, [](ref x) { return logistic_density(x) / sigmoid(x) >> sigmoid(-x); }},
        rule{"logistic_density(x)/sigmoid(-x) -> sigmoid(x)", reals, [](ref x) { return logistic_density(x) / sigmoid(-x) >> sigmoid(x); }},
        rule{"1-tanh(x)^2 -> 4*logistic_density(2*x)", reals, [](ref x) { return (1 - square(tanh(x))) >> 4 * logistic_density(2 * x); }},
        rule{"log(sigmoid(x)) -> -softplus(-x)", reals, [](ref x) { return log(sigmoid(x)) >> -softplus(-x); }},
        rule{"log1p(-sigmoid(x)) -> -softplus(x)", reals, [](ref x) { return log1p(-sigmoid(x)) >> -softplus(x); }},
        rule{"logit(sigmoid(x)) -> x", reals, [](ref x) { return logit(sigmoid(x)) >> x; }},
        rule{"log(x/(1-x)) -> logit(x)", reals, [](ref x) { return log(x / (1 - x)) >> logit(x); }},
        // where sigmoid(x) is 0, the derivative of its power is infinite, and x's part in it 0
        rule{"sqrt(sigmoid(x)) -> exp(-softplus(-x)/2)", reals, [](ref x) { return sqrt(sigmoid(x)) >> exp(-0.5 * softplus(-x)); }},
        function_rule{"pow(sigmoid(x),c) -> exp(-c*softplus(-x)) for a number c", reals, &ir::info<op::pow>, &power_of_sigmoid, ir::set_of(&ir::info<op::sigmoid>)},
        rule{"exp(-softplus(x)) -> sigmoid(-x)", reals, [](ref x) { return exp(-softplus(x)) >> sigmoid(-x); }},

        // the error function and the normal distribution
        rule{"1-erf(x) -> erfc(x)", reals, [](ref x) { return (1 - erf(x)) >> erfc(x); }},
        rule{"1+erf(x) -> erfc(-x)", reals, [](ref x) { return (1 + erf(x)) >> erfc(-x); }},
        rule{"1-erfc(x) -> erf(x)", reals, [](ref x) { return (1 - erfc(x)) >> erf(x); }},
        rule{"1-normal_cdf(x) -> normal_cdf(-x)", reals, [](ref x) { return (1 - normal_cdf(x)) >> normal_cdf(-x); }},
        rule{"log(normal_cdf(x)) -> log_normal_cdf(x)", reals, [](ref x) { return log(normal_cdf(x)) >> log_normal_cdf(x); }},
        rule{"log(erfc(x)) -> log(erfcx(x))-x^2, x >= 0", reals, [](ref x) { return log(erfc(x)) >> (log(erfcx(x)) - square(x)); },
             [](ref x) { return x.range().lower >= 0; }},
        // below, erfcx overflows; near 0, its logarithm and the square are no part of what they differ by
        rule{"log(erfc(x)) -> where(x<1/4, log1p(-erf(x)), log(erfcx(x))-x^2)", reals,
             [](ref x) { return log(erfc(x)) >> where(lt(x, 0.25), log1p(-erf(x)), log(erfcx(x)) - square(x)); }},

        // logarithms of sums of exponentials
        rule{"log(exp(x)+exp(y)) -> logaddexp(x,y)", reals, [](ref x, ref y) { return log(exp(x) + exp(y)) >> logaddexp(x, y); }},
        // y and x may be the same infinity, as in logaddexp
        rule{"log(exp(x)-exp(y)) -> x+log1mexp(y-x)", reals,
             [](ref x, ref y) { return log(exp(x) - exp(y)) >> (x + log1mexp(call<op::difference>(y, x))); }},
        rule{"log(sum(k,exp(x))) -> logsumexp(k,x)", reals, [](over k, ref x) { return log(sum(k, exp(x))) >> logsumexp(k, x); }},
        rule{"exp(x)/sum(k,exp(x)) -> softmax(k,x)", reals, [](over k, ref x) { return exp(x) / sum(k, exp(x)) >> softmax(k, x); }},
        rule{"exp(x-logsumexp(k,x)) -> softmax(k,x)", reals, [](over k, ref x) { return exp(log_softmax(k, x)) >> softmax(k, x); }},
        rule{"log(softmax(k,x)) -> log_softmax(k,x)", reals, [](over k, ref x) { return log(softmax(k, x)) >> log_softmax(k, x); }},
        rule{"x-logsumexp(k,x) -> log_softmax(k,x)", reals, [](over k, ref x) { return (x - logsumexp(k, x)) >> log_softmax(k, x); }},
        // products of many factors overflow and underflow, their logarithms do not
        rule{"log(prod(k,x)) -> sum(k,log(x)), x >= 0", reals, [](over k, ref x) { return log(prod(k, x)) >> sum(k, log(x)); },
             [](over, ref x) { return x.range().non_negative(); }},
        rule{"log(prod(k,x)) -> where(prod(k,sign(x))>=0, sum(k,log(where(x<0,-x,x))), nan)", reals,
             [](over k, ref x) { return log(prod(k, x)) >> where(ge(prod(k, sign(x)), 0), sum(k, log(where(lt(x, 0), -x, x))), not_a_number); }},
        rule{"prod(k,exp(x)) -> exp(sum(k,x))", reals, [](over k, ref x) { return prod(k, exp(x)) >> exp(sum(k, x)); }},

        rule{"1-softmax(k,x) -> softmax_complement(k,x)", reals, [](over k, ref x) { return (1 - softmax(k, x)) >> softmax_complement(k, x); }},
        rule{"1-softmax_complement(k,x) -> softmax(k,x)", reals, [](over k, ref x) { return (1 - softmax_complement(k, x)) >> softmax(k, x); }},
        function_rule{"softmax(k,z+m) -> softmax(k,z)", reals, &ir::info<op::softmax>, &without_shift<op::softmax>},
        function_rule{"log_softmax(k,z+m) -> log_softmax(k,z)", reals, &ir::info<op::log_softmax>, &without_shift<op::log_softmax>},
        function_rule{"logsumexp(k,z+m) -> m+logsumexp(k,z)", reals, &ir::info<op::logsumexp>, &shift_of_logsumexp},

        // differences that cancel
        rule{"sqrt(1+x)-1 -> sqrt1pm1(x)", reals, [](ref x) { return (sqrt(1 + x) - 1) >> sqrt1pm1(x); }},
        rule{"1-cos(x) -> versine(x)", reals, [](ref x) { return (1 - cos(x)) >> versine(x); }},
        rule{"x-sin(x) -> circular_segment(x)", reals, [](ref x) { return (x - sin(x)) >> circular_segment(x); }},
        rule{"cosh(x)-1 -> 2*sinh(x/2)^2", reals, [](ref x) { return (cosh(x) - 1) >> 2 * square(sinh(0.5 * x)); }},
        rule{"sinh(x)*cosh(x) -> sinh(2*x)/2", reals, [](ref x) { return sinh(x) * cosh(x) >> 0.5 * sinh(2 * x); }},
        rule{"sinh(x)^2+cosh(x)^2 -> cosh(2*x)", reals, [](ref x) { return (square(sinh(x)) + square(cosh(x))) >> cosh(2 * x); }},
        rule{"1-versine(x) -> cos(x)", reals, [](ref x) { return (1 - versine(x)) >> cos(x); }},
        rule{"1+sqrt1pm1(x) -> sqrt(1+x)", reals, [](ref x) { return (1 + sqrt1pm1(x)) >> sqrt(1 + x); }},
        function_rule{"mean(k,x^2)-mean(k,x)^2 -> mean(k,(x-mean(k,x))^2)", reals, &ir::sum_record, &one_pass_variance, ir::set_of(&ir::product_record)},
        function_rule{"sum(k,x-mean(k,x)) -> 0", reals, &ir::info<op::sum>, &sum_of_deviations, ir::set_of(&ir::sum_record)},
        function_rule{"a*f(x)+a*g(x) -> a*(f(x)+g(x)), where a rule applies to that", reals, &ir::sum_record, &with_common_factor, ir::set_of(&ir::product_record)},
        rule{"x^2-y^2 -> (x-y)*(x+y)", reals, [](ref x, ref y) { return (square(x) - square(y)) >> (x - y) * (x + y); }});
  }
};

}  // namespace gradsmith::rules
