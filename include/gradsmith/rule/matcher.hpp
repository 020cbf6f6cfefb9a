// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Matching one pattern at one node, and building the right side of the rule from what it bound.
//
// Sums and products are unordered and n-ary. At the root a pattern takes part of a sum or product and
// leaves the rest: `1 - sigmoid(x)` is found in a + 2 - 2*sigmoid(z) + b only if the common factor of
// what it takes is the same (here 2, with the constant 2), and `1/(1+exp(x))` is found in a/(1+exp(z))^2.
#pragma once

#include <gradsmith/ir/remake.hpp>
#include <gradsmith/rule/table.hpp>

namespace gradsmith {

class matcher {
 public:
  constexpr matcher(ir::graph& g, ir::graph_view const& patterns) : g_(g), p_(patterns) {}

  /// What the rule makes of node `id`; an empty handle if it does not apply.
  constexpr ref operator()(pattern_rule const& rule, int id) {
    ir::node const& left = p_.nodes[rule.left];
    switch (left.op->kind) {
      case ir::form::sum: return rewrite_sum(rule, left, id);
      case ir::form::product: return rewrite_product(rule, left, id);
      default: return matches(rule.left, id) && allowed(rule) ? build(rule.right) : ref{};
    }
  }

 private:
  // A list of edges that is matched bit by bit, and which of them are taken: never more than a few.
  struct edge_list {
    ir::edge const* first;
    int count;
    vec<int> taken;

    [[nodiscard]] constexpr bool is_taken(int which) const {
      for (int each : taken)
        if (each == which) return true;
      return false;
    }
    /// The position of the node, by bisection: arguments are ordered by node. -1 if it is not there.
    [[nodiscard]] constexpr int find(int node) const {
      int low = 0;
      for (int high = count; low < high;) {
        int const middle = (low + high) / 2;
        if (first[middle].node < node) low = middle + 1;
        else high = middle;
      }
      return low < count && first[low].node == node ? low : -1;
    }
    [[nodiscard]] constexpr vec<ir::edge> rest() const {
      vec<ir::edge> others;
      others.reserve(count + 1);
      for (int k = 0; k < count; ++k)
        if (!is_taken(k)) others.push_back(first[k]);
      return others;
    }
  };

  [[nodiscard]] constexpr ir::edge const& pattern_edge(ir::node const& n, int k) const { return p_.edges[n.first + k]; }
  [[nodiscard]] constexpr bool is_variable(int pattern) const { return p_.nodes[pattern].op == &ir::wildcard_record; }
  [[nodiscard]] constexpr ir::edge const* arguments_of(int id) const { return g_.edges.items + g_.nodes.items[id].first; }
  [[nodiscard]] constexpr bool allowed(pattern_rule const& rule) const { return !rule.guard.exists() || rule.guard(bound_); }

  // ---- a whole node against a pattern

  constexpr bool matches(int pattern, int id) {
    ir::node const& left = p_.nodes[pattern];
    switch (left.op->kind) {
      case ir::form::wildcard: return bind(left.tag, id);
      case ir::form::literal: return g_.is_literal(id) && g_.nodes.items[id].value == left.value;
      case ir::form::sum: return matches_sum(left, id);
      case ir::form::product: return matches_product(left, id);
      default: break;
    }
    if (g_.nodes.items[id].op != left.op) return false;
    if (left.bound != 0) {
      if (bound_.along_known && bound_.along != g_.nodes.items[id].bound) return false;
      bound_.along = g_.nodes.items[id].bound;
      bound_.along_known = true;
    }
    if (!left.op->commutative) return matches_arguments(left, id, 0, 1);
    match const before = bound_;
    if (matches_arguments(left, id, 0, 1)) return true;
    bound_ = before;
    return matches_arguments(left, id, 1, 0);
  }
  constexpr bool matches_arguments(ir::node const& left, int id, int first, int second) {
    for (int k = 0; k < left.count; ++k) {
      int const which = left.count != 2 ? k : k == 0 ? first : second;
      if (!matches(pattern_edge(left, k).node, g_.argument(id, which).node)) return false;
    }
    return true;
  }
  constexpr bool bind(int variable, int id) {
    ref& slot = bound_.variable[variable];
    if (slot.exists()) return slot.id == id;
    slot = {&g_, id};
    return true;
  }

  // A sum inside a pattern is matched whole: the constants are equal, and a free variable in it stands
  // for all terms that nothing else takes.
  constexpr bool matches_sum(ir::node const& left, int id) {
    if (left.count == 1 && left.value == 0 && is_variable(pattern_edge(left, 0).node)) {
      ref const scaled = ir::scale(1 / pattern_edge(left, 0).weight, {&g_, id});
      return bind(p_.nodes[pattern_edge(left, 0).node].tag, scaled.id);
    }
    if (g_.nodes.items[id].op != &ir::sum_record || g_.nodes.items[id].value != left.value || g_.nodes.items[id].count + 1 < left.count) return false;
    int const count = g_.nodes.items[id].count;
    edge_list terms{arguments_of(id), count, {}};
    double constant = 0;
    return take_terms(left, id, 0, 1, terms, constant) && terms.taken.size() == count;
  }

  // A product inside a pattern: the same factors with the same exponents.
  constexpr bool matches_product(ir::node const& left, int id) {
    if (g_.nodes.items[id].op != &ir::product_record || g_.nodes.items[id].count != left.count) return false;
    return take_factors(left, id, 0, {}, true);
  }

  // ---- part of a sum

  // More candidates than these in one sum are not tried: rules stay linear in long sums.
  static constexpr int most_candidates = 64;

  // The factor that the pattern is multiplied by comes from its constant, or from its first concrete term.
  constexpr ref rewrite_sum(pattern_rule const& rule, ir::node const& left, int id) {
    if (left.count > g_.nodes.items[id].count + 1) return {};
    if (left.value != 0) return g_.nodes.items[id].value == 0 ? ref{} : rewrite_multiple(rule, left, id, g_.nodes.items[id].value / left.value, -1, -1);
    int const concrete = is_variable(pattern_edge(left, 0).node) ? 1 : 0;
    ir::operation const* const wanted = p_.nodes[pattern_edge(left, concrete).node].op;
    // Matching may add nodes, so the lists are looked up again; skipping takes one step for each term.
    int const count = g_.nodes.items[id].count;
    for (int k = 0, tried = 0; tried < most_candidates; ++k, ++tried) {
      while (k < count && g_.nodes.items[g_.edges.items[g_.nodes.items[id].first + k].node].op != wanted) ++k;
      if (k == count) break;
      double const factor = g_.argument(id, k).weight / pattern_edge(left, concrete).weight;
      if (ref const better = rewrite_multiple(rule, left, id, factor, concrete, k); better.exists()) return better;
    }
    return {};
  }
  // `concrete`: the term of the pattern that is term `found` of the sum; -1: none is known yet.
  constexpr ref rewrite_multiple(pattern_rule const& rule, ir::node const& left, int id, double factor, int concrete, int found) {
    if (factor == 0) return {};
    bound_ = {};
    edge_list terms{arguments_of(id), g_.nodes.items[id].count, {}};
    double constant = left.value != 0 ? 0 : g_.nodes.items[id].value;
    if (concrete >= 0) {
      if (!matches(pattern_edge(left, concrete).node, g_.argument(id, found).node)) return {};
      terms.taken.push_back(found);
    }
    if (!take_terms(left, id, 0, factor, terms, constant, concrete) || !allowed(rule)) return {};
    terms.first = arguments_of(id);  // binding may have made nodes
    vec<ir::edge> rest = terms.rest();
    rest.push_back({build(rule.right).id, factor});
    return ir::make_sum(g_, rest, constant);
  }

  // Takes the terms of the pattern from number k on, concrete ones first, variables last.
  constexpr bool take_terms(ir::node const& left, int id, int k, double factor, edge_list& terms, double& constant, int done = -1) {
    while (k < left.count && (k == done || is_variable(pattern_edge(left, k).node))) ++k;
    if (k == left.count) return take_variables(left, id, factor, terms, constant);
    ir::edge const& wanted = pattern_edge(left, k);
    double const weight = factor * wanted.weight;
    for (int n = 0;; ++n) {
      // One step for each term that is not the one: sums may be long, and steps are counted.
      while (n < terms.count && (g_.edges.items[g_.nodes.items[id].first + n].weight != weight || !could_match(wanted.node, g_.edges.items[g_.nodes.items[id].first + n].node))) ++n;
      if (n == terms.count) return false;
      if (terms.is_taken(n)) continue;
      int const term = g_.argument(id, n).node;
      match const before = bound_;
      int const taken = terms.taken.size();
      terms.taken.push_back(n);
      if (matches(wanted.node, term) && take_terms(left, id, k + 1, factor, terms, constant, done)) return true;
      terms.taken.truncate(taken);
      bound_ = before;
    }
  }
  constexpr bool take_variables(ir::node const& left, int id, double factor, edge_list& terms, double& constant) {
    for (int k = 0; k < left.count; ++k) {
      ir::edge const& wanted = pattern_edge(left, k);
      if (!is_variable(wanted.node)) continue;
      terms.first = arguments_of(id);
      ref const known = bound_.variable[p_.nodes[wanted.node].tag];
      if (!known.exists()) {
        // All that is left, divided by the variable's coefficient.
        ref const all = ir::make_sum(g_, terms.rest(), 0);
        terms.taken.truncate(0);
        for (int n = 0; n < terms.count; ++n) terms.taken.push_back(n);
        if (!bind(p_.nodes[wanted.node].tag, ir::scale(1 / (factor * wanted.weight), all).id)) return false;
      } else if (!take_node(known.id, factor * wanted.weight, terms, constant)) {
        return false;
      }
    }
    return true;
  }
  // Takes weight * id from the terms, which must have it: term by term where id is a sum.
  constexpr bool take_node(int id, double weight, edge_list& terms, double& constant) {
    ir::node const& n = g_.nodes.items[id];
    if (n.op == &ir::sum_record) {
      if (n.value != 0) {
        if (constant != weight * n.value) return false;
        constant = 0;
      }
      for (int k = 0; k < n.count; ++k)
        if (!take_node(g_.argument(id, k).node, weight * g_.argument(id, k).weight, terms, constant)) return false;
      return true;
    }
    int const k = terms.find(id);
    if (k < 0 || terms.first[k].weight != weight || terms.is_taken(k)) return false;
    terms.taken.push_back(k);
    return true;
  }

  // ---- part of a product

  constexpr ref rewrite_product(pattern_rule const& rule, ir::node const& left, int id) {
    bound_ = {};
    if (!take_factors(left, id, 0, {}, false) || !allowed(rule)) return {};
    rest_.push_back({build(rule.right).id, 1});
    return ir::make_product(g_, rest_, 1);
  }
  /// `taken`: the factors that earlier parts of the pattern took, with their exponents.
  constexpr bool take_factors(ir::node const& left, int id, int k, vec<ir::edge> const& taken, bool whole) {
    while (!whole && k < left.count && is_variable(pattern_edge(left, k).node)) ++k;
    if (k == left.count) return whole || take_rest(left, id, taken);
    ir::edge const& wanted = pattern_edge(left, k);
    int const count = g_.nodes.items[id].count;
    for (int n = 0;; ++n) {
      while (n < count && !could_match(wanted.node, g_.edges.items[g_.nodes.items[id].first + n].node)) ++n;
      if (n == count) return false;
      ir::edge const factor = g_.argument(id, n);
      double have = factor.weight;
      for (ir::edge const& each : taken)
        if (each.node == n) have -= each.weight;
      bool const enough = whole ? have == wanted.weight : wanted.weight > 0 ? have >= wanted.weight : have <= wanted.weight;
      if (!enough) continue;
      match const before = bound_;
      if (matches(wanted.node, factor.node)) {
        vec<ir::edge> more = taken;
        more.push_back({n, wanted.weight});
        if (take_factors(left, id, k + 1, more, whole)) return true;
      }
      bound_ = before;
    }
  }
  // What no part of the pattern took; a variable among the factors stands for all of it.
  constexpr bool take_rest(ir::node const& left, int id, vec<ir::edge> const& taken) {
    rest_.truncate(0);
    for (int n = 0; n < g_.nodes.items[id].count; ++n) {
      ir::edge factor = g_.argument(id, n);
      for (ir::edge const& each : taken)
        if (each.node == n) factor.weight -= each.weight;
      if (factor.weight != 0) rest_.push_back(factor);
    }
    for (int k = 0; k < left.count; ++k) {
      ir::edge const& wanted = pattern_edge(left, k);
      if (!is_variable(wanted.node)) continue;
      if (rest_.empty() || wanted.weight != 1) return false;
      ref const all = ir::make_product(g_, rest_, 1);
      rest_.truncate(0);
      if (!bind(p_.nodes[wanted.node].tag, all.id)) return false;
    }
    return true;
  }

  // ---- helpers

  // Cheap refusal before anything is tried.
  [[nodiscard]] constexpr bool could_match(int pattern, int id) const {
    ir::operation const* const op = p_.nodes[pattern].op;
    return op == g_.nodes.items[id].op || op == &ir::wildcard_record || op == &ir::sum_record;
  }

  /// The right side with what the variables stand for.
  constexpr ref build(int pattern) {
    ir::node n = p_.nodes[pattern];
    if (n.op == &ir::wildcard_record) return bound_.variable[n.tag];
    vec<ir::edge> arguments;
    arguments.reserve(n.count);
    for (int k = 0; k < n.count; ++k) arguments.push_back({build(pattern_edge(n, k).node).id, pattern_edge(n, k).weight});
    if (n.bound != 0) n.bound = bound_.along;
    return ir::remake(g_, n, arguments.begin(), {});
  }

  ir::graph& g_;
  ir::graph_view const& p_;
  match bound_;
  vec<ir::edge> rest_;  // of a product
};

}  // namespace gradsmith
