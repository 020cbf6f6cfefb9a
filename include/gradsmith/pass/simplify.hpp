// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Rewrites with tables of rules until none applies.
//
// Requires: a canonical graph without derivatives. Establishes: no rule of the set applies to any node.
// Runs before and after differentiation: naive formulas become stable before they are differentiated,
// and what differentiation makes (exp(x)/(1+exp(x))) is recovered afterwards.
#pragma once

#include <gradsmith/ir/print.hpp>
#include <gradsmith/op/stop_gradient.hpp>
#include <gradsmith/pass/copy.hpp>
#include <gradsmith/rule/algebra.hpp>
#include <gradsmith/rule/by_head.hpp>
#include <gradsmith/rule/cancellation.hpp>
#include <gradsmith/rule/matcher.hpp>
#include <gradsmith/rule/selection.hpp>
#include <gradsmith/rule/stability.hpp>

namespace gradsmith {

/// The validity conditions under which rules may be applied; `finite` rules are off by default.
struct rule_policy {
  bool reals = true;
  bool finite = false;

  [[nodiscard]] constexpr bool accepts(validity v) const noexcept {
    return v == validity::always || (v == validity::reals ? reals : finite);
  }
};

/// Tables of rules, tried in this order.
template <class... Tables>
struct rule_set {
  static constexpr int count = sizeof...(Tables);
  static constexpr rule_view views[sizeof...(Tables)]{table_of<Tables>.view()...};
  static constexpr auto by_head = group_by_head<(table_of<Tables>.count() + ...)>(views, count);
  static constexpr pattern_rule const* ill_formed() {
    for (rule_view const& table : views)
      if (pattern_rule const* const found = ill_formed_rule(table); found != nullptr) return found;
    return nullptr;
  }
};

/// The library's rules behind others.
template <class... Tables>
using with_default_rules = rule_set<Tables..., rules::stability, rules::algebra, rules::selection, rules::cancellation>;
using default_rules = with_default_rules<>;

}  // namespace gradsmith

namespace gradsmith::pass {

namespace detail {

// A chain of rewrites longer than this is an oscillation between rules.
inline constexpr int longest_rewrite = 64;

template <class Rules, rule_policy Policy>
constexpr int rewrite_node(ir::graph& g, int id) {
  auto const [first, last] = Rules::by_head.find(g.nodes.items[id].op);
  if (first == last) return id;
  if (g.rewrite_depth > longest_rewrite) {
    g.fail(text{"rewriting of "} << g[id].op->name << " does not end: a rule applies to what it makes, or two undo each other; give one of them a guard");
    return id;
  }
  ++g.rewrite_depth;
  int result = id;
  ir::operation_set const absent = ~ir::argument_operations(g, id);
  for (indexed_rule const* each = first; result == id; ++each) {
    while (each != last && (each->needs & absent) != 0) ++each;
    if (each == last) break;
    if (!Policy.accepts(each->rule->valid)) continue;
    ref const better = each->rule->function != nullptr ? each->rule->function({&g, id})
                                                       : matcher(g, each->table->patterns)(*each->rule, id);
    if (!better.exists()) continue;
    result = better.id;
    if (g.history != nullptr) g.history->push_back({each->rule->name, ir::to_text(g, id), ir::to_text(g, result)});
  }
  --g.rewrite_depth;
  return result;
}

/// The same when no derivative is left to be worked out: what stop_gradient kept apart comes together.
template <class Rules, rule_policy Policy>
constexpr int rewrite_settled_node(ir::graph& g, int id) {
  if (g[id].op == &ir::info<op::stop_gradient>) return g.argument(id, 0).node;
  return rewrite_node<Rules, Policy>(g, id);
}

/// Whether stop_gradient can go: it stands in the graph, and no derivative that it keeps something from.
[[nodiscard]] constexpr bool can_settle(ir::graph_view const& g) noexcept {
  bool found = false;
  for (ir::node const *n = g.nodes, *const end = n + g.node_count; n != end; ++n)
    if (n->op == &ir::info<op::stop_gradient>) found = true;
    else if (n->op->kind == ir::form::derivative) return false;
  return found;
}

}  // namespace detail

/// The rewriting of formulas in with_rules<Rules...>: these rules before those of the library.
template <class... Rules>
inline constexpr ir::rewriting rewriting_with{
    &detail::rewrite_node<with_default_rules<Rules...>, rule_policy{}>, &detail::rewrite_settled_node<with_default_rules<Rules...>, rule_policy{}>};

/// The graph with the rules applied everywhere, the default ones unless it asks for others. `Settled` is false for a graph
/// that may be differentiated again though no derivative stands in it: then stop_gradient stays. `history`: where to note
/// what the rules do.
template <class Rules = default_rules, rule_policy Policy = rule_policy{}, bool Settled = true>
[[nodiscard]] constexpr ir::graph simplify(ir::graph_view const& old, vec<ir::rewritten>* history = nullptr) {
  ir::graph g = ir::with_tables_of(old);
  g.history = history;
  if (g.failed()) return g;
  if (!Settled || !detail::can_settle(old)) g.rewrite = old.rules != nullptr ? old.rules->node : &detail::rewrite_node<Rules, Policy>;
  else g.rewrite = old.rules != nullptr ? old.rules->settled_node : &detail::rewrite_settled_node<Rules, Policy>;
  copy_live(old, g, [&](int old_id, ir::edge const* new_arguments) { return ir::remake(g, old.nodes[old_id], new_arguments, {}); });
  return g;
}

}  // namespace gradsmith::pass
