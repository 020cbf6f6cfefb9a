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
#include <gradsmith/rule/common_factor.hpp>
#include <gradsmith/rule/deviations.hpp>
#include <gradsmith/rule/exponentials.hpp>
#include <gradsmith/rule/nested_powers.hpp>
#include <gradsmith/rule/shift.hpp>
#include <gradsmith/rule/table.hpp>

namespace gradsmith::rules {

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
