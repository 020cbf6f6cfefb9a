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
#include <gradsmith/op/logcosh.hpp>
#include <gradsmith/op/logit.hpp>
#include <gradsmith/op/logsumexp.hpp>
#include <gradsmith/op/mean.hpp>
#include <gradsmith/op/normal_cdf.hpp>
#include <gradsmith/op/pow.hpp>
#include <gradsmith/op/prod.hpp>
#include <gradsmith/op/sign.hpp>
#include <gradsmith/op/sin.hpp>
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

constexpr bool is_one_of(ir::operation const* op, auto const*... operations) { return ((op == operations) || ...); }

/// What may shorten a sum with f(x) in it, at place `which`: 1 beside what comes close to it, 1 - erf(x); the argument, as in
/// x - sin(x); a function of the opposite, as in softplus(x) - softplus(-x). {} behind the last one.
constexpr ref partner_of(ref function, int which) {
  ir::graph& g = *function.graph;
  ir::operation const* const op = function.node().op;
  bool const is_sigmoid = op == &ir::info<op::sigmoid>, is_softplus = op == &ir::info<op::softplus>;
  ref const x{&g, g[function.id].count > 0 ? g.argument(function.id, 0).node : function.id};
  if (which == 1) return is_sigmoid ? sigmoid(-x) : is_softplus ? softplus(-x) : ref{};
  if (which > 1) return {};
  if (is_softplus || is_one_of(op, &ir::info<op::sin>, &ir::info<op::logsumexp>)) return x;
  bool const near_one = is_sigmoid || is_one_of(op, &ir::info<op::exp>, &ir::info<op::expm1>, &ir::info<op::erf>, &ir::info<op::erfc>, &ir::info<op::normal_cdf>,
                                                &ir::info<op::cos>, &ir::info<op::cosh>, &ir::info<op::versine>, &ir::info<op::sqrt>, &ir::info<op::softmax>,
                                                &ir::info<op::softmax_complement>);
  return near_one ? ir::literal(g, 1) : ref{};
}

/// A sum of two terms with a common factor, a*sigmoid(x) - a, to which a rule applies once the factor is
/// taken out: differentiation multiplies each term by the same adjoint. Such a rule joins f(x) with 1,
/// softplus(x) with x or softplus(-x), sigmoid(x) with sigmoid(-x) and so on; these partners are looked up, not searched.
constexpr ref with_common_factor(ref y) {
  ir::graph& g = *y.graph;
  ir::node const n = y.node();
  for (int a = 0; a < n.count; ++a) {
    ir::edge const term = g.argument(y.id, a);
    if (g[term.node].op != &ir::product_record) continue;
    for (int f = 0; f < g[term.node].count; ++f) {
      ir::edge const factor = g.argument(term.node, f);
      if (factor.weight != 1) continue;
      ref const function{&g, factor.node};
      for (int which = 0;; ++which) {
        ref const rest = partner_of(function, which);
        if (!rest.exists()) break;
        ref const common = ref{&g, term.node} / function;
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

/// For a sum of two: the number of x-y beside x+y, if the graph has it; -1 if it has not, or if that is no sum of two.
constexpr int conjugate_in_use(ir::graph const& g, int id) {
  ir::node conjugate = g[id];
  if (conjugate.op != &ir::sum_record || conjugate.count + (conjugate.value != 0 ? 1 : 0) != 2) return -1;
  ir::edge terms[2]{g.argument(id, 0), {}};
  if (conjugate.count == 2) terms[1] = {g.argument(id, 1).node, -g.argument(id, 1).weight};
  conjugate.value = 0 - conjugate.value;
  return g.find(conjugate, terms, conjugate.count);
}

/// z*(x+y) + z*(x-y) is 2*z*x, and with a minus 2*z*y: the derivative of x^2-y^2, taken apart, has no digits of the lesser.
constexpr ref sum_of_conjugates(ref y) {
  ir::graph& g = *y.graph;
  ir::node const n = y.node();
  for (int a = 0; a < n.count; ++a) {
    ir::edge const term = g.argument(y.id, a);
    if (g[term.node].op != &ir::product_record) continue;
    for (int f = 0; f < g[term.node].count; ++f) {
      ir::edge const factor = g.argument(term.node, f);
      if (factor.weight < 1) continue;
      int const other = conjugate_in_use(g, factor.node);
      if (other < 0) continue;
      ref const both{&g, factor.node}, conjugate = ir::finished(g, other);
      ref const rest = ref{&g, term.node} / both;
      ref const product = rest * conjugate;
      int const b = ir::position_of_term(y, product);
      if (b < 0 || b == a) continue;
      bool const scaled = g.kind(product.id) == ir::form::sum && ir::is_scaled(product.node());
      double const weight = g.argument(y.id, b).weight / (scaled ? g.argument(product.id, 0).weight : 1);
      if (weight != term.weight && weight != -term.weight) continue;
      vec<ir::edge> terms;
      for (int m = 0; m < n.count; ++m)
        if (m != a && m != b) terms.push_back(g.argument(y.id, m));
      terms.push_back({(rest * (weight == term.weight ? both + conjugate : both - conjugate)).id, term.weight});
      return ir::make_sum(g, terms, n.value);
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

/// pow(sigmoid(x), c) is exp(-c*softplus(-x)). For a number c only: 0 times infinity would be no 1.
constexpr ref power_of_sigmoid(ref y) {
  ir::graph& g = *y.graph;
  int const base = g.argument(y.id, 0).node, exponent = g.argument(y.id, 1).node;
  if (g[base].op != &ir::info<op::sigmoid> || !g.is_literal(exponent) || !bounds::is_finite(g[exponent].value)) return {};
  return exp(-g[exponent].value * softplus(-ref{&g, g.argument(base, 0).node}));
}

/// sum(k, a*softmax(k,x)) is a, where a does not vary along k.
constexpr ref sum_of_softmax(ref y) {
  ir::graph& g = *y.graph;
  ir::axis_set const bound = y.node().bound;
  ref const x{&g, g.argument(y.id, 0).node};
  bool const is_product = x.node().op == &ir::product_record;
  for (int k = 0; k < (is_product ? x.node().count : 1); ++k) {
    ir::edge const factor = is_product ? g.argument(x.id, k) : ir::edge{x.id, 1};
    ir::node const n = g[factor.node];
    if (n.op != &ir::info<op::softmax> || factor.weight != 1 || !ir::is_subset(n.bound, bound)) continue;
    ref const rest = x / ref{&g, factor.node};
    if ((rest.axes() & n.bound) == 0) return sum(over{bound & ~n.bound}, rest);
  }
  return {};
}

/// f(-x) as f(x) or -f(x) for even and odd functions: the sum whose first coefficient is positive.
template <class Op, int Sign>
constexpr ref of_negative(ref y) {
  ref const x{y.graph, y.graph->argument(y.id, 0).node};
  if (x.node().op->kind != ir::form::sum || x.node().count == 0 || y.graph->argument(x.id, 0).weight >= 0) return {};
  return static_cast<double>(Sign) * call<Op>(-x);
}

/// log(erfc(x)/2) is log_normal_cdf(-sqrt(2)*x): a normal distribution written by its error function, whose argument is z/sqrt(2).
constexpr ref log_of_half_erfc(ref y) {
  ir::graph& g = *y.graph;
  int const inner = g.argument(y.id, 0).node;
  if (g.kind(inner) != ir::form::sum || !ir::is_scaled(g[inner])) return {};
  auto const [function, half] = g.argument(inner, 0);
  if (half != 0.5 || g[function].op != &ir::info<op::erfc>) return {};
  ref const x{&g, g.argument(function, 0).node};
  if (g.kind(x.id) == ir::form::sum && ir::is_scaled(x.node())) {
    auto const [z, slope] = g.argument(x.id, 0);
    double const size = (slope < 0 ? -slope : slope) * 1.4142135623730951 - 1;
    if (size < 1e-15 && size > -1e-15) return log_normal_cdf((slope < 0 ? 1.0 : -1.0) * ref{&g, z});
  }
  return log_normal_cdf(-sqrt(ir::literal(g, 2)) * x);
}

/// x/(x*y) is 1/y, as in the derivative of log(x/y), and 1/mean(k,exp(x)) is n/sum(k,exp(x)), in which softmax is found.
constexpr ref quotient_of_product(ref y) {
  ir::graph& g = *y.graph;
  for (int k = 0; k < y.node().count; ++k) {
    auto const [below, exponent] = g.argument(y.id, k);
    if (exponent >= 0 || g[below].op != &ir::product_record) continue;
    for (int f = 0; f < g[below].count; ++f) {
      auto const [total, inner_exponent] = g.argument(below, f);
      for (int m = 0; m < y.node().count; ++m)
        if (ir::edge const other = g.argument(y.id, m); other.node == total && other.weight * inner_exponent > 0) return without_nested_powers(y);
      if (g[total].op == &ir::info<op::sum> && g[g.argument(total, 0).node].op == &ir::info<op::exp>) return without_nested_powers(y);
    }
  }
  return {};
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

        rule{"log(cosh(x)) -> logcosh(x)", reals, [](ref x) { return log(cosh(x)) >> logcosh(x); }},
        rule{"log(sinh(x)) -> x+log1mexp(-2*x)-log(2)", reals,
             [](ref x) { return log(sinh(x)) >> (x + log1mexp(-2 * x) - log(ir::literal(*x.graph, 2))); }},
        rule{"log(-sinh(x)) -> -x+log1mexp(2*x)-log(2)", reals,
             [](ref x) { return log(-sinh(x)) >> (-x + log1mexp(2 * x) - log(ir::literal(*x.graph, 2))); }},

        rule{"softplus(x)-x -> softplus(-x)", reals, [](ref x) { return (softplus(x) - x) >> softplus(-x); }},
        rule{"softplus(x)-softplus(-x) -> x", reals, [](ref x) { return (softplus(x) - softplus(-x)) >> x; }},

        // exponentials less 1
        rule{"exp(x)-1 -> expm1(x)", reals, [](ref x) { return (exp(x) - 1) >> expm1(x); }},
        rule{"1+expm1(x) -> exp(x)", reals, [](ref x) { return (1 + expm1(x)) >> exp(x); }},
        rule{"exp(x)*exp(-x) -> 1", reals, [](ref x) { return exp(x) * exp(-x) >> 1; }},
        rule{"exp(x)-exp(-x) -> 2*sinh(x)", reals, [](ref x) { return (exp(x) - exp(-x)) >> 2 * sinh(x); }},
        rule{"sinh(x)/(exp(x)+exp(-x)) -> tanh(x)/2", reals, [](ref x) { return sinh(x) / (exp(x) + exp(-x)) >> 0.5 * tanh(x); }},
        rule{"exp(x)/expm1(x)^2 -> exp(-|x|)/expm1(-|x|)^2, unless x <= 0", reals,
             [](ref x) { return exp(x) / square(expm1(x)) >> exp(-abs(x)) / square(expm1(-abs(x))); },
             [](ref x) { return x.range().upper > 0; }},

        // the logistic function, from whatever differentiation or the user wrote
        rule{"1/(1+exp(x)) -> sigmoid(-x)", reals, [](ref x) { return 1 / (1 + exp(x)) >> sigmoid(-x); }},
        function_rule{"1/(c+d*exp(x)) -> sigmoid(-x-log(d/c))/c, c, d > 0", reals, &ir::product_record, &logistic_quotient, ir::set_of(&ir::sum_record)},
        function_rule{"exp(x)/(d*exp(x)+y) -> sigmoid(x+log(d)-log(y))/d, where log(y) simplifies", reals, &ir::product_record, &share_of_exponentials,
                      ir::set_of(&ir::sum_record) | ir::set_of(&ir::info<op::exp>)},
        rule{"exp(x)/(1+sum(k,exp(x))) -> softmax(k,x)*sigmoid(logsumexp(k,x))", reals,
             [](over k, ref x) { return exp(x) / (1 + sum(k, exp(x))) >> softmax(k, x) * sigmoid(logsumexp(k, x)); }},
        rule{"exp(x)*sigmoid(-x) -> sigmoid(x)", reals, [](ref x) { return exp(x) * sigmoid(-x) >> sigmoid(x); }},
        rule{"1-sigmoid(x) -> sigmoid(-x)", reals, [](ref x) { return (1 - sigmoid(x)) >> sigmoid(-x); }},
        rule{"sigmoid(x)+sigmoid(-x) -> 1", reals, [](ref x) { return (sigmoid(x) + sigmoid(-x)) >> 1; }},
        rule{"sigmoid(x)-sigmoid(-x) -> tanh(x/2)", reals, [](ref x) { return (sigmoid(x) - sigmoid(-x)) >> tanh(0.5 * x); }},
        rule{"2*sigmoid(x)-1 -> tanh(x/2)", reals, [](ref x) { return (2 * sigmoid(x) - 1) >> tanh(0.5 * x); }},
        rule{"expm1(x)*sigmoid(-x) -> tanh(x/2)", reals, [](ref x) { return expm1(x) * sigmoid(-x) >> tanh(0.5 * x); }},
        rule{"sigmoid(x)/sigmoid(-x) -> exp(x)", reals, [](ref x) { return sigmoid(x) / sigmoid(-x) >> exp(x); }},
        rule{"sigmoid(x)*sigmoid(-x) -> logistic_density(x)", reals, [](ref x) { return sigmoid(x) * sigmoid(-x) >> logistic_density(x); }},
        rule{"logistic_density(x)/sigmoid(x) -> sigmoid(-x)", reals, [](ref x) { return logistic_density(x) / sigmoid(x) >> sigmoid(-x); }},
        rule{"logistic_density(x)/sigmoid(-x) -> sigmoid(x)", reals, [](ref x) { return logistic_density(x) / sigmoid(-x) >> sigmoid(x); }},
        rule{"1-tanh(x)^2 -> 4*logistic_density(2*x)", reals, [](ref x) { return (1 - square(tanh(x))) >> 4 * logistic_density(2 * x); }},
        function_rule{"tanh(-x) -> -tanh(x)", reals, &ir::info<op::tanh>, &of_negative<op::tanh, -1>, ir::set_of(&ir::sum_record)},
        function_rule{"sinh(-x) -> -sinh(x)", reals, &ir::info<op::sinh>, &of_negative<op::sinh, -1>, ir::set_of(&ir::sum_record)},
        function_rule{"cosh(-x) -> cosh(x)", reals, &ir::info<op::cosh>, &of_negative<op::cosh, 1>, ir::set_of(&ir::sum_record)},
        function_rule{"logistic_density(-x) -> logistic_density(x)", reals, &ir::info<op::logistic_density>, &of_negative<op::logistic_density, 1>, ir::set_of(&ir::sum_record)},
        rule{"log(sigmoid(x)) -> -softplus(-x)", reals, [](ref x) { return log(sigmoid(x)) >> -softplus(-x); }},
        rule{"log(logistic_density(x)) -> -softplus(x)-softplus(-x)", reals, [](ref x) { return log(logistic_density(x)) >> (-softplus(x) - softplus(-x)); }},
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
        function_rule{"log(erfc(x)/2) -> log_normal_cdf(-sqrt(2)*x)", reals, &ir::info<op::log>, &log_of_half_erfc, ir::set_of(&ir::sum_record)},
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
        function_rule{"log(sum(k,exp(x)*y)) -> logsumexp(k,x+log(y)), y >= 0, where log(y) simplifies", reals, &ir::info<op::log>, &log_of_weighted_sum,
                      ir::set_of(&ir::info<op::sum>)},
        rule{"exp(x)/sum(k,exp(x)) -> softmax(k,x)", reals, [](over k, ref x) { return exp(x) / sum(k, exp(x)) >> softmax(k, x); }},
        function_rule{"x/(x*y) -> 1/y; exp(x)/mean(k,exp(x)) -> n*softmax(k,x)", reals, &ir::product_record, &quotient_of_product, ir::set_of(&ir::product_record)},
        rule{"exp(x-logsumexp(k,x)) -> softmax(k,x)", reals, [](over k, ref x) { return exp(log_softmax(k, x)) >> softmax(k, x); }},
        rule{"log(softmax(k,x)) -> log_softmax(k,x)", reals, [](over k, ref x) { return log(softmax(k, x)) >> log_softmax(k, x); }},
        rule{"x-logsumexp(k,x) -> log_softmax(k,x)", reals, [](over k, ref x) { return (x - logsumexp(k, x)) >> log_softmax(k, x); }},
        // products of many factors overflow and underflow, their logarithms do not
        rule{"log(prod(k,x)) -> sum(k,log(x)), x >= 0", reals, [](over k, ref x) { return log(prod(k, x)) >> sum(k, log(x)); },
             [](over, ref x) { return x.range().non_negative(); }},
        rule{"log(prod(k,x)) -> where(prod(k,sign(x))>=0, sum(k,log(where(x<0,-x,x))), nan)", reals,
             [](over k, ref x) { return log(prod(k, x)) >> where(ge(prod(k, sign(x)), 0), sum(k, log(where(lt(x, 0), -x, x))), not_a_number); }},
        rule{"prod(k,exp(x)) -> exp(sum(k,x))", reals, [](over k, ref x) { return prod(k, exp(x)) >> exp(sum(k, x)); }},

        function_rule{"sum(k,a*softmax(k,x)) -> a, a does not vary along k", reals, &ir::info<op::sum>, &sum_of_softmax},
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
        function_rule{"x-mean(k,x) -> z-mean(k,z), x = z+m, m does not vary along k", reals, &ir::sum_record, &shift_of_deviation, ir::set_of(&ir::product_record)},
        function_rule{"sum(k,x-mean(k,x)) -> 0", reals, &ir::info<op::sum>, &sum_of_deviations, ir::set_of(&ir::sum_record)},
        function_rule{"a*f(x)+a*g(x) -> a*(f(x)+g(x)), where a rule applies to that", reals, &ir::sum_record, &with_common_factor, ir::set_of(&ir::product_record)},
        function_rule{"z*(x+y)+z*(x-y) -> 2*z*x", reals, &ir::sum_record, &sum_of_conjugates, ir::set_of(&ir::product_record)},
        rule{"x^2-y^2 -> (x-y)*(x+y)", reals, [](ref x, ref y) { return (square(x) - square(y)) >> (x - y) * (x + y); }});
  }
};

}  // namespace gradsmith::rules
