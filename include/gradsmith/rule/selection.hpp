// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Rules about where, pick and the Kronecker delta: choices stay choices, and never become products.
#pragma once

#include <gradsmith/ir/substitute.hpp>
#include <gradsmith/op/kronecker.hpp>
#include <gradsmith/op/log.hpp>
#include <gradsmith/op/where.hpp>
#include <gradsmith/rule/table.hpp>

namespace gradsmith::rules {

/// A factor moves into a choice unless that would make it vary along more axes.
constexpr bool fits_inside(ref factor, ref condition, ref value) {
  return ir::is_subset(factor.axes(), condition.axes() | value.axes());
}

/// sum(k, kronecker(k, m) * f(k)) is f(m).
constexpr ref sum_with_delta(ref y) {
  ir::graph& g = *y.graph;
  ir::node const n = y.node();
  ref const x{&g, g.argument(y.id, 0).node};
  for (ir::axis_set rest = n.bound; rest != 0; rest = ir::without_first(rest)) {
    int const k = ir::first_axis(rest);
    ref const delta = op::find_delta(x, k);
    if (!delta.exists()) continue;
    int const m = ir::first_axis(delta.axes() & ~ir::axis_bit(k));
    return sum(over{n.bound & ~ir::axis_bit(k)}, ir::substitute_axis(x / delta, k, m));
  }
  return {};
}

/// The position `label` in eq(index(k), label), if `condition` is that.
constexpr ref picked_position(ref condition, int k) {
  ir::graph& g = *condition.graph;
  if (condition.node().op != &ir::info<op::eq>) return {};
  for (int side = 0; side < 2; ++side) {
    ref const position{&g, g.argument(condition.id, side).node};
    ref const label{&g, g.argument(condition.id, 1 - side).node};
    if (position == ir::index(g, k) && !ir::contains(label.axes(), k)) return label;
  }
  return {};
}

/// sum(k, where(k == label, a, 0)) with a that does not vary along k is a: labels lie within the axis.
constexpr ref sum_of_one_hot(ref y) {
  ir::graph& g = *y.graph;
  ir::node const n = y.node();
  int const inner = g.argument(y.id, 0).node;
  if (g[inner].op != &ir::info<op::where>) return {};
  ref const condition{&g, g.argument(inner, 0).node};
  ref const value{&g, g.argument(inner, 1).node};
  ref const other{&g, g.argument(inner, 2).node};
  if (!g.is_literal(other.id) || other.node().value != 0) return {};
  for (ir::axis_set rest = n.bound; rest != 0; rest = ir::without_first(rest)) {
    int const k = ir::first_axis(rest);
    if (ir::contains(value.axes(), k) || !picked_position(condition, k).exists()) continue;
    return sum(over{n.bound & ~ir::axis_bit(k)}, value);
  }
  return {};
}

/// log(pick(k, e, label)) is pick(k, log(e), label).
constexpr ref log_of_pick(ref y) {
  ir::graph& g = *y.graph;
  int const total = g.argument(y.id, 0).node;
  if (g[total].op != &ir::info<op::sum> || ir::count(g[total].bound) != 1) return {};
  int const inner = g.argument(total, 0).node;
  if (g[inner].op != &ir::info<op::where>) return {};
  ref const condition{&g, g.argument(inner, 0).node};
  ref const value{&g, g.argument(inner, 1).node};
  ref const other{&g, g.argument(inner, 2).node};
  if (!g.is_literal(other.id) || other.node().value != 0) return {};
  if (!picked_position(condition, ir::first_axis(g[total].bound)).exists()) return {};
  return sum(over{g[total].bound}, where(condition, log(value), 0));
}

struct selection {
  static constexpr auto rules = [] {
    using enum validity;
    return parse_rules(
        rule{"x*where(c,y,0) -> where(c,x*y,0)", always,
             [](auto c, auto y, auto x) { return x * where(c, y, 0) >> where(c, x * y, 0); },
             [](auto c, auto y, auto x) { return fits_inside(x, c, y); }},
        rule{"x*where(c,0,y) -> where(c,0,x*y)", always,
             [](auto c, auto y, auto x) { return x * where(c, 0, y) >> where(c, 0, x * y); },
             [](auto c, auto y, auto x) { return fits_inside(x, c, y); }},
        rule{"where(c,x,0)+where(c,0,y) -> where(c,x,y)", always,
             [](auto c, auto x, auto y) { return (where(c, x, 0) + where(c, 0, y)) >> where(c, x, y); }},
        rule{"where(c,x,0)+where(c,y,0) -> where(c,x+y,0)", always,
             [](auto c, auto x, auto y) { return (where(c, x, 0) + where(c, y, 0)) >> where(c, x + y, 0); }},
        rule{"where(c,0,x)+where(c,0,y) -> where(c,0,x+y)", always,
             [](auto c, auto x, auto y) { return (where(c, 0, x) + where(c, 0, y)) >> where(c, 0, x + y); }},
        function_rule{"sum(k, kronecker(k,m)*f(k)) -> f(m)", reals, &ir::info<op::sum>, &sum_with_delta},
        function_rule{"sum(k, where(k==label,a,0)) -> a", reals, &ir::info<op::sum>, &sum_of_one_hot},
        function_rule{"log(pick(k,e,label)) -> pick(k,log(e),label)", reals, &ir::info<op::log>, &log_of_pick});
  }();
};

}  // namespace gradsmith::rules
