// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// x*log(y) where both are 0: its limit, 0, and not 0 times infinity.
#pragma once

#include <gradsmith/op/compare.hpp>
#include <gradsmith/op/log.hpp>
#include <gradsmith/op/log10.hpp>
#include <gradsmith/op/log1p.hpp>
#include <gradsmith/op/log2.hpp>
#include <gradsmith/op/where.hpp>

namespace gradsmith::rules {

/// x*log(y) is 0 where x and y are 0, and x*log1p(y) where x is 0 and y is -1; so are x*(log(y) - log(z)) and powers of
/// the logarithm. Only for x and y along the same axes: a sum over products of what varies along different axes is a
/// matrix product and stays one.
///
/// For programs, after differentiation: the derivative by x is log(y), infinite at 0, which is the truth; xlogy has 0.
class zero_times_logarithm {
 public:
  /// What the product y is to be; no node if it stays.
  static constexpr ref apply(ref y) {
    ir::graph& g = *y.graph;
    bool any = false;
    for (int k = 0; k < y.node().count && !any; ++k) any = has_logarithm(g, g.argument(y.id, k).node);
    if (!any) return {};
    ref others = ir::literal(g, 1);
    for (int k = 0; k < y.node().count; ++k)
      if (ir::edge const factor = g.argument(y.id, k); factor.weight > 0 && !has_logarithm(g, factor.node))
        others = others * ir::power(ref{&g, factor.node}, static_cast<int>(factor.weight));
    if (others.range().lower > 0 || others.range().upper < 0) return {};
    bool changed = false;
    vec<ir::edge> factors;
    for (int k = 0; k < y.node().count; ++k) {
      ir::edge factor = g.argument(y.id, k);
      if (factor.weight > 0 && has_logarithm(g, factor.node)) {
        int const guarded = factor_beside(others, {&g, factor.node}).id;
        changed = changed || guarded != factor.node;
        factor.node = guarded;
      }
      factors.push_back(factor);
    }
    return changed ? ir::make_product(g, factors, 1) : ref{};
  }

 private:
  static constexpr ir::operation const* kinds[]{&ir::info<op::log>, &ir::info<op::log1p>, &ir::info<op::log2>,
                                                &ir::info<op::log10>};
  static constexpr ir::operation_set logarithms =
      ir::set_of(kinds[0]) | ir::set_of(kinds[1]) | ir::set_of(kinds[2]) | ir::set_of(kinds[3]);

  static constexpr bool is_logarithm(ir::graph const& g, int id) {
    for (ir::operation const* kind : kinds)
      if (g[id].op == kind) return true;
    return false;
  }
  static constexpr bool has_logarithm(ir::graph const& g, int id) {
    ir::operation const* const kind = g[id].op;
    if (kind != &ir::sum_record) return (ir::set_of(kind) & logarithms) != 0 && is_logarithm(g, id);
    if ((ir::argument_operations(g, id) & logarithms) == 0) return false;
    for (int k = 0; k < g[id].count; ++k)
      if (is_logarithm(g, g.argument(id, k).node)) return true;
    return false;
  }
  /// A logarithm, or a sum with some, whose logarithms are 0 where they are infinite and multiplied by 0.
  static constexpr ref factor_beside(ref others, ref x) {
    ir::graph& g = *x.graph;
    if (is_logarithm(g, x.id)) return logarithm_beside(others, x);
    vec<ir::edge> terms;
    for (int k = 0; k < x.node().count; ++k) {
      ir::edge term = g.argument(x.id, k);
      if (is_logarithm(g, term.node)) term.node = logarithm_beside(others, {&g, term.node}).id;
      terms.push_back(term);
    }
    return ir::make_sum(g, terms, x.node().value);
  }
  static constexpr ref logarithm_beside(ref others, ref logarithm) {
    ir::graph& g = *logarithm.graph;
    if (logarithm.axes() != others.axes()) return logarithm;
    ref const argument{&g, g.argument(logarithm.id, 0).node};
    bool const shifted = logarithm.node().op == &ir::info<op::log1p>;
    if (argument.range().lower > (shifted ? -1 : 0)) return logarithm;
    ref const zero = ir::literal(g, 0);
    ref const choice = shifted ? where(eq(argument, -1), zero, logarithm) : unless_zero(others, argument, logarithm);
    return where(eq(others, zero), choice, logarithm);
  }
  /// A quotient counts as 0 if its numerator is, whatever number divides it: t*log(t/q) is 0 where t is.
  static constexpr ref unless_zero(ref others, ref argument, ref logarithm) {
    ref const zero = ir::literal(*argument.graph, 0);
    ref const numerator = part_of_sign(argument, 1);
    ref const divisor = part_of_sign(argument, -1);
    ref const choice = numerator == others ? zero : where(eq(numerator, zero), zero, logarithm);
    return divisor.node().op->kind == ir::form::literal ? choice : where(eq(divisor, divisor), choice, logarithm);
  }
  /// The part of a product with exponents of one sign, these taken as positive; 1 if there is none.
  static constexpr ref part_of_sign(ref x, int sign) {
    ir::graph& g = *x.graph;
    if (x.node().op != &ir::product_record) return sign > 0 ? x : ir::literal(g, 1);
    ref part = ir::literal(g, 1);
    for (int k = 0; k < x.node().count; ++k)
      if (ir::edge const factor = g.argument(x.id, k); factor.weight * sign > 0)
        part = part * ir::power(ref{&g, factor.node}, static_cast<int>(factor.weight) * sign);
    return part;
  }
};

}  // namespace gradsmith::rules
