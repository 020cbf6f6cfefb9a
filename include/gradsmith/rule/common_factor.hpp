// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Sums of two terms that share a factor, which differentiation put there.
#pragma once

#include <gradsmith/op/cos.hpp>
#include <gradsmith/op/cosh.hpp>
#include <gradsmith/op/erf.hpp>
#include <gradsmith/op/erfc.hpp>
#include <gradsmith/op/exp.hpp>
#include <gradsmith/op/expm1.hpp>
#include <gradsmith/op/logsumexp.hpp>
#include <gradsmith/op/normal_cdf.hpp>
#include <gradsmith/op/sigmoid.hpp>
#include <gradsmith/op/sin.hpp>
#include <gradsmith/op/softmax.hpp>
#include <gradsmith/op/softmax_complement.hpp>
#include <gradsmith/op/softplus.hpp>
#include <gradsmith/op/sqrt.hpp>
#include <gradsmith/op/versine.hpp>

namespace gradsmith::rules {

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

/// The coefficient of a term of a sum that is a multiple of the product: one of its own stands in a scaled product.
constexpr double weight_of(ref sum, int term, ref product) {
  ir::graph const& g = *sum.graph;
  bool const scaled = g.kind(product.id) == ir::form::sum && ir::is_scaled(product.node());
  return g.argument(sum.id, term).weight / (scaled ? g.argument(product.id, 0).weight : 1);
}
/// The sum with one term in the place of two.
constexpr ref with_joined(ref sum, int a, int b, ir::edge joined) {
  ir::node const n = sum.node();
  vec<ir::edge> terms;
  for (int m = 0; m < n.count; ++m)
    if (m != a && m != b) terms.push_back(sum.graph->argument(sum.id, m));
  terms.push_back(joined);
  return ir::make_sum(*sum.graph, terms, n.value);
}

/// A sum of two terms with a common factor, a*sigmoid(x) - a, to which a rule applies once the factor is
/// taken out: differentiation multiplies each term by the same adjoint. Such a rule joins f(x) with 1,
/// softplus(x) with x or softplus(-x), sigmoid(x) with sigmoid(-x) and so on; these partners are looked up, not searched.
constexpr ref with_common_factor(ref y) {
  ir::graph& g = *y.graph;
  for (int a = 0; a < y.node().count; ++a) {
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
        ref const both = term.weight * function + weight_of(y, b, product) * rest;
        if (g.kind(both.id) == ir::form::sum && !ir::is_scaled(both.node())) continue;
        return with_joined(y, a, b, {(common * both).id, 1});
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
  for (int a = 0; a < y.node().count; ++a) {
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
      double const weight = weight_of(y, b, product);
      if (weight != term.weight && weight != -term.weight) continue;
      return with_joined(y, a, b, {(rest * (weight == term.weight ? both + conjugate : both - conjugate)).id, term.weight});
    }
  }
  return {};
}

}  // namespace gradsmith::rules
