// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Rules about where, pick and the Kronecker delta: choices stay choices, and never become products.
#pragma once

#include <gradsmith/ir/substitute.hpp>
#include <gradsmith/op/incidence.hpp>
#include <gradsmith/op/kronecker.hpp>
#include <gradsmith/op/log.hpp>
#include <gradsmith/op/log_softmax.hpp>
#include <gradsmith/op/logsumexp.hpp>
#include <gradsmith/op/softmax_complement.hpp>
#include <gradsmith/op/where.hpp>
#include <gradsmith/rule/kinks.hpp>
#include <gradsmith/rule/table.hpp>

namespace gradsmith::rules {

/// a * where(c, y, 0) is where(c, a * y, 0). Factors that vary along axes which the choice lacks stay
/// outside, so that it is not made along more axes.
constexpr ref product_with_choice(ref y) {
  ir::graph& g = *y.graph;
  ir::node const n = y.node();
  for (int k = 0; k < n.count; ++k) {
    ir::edge const choice = g.edges[n.first + k];
    if (g[choice.node].op != &ir::info<op::where> || choice.weight != 1) continue;
    ref const condition{&g, g.argument(choice.node, 0).node};
    ref const chosen{&g, g.argument(choice.node, 1).node};
    ref const other{&g, g.argument(choice.node, 2).node};
    bool const zero_first = chosen == ir::literal(g, 0);
    if (!zero_first && other != ir::literal(g, 0)) continue;
    vec<ir::edge> inside;
    vec<ir::edge> outside;
    for (int m = 0; m < n.count; ++m)
      if (ir::edge const factor = g.edges[n.first + m]; m != k)
        (ir::is_subset(g[factor.node].axes, g[choice.node].axes) ? inside : outside).push_back(factor);
    if (inside.empty()) continue;
    inside.push_back({zero_first ? other.id : chosen.id, 1});
    ref const product = ir::make_product(g, inside, 1);
    outside.push_back({(zero_first ? where(condition, 0, product) : where(condition, product, 0)).id, 1});
    return ir::make_product(g, outside, 1);
  }
  return {};
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
    if (ir::would_capture(x / delta, k, m)) continue;
    return sum(over{n.bound & ~ir::axis_bit(k)}, ir::substitute_axis(x / delta, k, m));
  }
  return {};
}

/// sum(m, incidence(m, p) * f(m)) is f at p.
constexpr ref sum_with_incidence(ref y) {
  ir::graph& g = *y.graph;
  ir::node const n = y.node();
  int x = g.argument(y.id, 0).node;
  double weight = 1;
  if (g.kind(x) == ir::form::sum && ir::is_scaled(g[x])) weight = g.argument(x, 0).weight, x = g.argument(x, 0).node;
  int const count = g.kind(x) == ir::form::product ? g[x].count : 1;
  for (int k = 0; k < count; ++k) {
    ir::edge const factor = g.kind(x) == ir::form::product ? g.argument(x, k) : ir::edge{x, 1};
    if (g[factor.node].op != &ir::info<op::incidence>) continue;
    int const entry = g.argument(factor.node, 0).node;
    int const position = g.argument(factor.node, 1).node;
    int const m = g[entry].tag;
    if (g.kind(entry) != ir::form::index || !ir::contains(n.bound, m) || ir::contains(g[position].axes, m)) continue;
    vec<ir::edge> rest;
    for (int l = 0; l < count && count > 1; ++l)
      if (l != k) {
        ir::edge const other = g.argument(x, l);
        rest.push_back({ir::gather_along({&g, other.node}, m, {&g, position}).id, other.weight});
      }
    return sum(over{n.bound & ~ir::axis_bit(m)}, ir::make_product(g, rest, weight));
  }
  return {};
}

/// Whether `label` is known to be a position along k: a symbol that was or will be checked to hold such, a position along
/// an axis as long as k, a number below its extent. In where(r == n, a, b) n may be none.
constexpr bool is_position_along(ref label, int k) {
  ir::graph const& g = *label.graph;
  ir::node const& n = label.node();
  int const origin = g.axes[k].origin;
  if (n.op->kind == ir::form::index) return g.axes[n.tag].origin == origin;
  if (n.op->kind == ir::form::literal) return n.value == 0 || (n.value > 0 && n.value < g.axes[origin].extent && n.value == static_cast<int>(n.value));
  if (n.op->kind != ir::form::symbol) return false;
  for (ir::axis_set along = g.symbols[n.tag].index_of; along != 0; along = ir::without_first(along))
    if (g.axes[ir::first_axis(along)].origin == origin) return true;
  return false;
}

/// The position `label` in eq(index(k), label), if `condition` is that.
constexpr ref picked_position(ref condition, int k) {
  ir::graph& g = *condition.graph;
  if (condition.node().op != &ir::info<op::eq>) return {};
  for (int side = 0; side < 2; ++side) {
    ref const position{&g, g.argument(condition.id, side).node};
    ref const label{&g, g.argument(condition.id, 1 - side).node};
    if (position == ir::index(g, k) && !ir::contains(label.axes(), k) && is_position_along(label, k)) return label;
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

/// logsumexp(k,z) - pick(k,z,label) is -pick(k,log_softmax(k,z),label), which keeps its digits where the
/// picked entry is the greatest by far.
constexpr ref picked_log_softmax(ref y) {
  ir::graph& g = *y.graph;
  ir::node const n = y.node();
  for (int a = 0; a < n.count; ++a) {
    ir::edge const total = g.edges[n.first + a];
    if (g[total.node].op != &ir::info<op::logsumexp> || ir::count(g[total.node].bound) != 1) continue;
    ref const z{&g, g.argument(total.node, 0).node};
    for (int b = 0; b < n.count; ++b) {
      ir::edge const picked = g.edges[n.first + b];
      if (g[picked.node].op != &ir::info<op::sum> || g[picked.node].bound != g[total.node].bound || picked.weight != -total.weight) continue;
      int const choice = g.argument(picked.node, 0).node;
      if (g[choice].op != &ir::info<op::where> || g.argument(choice, 1).node != z.id) continue;
      if (g.argument(choice, 2).node != ir::literal(g, 0).id) continue;
      ref const condition{&g, g.argument(choice, 0).node};
      over const k{g[total.node].bound};
      if (!picked_position(condition, ir::first_axis(k.axes)).exists()) continue;
      vec<ir::edge> terms;
      for (int m = 0; m < n.count; ++m)
        if (m != a && m != b) terms.push_back(g.edges[n.first + m]);
      terms.push_back({sum(k, where(condition, log_softmax(k, z), 0)).id, picked.weight});
      return ir::make_sum(g, terms, n.value);
    }
  }
  return {};
}

/// a*p - where(c,a,0) with p = softmax(k,z), the gradient of a cross-entropy (or a Kronecker delta for `where`), or an entry of that,
/// as in focal losses: where c holds, it is -a times the sum of the other probabilities, which has digits when p is nearly 1.
constexpr ref softmax_less_one_hot(ref y) {
  ir::graph& g = *y.graph;
  ir::node const n = y.node();
  for (int b = 0; b < n.count; ++b) {
    ir::edge const one_hot = g.edges[n.first + b];
    bool const delta = g[one_hot.node].op == &ir::info<op::kronecker>;
    bool const choice = g[one_hot.node].op == &ir::info<op::where> && g.argument(one_hot.node, 2).node == ir::literal(g, 0).id;
    if (!delta && !choice) continue;
    ref const first{&g, g.argument(one_hot.node, 0).node};
    ref const second{&g, g.argument(one_hot.node, 1).node};
    ref const condition = delta ? eq(first, second) : first;
    ref const expected = -one_hot.weight * (delta ? ir::literal(g, 1) : second);  // the other term, softmax taken out
    for (int a = 0; a < n.count; ++a) {
      ir::edge const term = g.edges[n.first + a];
      ir::node const product = g[term.node];
      bool const alone = product.op == &ir::info<op::softmax> || product.op == &ir::info<op::sum>;
      for (int f = 0; f < (alone ? 1 : product.op->kind == ir::form::product ? product.count : 0); ++f) {
        ir::edge const factor = alone ? ir::edge{term.node, 1} : g.edges[product.first + f];
        bool const is_softmax = g[factor.node].op == &ir::info<op::softmax>;
        if ((!is_softmax && g[factor.node].op != &ir::info<op::sum>) || factor.weight != 1) continue;
        ref const probability{&g, factor.node};
        ref const common = term.weight * (ref{&g, term.node} / probability);
        if (common != expected) continue;
        ref const others = is_softmax ? softmax_complement(over{probability.node().bound}, ref{&g, g.argument(probability.id, 0).node}) : 1 - probability;
        if (others.node().op->kind == ir::form::sum) continue;
        vec<ir::edge> terms;
        for (int m = 0; m < n.count; ++m)
          if (m != a && m != b) terms.push_back(g.edges[n.first + m]);
        ref const difference = g.is_literal(common.id) ? where(condition, -common * others, common * probability)
                                                       : common * where(condition, -others, probability);
        terms.push_back({difference.id, 1});
        return ir::make_sum(g, terms, n.value);
      }
    }
  }
  return {};
}

/// weight * x + constant with a choice for x is a choice, where that makes one of the two simpler:
/// 1 - where(c, sigmoid(x), y) is where(c, sigmoid(-x), 1 - y).
constexpr ref sum_with_choice(ref y) {
  ir::graph& g = *y.graph;
  ir::node const n = y.node();
  if (n.count != 1 || n.value == 0) return {};
  ir::edge const term = g.argument(y.id, 0);
  if (g[term.node].op != &ir::info<op::where>) return {};
  ref const condition{&g, g.argument(term.node, 0).node};
  ref const a = term.weight * ref{&g, g.argument(term.node, 1).node} + n.value;
  ref const b = term.weight * ref{&g, g.argument(term.node, 2).node} + n.value;
  if (a.node().op->kind == ir::form::sum && b.node().op->kind == ir::form::sum) return {};
  return where(condition, a, b);
}

/// 1 - pick(k,e,label) is pick(k,1-e,label), where 1-e is a function of its own: a focal loss of several classes.
constexpr ref complement_of_pick(ref y) {
  ir::graph& g = *y.graph;
  ir::node const n = y.node();
  for (int a = 0; n.value != 0 && a < n.count; ++a) {
    auto const [picked, weight] = g.argument(y.id, a);
    if (weight != -n.value || g[picked].op != &ir::info<op::sum> || ir::count(g[picked].bound) != 1) continue;
    int const choice = g.argument(picked, 0).node;
    if (g[choice].op != &ir::info<op::where> || g.argument(choice, 2).node != ir::literal(g, 0).id) continue;
    ref const condition{&g, g.argument(choice, 0).node};
    if (!picked_position(condition, ir::first_axis(g[picked].bound)).exists()) continue;
    ref const complement = 1 - ref{&g, g.argument(choice, 1).node};
    if (complement.node().op->kind == ir::form::sum) continue;
    vec<ir::edge> terms;
    for (int m = 0; m < n.count; ++m)
      if (m != a) terms.push_back(g.argument(y.id, m));
    terms.push_back({sum(over{g[picked].bound}, where(condition, complement, 0)).id, n.value});
    return ir::make_sum(g, terms, 0);
  }
  return {};
}

/// log(where(c,x,y)) is where(c,log(x),log(y)), where one of the two logarithms disappears.
constexpr ref log_of_choice(ref y) {
  ir::graph& g = *y.graph;
  int const inner = g.argument(y.id, 0).node;
  if (g[inner].op != &ir::info<op::where>) return {};
  ref const condition{&g, g.argument(inner, 0).node};
  ref const a = log(ref{&g, g.argument(inner, 1).node});
  ref const b = log(ref{&g, g.argument(inner, 2).node});
  if (a.node().op == y.node().op && b.node().op == y.node().op) return {};
  return where(condition, a, b);
}

struct selection {
  static constexpr auto rules() {
    using enum validity;
    return parse_rules(
        function_rule{"x*where(c,y,0) -> where(c,x*y,0)", always, &ir::product_record, &product_with_choice},
        function_rule{"a*where(c,x,0)+b*where(c,0,y) -> where(c,a*x,b*y)", always, &ir::sum_record, &choices_by_one_condition,
                      ir::set_of(&ir::info<op::where>)},
        rule{"where(c,x,0)+where(c,y,0) -> where(c,x+y,0)", always,
             [](ref c, ref x, ref y) { return (where(c, x, 0) + where(c, y, 0)) >> where(c, x + y, 0); }},
        rule{"where(c,0,x)+where(c,0,y) -> where(c,0,x+y)", always,
             [](ref c, ref x, ref y) { return (where(c, 0, x) + where(c, 0, y)) >> where(c, 0, x + y); }},
        function_rule{"a-where(c,x,y) -> where(c,a-x,a-y), where one simplifies", always, &ir::sum_record, &sum_with_choice, ir::set_of(&ir::info<op::where>)},
        function_rule{"where(abs(x)<=c,x,c*sign(x)) -> clamp(x,-c,c) for a number c", always, &ir::info<op::where>, &clipped_argument},
        function_rule{"tie_share(a*x,b*x) -> tie_share(x,0) for numbers a > b", reals, &ir::info<op::tie_share>, &tie_of_multiples},
        function_rule{"a*t+b*(1-t) -> b+(a-b)*t, t = tie_share(x,y)", reals, &ir::sum_record, &sum_of_shares, ir::set_of(&ir::info<op::tie_share>)},
        function_rule{"log(where(c,x,y)) -> where(c,log(x),log(y)), where one simplifies", always, &ir::info<op::log>, &log_of_choice},
        function_rule{"sum(k, kronecker(k,m)*f(k)) -> f(m)", reals, &ir::info<op::sum>, &sum_with_delta},
        function_rule{"sum(m, incidence(m,p)*f(m)) -> f(p)", reals, &ir::info<op::sum>, &sum_with_incidence},
        function_rule{"sum(k, where(k==label,a,0)) -> a", reals, &ir::info<op::sum>, &sum_of_one_hot},
        function_rule{"1-pick(k,e,label) -> pick(k,1-e,label), where 1-e simplifies", reals, &ir::sum_record, &complement_of_pick, ir::set_of(&ir::info<op::sum>)},
        function_rule{"log(pick(k,e,label)) -> pick(k,log(e),label)", reals, &ir::info<op::log>, &log_of_pick},
        function_rule{"logsumexp(k,z)-pick(k,z,label) -> -pick(k,log_softmax(k,z),label)", reals, &ir::sum_record, &picked_log_softmax,
                      ir::set_of(&ir::info<op::logsumexp>) | ir::set_of(&ir::info<op::sum>)},
        function_rule{"a*p-where(c,a,0) -> a*where(c,-(1-p),p), p = softmax(k,z) or an entry of it", reals, &ir::sum_record, &softmax_less_one_hot});
  }
};

}  // namespace gradsmith::rules
