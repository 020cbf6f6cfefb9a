// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Rules of algebra beyond the canonical forms: inverse functions, powers, values at 0 and 1.
#pragma once

#include <gradsmith/op/abs.hpp>
#include <gradsmith/op/exp2.hpp>
#include <gradsmith/op/expm1.hpp>
#include <gradsmith/op/log1p.hpp>
#include <gradsmith/op/log2.hpp>
#include <gradsmith/op/norm2.hpp>
#include <gradsmith/op/pow.hpp>
#include <gradsmith/op/relu.hpp>
#include <gradsmith/op/softplus.hpp>
#include <gradsmith/op/sqrt.hpp>
#include <gradsmith/op/square.hpp>
#include <gradsmith/op/where.hpp>
#include <gradsmith/op/xlog1py.hpp>
#include <gradsmith/op/xlogy.hpp>
#include <gradsmith/rule/exchange_of_sums.hpp>
#include <gradsmith/rule/logarithms.hpp>
#include <gradsmith/rule/natural_log.hpp>
#include <gradsmith/rule/table.hpp>

namespace gradsmith::rules {

/// log of a product, where that lets the logarithm of a factor disappear (or the factor is a power): all factors are
/// positive then, but for those that stay one product, log(y*exp(x)) -> log(y)+x.
constexpr ref log_of_product(ref y) {
  ir::graph& g = *y.graph;
  int const inner = g.argument(y.id, 0).node;
  ir::node const n = g[inner];
  if (n.op->kind == ir::form::sum && ir::is_scaled(n)) {
    auto const [x, c] = g.argument(inner, 0);
    if (c == -1) return {};
    ref const simpler = log(c < 0 ? -ref{&g, x} : ref{&g, x});
    return is_multiple_of_log(simpler) ? ref{} : simpler + log(ir::literal(g, c < 0 ? -c : c));
  }
  if (n.op->kind != ir::form::product) return {};
  bool simpler = n.count == 1;
  vec<ir::edge> terms;
  for (int k = 0; k < n.count; ++k) {
    ir::edge const factor = g.argument(inner, k);
    if (!g[factor.node].range.non_negative()) {
      auto const [logarithm, others, above] = split_logarithm({&g, inner});
      return logarithm.exists() ? log(others) + logarithm : ref{};
    }
    ref const term = log(ref{&g, factor.node});
    simpler = simpler || !is_multiple_of_log(term);
    terms.push_back({term.id, factor.weight});
  }
  return simpler ? ir::make_sum(g, terms, 0) : ref{};
}

/// xlogy(x,y*z) is xlogy(x,z)+x*log(y) where log(y) simplifies. Entries of weight 0 and of probability 0, as exp(-inf), stay 0.
constexpr ref xlogy_of_product(ref y) {
  ir::graph& g = *y.graph;
  ref const x{&g, g.argument(y.id, 0).node};
  ref const all{&g, g.argument(y.id, 1).node};
  auto const [logarithm, others, above] = split_logarithm(all);
  if (!logarithm.exists()) return {};
  ref product = x * logarithm;
  if (above) product = where(where(eq(x, 0), eq(all / others, 0), 0), 0, product);
  return others == ir::literal(g, 1) ? product : xlogy(x, others) + product;
}
/// The same of xlog1py(x,-sigmoid(z)).
constexpr ref xlog1py_of_probability(ref y) {
  ir::graph& g = *y.graph;
  ref const x{&g, g.argument(y.id, 0).node};
  ref const probability{&g, g.argument(y.id, 1).node};
  ref const logarithm = log1p(probability);
  if (logarithm.node().op == &ir::info<op::log1p> || is_multiple_of_log(logarithm)) return {};
  return where(where(eq(x, 0), eq(probability, -1), 0), 0, x * logarithm);
}

/// log(x^c) is c*log(x) for a number c, and log(sqrt(x)) is log(x)/2, where log(x) is no logarithm any more:
/// log(sqrt(1+exp(x))). (An exponent is not 0: that power is 1 already.)
constexpr ref log_of_power(ref y) {
  ir::graph& g = *y.graph;
  int const inner = g.argument(y.id, 0).node;
  double exponent = 0;
  ref const x{&g, g[inner].count > 0 ? g.argument(inner, 0).node : inner};
  if (g[inner].op == &ir::info<op::sqrt>) exponent = 0.5;
  else if (g[inner].op == &ir::info<op::pow> && x.range().non_negative() && g.is_literal(g.argument(inner, 1).node)) exponent = g[g.argument(inner, 1).node].value;
  if (exponent == 0) return {};
  ref const simpler = log(x);
  return is_multiple_of_log(simpler) ? ref{} : exponent * simpler;
}

/// sqrt(c * x^2 * y^4) is sqrt(c) * |x| * y^2; the square root of a square number is a number.
constexpr ref sqrt_of_squares(ref y) {
  ir::graph& g = *y.graph;
  int inner = g.argument(y.id, 0).node;
  double coefficient = 1;
  if (g.kind(inner) == ir::form::sum && ir::is_scaled(g[inner])) {
    coefficient = g.argument(inner, 0).weight;
    inner = g.argument(inner, 0).node;
  }
  if (g.kind(inner) != ir::form::product || coefficient < 0) return {};
  ir::node const n = g[inner];
  for (int k = 0; k < n.count; ++k)
    if (static_cast<int>(g.edges[n.first + k].weight) % 2 != 0) return {};
  double whole = 1;
  while (whole * whole < coefficient && whole < 1000) ++whole;
  ref result = whole * whole == coefficient ? ir::literal(g, whole) : sqrt(ir::literal(g, coefficient));
  for (int k = 0; k < n.count; ++k) {
    ir::edge const factor = g.edges[n.first + k];
    result = result * ir::power(abs(ref{&g, factor.node}), static_cast<int>(factor.weight) / 2);
  }
  return result;
}

/// |-x| is |x|: the sum whose first coefficient is positive.
constexpr ref abs_of_negative(ref y) {
  ir::graph& g = *y.graph;
  ref const x{&g, g.argument(y.id, 0).node};
  if (x.range().non_negative()) return x;
  if (x.node().op->kind == ir::form::sum && g.argument(x.id, 0).weight < 0) return abs(-x);
  return {};
}

struct algebra {
  static constexpr auto rules() {
    using enum validity;
    return parse_rules(
        rule{"log(exp(x)) -> x", reals, [](ref x) { return log(exp(x)) >> x; }},
        rule{"log2(exp2(x)) -> x", reals, [](ref x) { return log2(exp2(x)) >> x; }},
        rule{"exp(log1p(x)/2) -> sqrt(1+x)", reals, [](ref x) { return exp(0.5 * log1p(x)) >> sqrt(1 + x); }},
        function_rule{"log(sqrt(x)) -> log(x)/2, where that simplifies", reals, &ir::info<op::log>, &log_of_power, ir::set_of(&ir::info<op::sqrt>)},
        function_rule{"log(pow(x,c)) -> c*log(x), x >= 0, where that simplifies", reals, &ir::info<op::log>, &log_of_power, ir::set_of(&ir::info<op::pow>)},
        rule{"exp(log(x)) -> x, x >= 0", reals, [](ref x) { return exp(log(x)) >> x; }, [](ref x) { return x.range().non_negative(); }},
        rule{"exp(log(x)) -> where(x>=0, x, nan)", reals, [](ref x) { return exp(log(x)) >> where(ge(x, 0), x, not_a_number); }},
        rule{"exp(log1p(x)) -> 1+x, x >= 0", reals, [](ref x) { return exp(log1p(x)) >> (1 + x); }, [](ref x) { return x.range().non_negative(); }},
        rule{"exp(log1p(x)) -> where(x>=-1, 1+x, nan)", reals, [](ref x) { return exp(log1p(x)) >> where(ge(x, -1), 1 + x, not_a_number); }},
        rule{"expm1(log(x)) -> where(x>=0, x-1, nan)", reals, [](ref x) { return expm1(log(x)) >> where(ge(x, 0), x - 1, not_a_number); }},
        rule{"expm1(log1p(x)) -> where(x>=-1, x, nan)", reals, [](ref x) { return expm1(log1p(x)) >> where(ge(x, -1), x, not_a_number); }},
        rule{"log1p(expm1(x)) -> x", reals, [](ref x) { return log1p(expm1(x)) >> x; }},
        rule{"softplus(log(x)) -> where(x>=0, log1p(x), nan)", reals, [](ref x) { return softplus(log(x)) >> where(ge(x, 0), log1p(x), not_a_number); }},
        rule{"sqrt(x)^2 -> x, x >= 0", reals, [](ref x) { return square(sqrt(x)) >> x; }, [](ref x) { return x.range().non_negative(); }},
        rule{"1/sqrt(x)^2 -> 1/x, x >= 0", reals, [](ref x) { return pow(sqrt(x), -2) >> 1 / x; }, [](ref x) { return x.range().non_negative(); }},
        rule{"norm2(k,x)^2 -> sum(k,x^2)", reals, [](over k, ref x) { return square(norm2(k, x)) >> sum(k, square(x)); }},
        rule{"x*sign(x) -> abs(x)", always, [](ref x) { return x * sign(x) >> abs(x); }},
        rule{"abs(x)*sign(x) -> x", always, [](ref x) { return abs(x) * sign(x) >> x; }},
        rule{"abs(x)^2 -> x^2", always, [](ref x) { return square(abs(x)) >> square(x); }},
        rule{"relu(x) -> x, x >= 0", always, [](ref x) { return relu(x) >> x; }, [](ref x) { return x.range().non_negative(); }},
        function_rule{"log(x*y) -> log(x)+log(y), y >= 0, where log(y) simplifies", reals, &ir::info<op::log>, &log_of_product},
        function_rule{"xlogy(x,y*z) -> xlogy(x,z)+x*log(y), y >= 0, where log(y) simplifies", reals, &ir::info<op::xlogy>, &xlogy_of_product},
        function_rule{"xlog1py(x,y) -> x*log1p(y), where that simplifies", reals, &ir::info<op::xlog1py>, &xlog1py_of_probability},
        function_rule{"sqrt(c*x^2) -> sqrt(c)*abs(x)", reals, &ir::info<op::sqrt>, &sqrt_of_squares},
        function_rule{"abs(-x) -> abs(x); abs(x) -> x, x >= 0", always, &ir::info<op::abs>, &abs_of_negative},
        function_rule{"sum(i,p*sum(j,f*m)) -> sum(j,f*sum(i,p*m)), f has an axis that p and m lack, and not i", reals, &ir::info<op::sum>, &exchanged_sums,
                      ir::set_of(&ir::product_record)});
  }
};

}  // namespace gradsmith::rules
