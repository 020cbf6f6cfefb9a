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
    bound_ = {};
    factor_ = 0;
    rest_.truncate(0);
    rest_constant_ = 0;
    ir::node const& left = p_.nodes[rule.left];
    switch (left.op->kind) {
      case ir::form::sum:
        if (!take_from_sum(left, id, 0)) return {};
        break;
      case ir::form::product:
        if (!take_from_product(left, id, 0)) return {};
        break;
      default:
        if (!matches(rule.left, id)) return {};
    }
    if (rule.guard != nullptr && !rule.guard(bound_)) return {};
    ref const right = build(rule.right);
    if (left.op->kind == ir::form::sum) {
      rest_.push_back({right.id, factor_});
      return ir::make_sum(g_, rest_, rest_constant_);
    }
    if (left.op->kind == ir::form::product) {
      rest_.push_back({right.id, 1});
      return ir::make_product(g_, rest_, 1);
    }
    return right;
  }

 private:
  [[nodiscard]] constexpr ir::edge pattern_edge(ir::node const& n, int k) const { return p_.edges[n.first + k]; }
  [[nodiscard]] constexpr bool is_variable(int pattern) const { return p_.nodes[pattern].op->kind == ir::form::wildcard; }

  // ---- a whole node against a pattern

  constexpr bool matches(int pattern, int id) {
    ir::node const& left = p_.nodes[pattern];
    switch (left.op->kind) {
      case ir::form::wildcard: return bind(left.tag, id);
      case ir::form::literal: return g_.is_literal(id) && g_[id].value == left.value;
      case ir::form::sum: return matches_sum(left, id);
      case ir::form::product: return matches_product(left, id);
      default: break;
    }
    if (g_[id].op != left.op) return false;
    if (left.bound != 0) {
      if (bound_.along_known && bound_.along != g_[id].bound) return false;
      bound_.along = g_[id].bound;
      bound_.along_known = true;
    }
    match const before = bound_;
    if (matches_arguments(left, id, 0, 1)) return true;
    bound_ = before;
    return left.op->commutative && matches_arguments(left, id, 1, 0);
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
    if (g_.kind(id) != ir::form::sum || g_[id].value != left.value) return false;
    vec<ir::edge> terms;
    for (int k = 0; k < g_[id].count; ++k) terms.push_back(g_.argument(id, k));
    return take_terms(left, 0, 1, terms) && terms.empty();
  }

  // A product inside a pattern: the same factors with the same exponents.
  constexpr bool matches_product(ir::node const& left, int id) {
    if (g_.kind(id) != ir::form::product || g_[id].count != left.count) return false;
    vec<ir::edge> factors;
    for (int k = 0; k < g_[id].count; ++k) factors.push_back(g_.argument(id, k));
    return take_factors(left, 0, factors, true) && factors.empty();
  }

  // ---- part of a sum

  constexpr bool take_from_sum(ir::node const& left, int id, int) {
    if (left.count > g_[id].count + 1) return false;
    // The factor that the pattern is multiplied by: from its constant, or from its first concrete term.
    if (left.value != 0) {
      if (g_[id].value == 0) return false;
      return try_factor(left, id, g_[id].value / left.value);
    }
    int const concrete = is_variable(pattern_edge(left, 0).node) ? 1 : 0;
    for (int k = 0; k < g_[id].count; ++k)
      if (g_[g_.argument(id, k).node].op == p_.nodes[pattern_edge(left, concrete).node].op &&
          try_factor(left, id, g_.argument(id, k).weight / pattern_edge(left, concrete).weight))
        return true;
    return false;
  }
  constexpr bool try_factor(ir::node const& left, int id, double factor) {
    bound_ = {};
    vec<ir::edge> terms;
    for (int k = 0; k < g_[id].count; ++k) terms.push_back(g_.argument(id, k));
    rest_constant_ = left.value != 0 ? 0 : g_[id].value;
    if (!take_terms(left, 0, factor, terms)) return false;
    factor_ = factor;
    rest_ = terms;
    return true;
  }

  // Takes the terms of the pattern from `terms`, concrete ones first, variables last.
  constexpr bool take_terms(ir::node const& left, int k, double factor, vec<ir::edge>& terms) {
    for (; k < left.count; ++k)
      if (!is_variable(pattern_edge(left, k).node)) break;
    if (k == left.count) return take_variables(left, factor, terms);
    ir::edge const wanted = pattern_edge(left, k);
    for (int n = 0; n < terms.size(); ++n) {
      if (terms[n].weight != factor * wanted.weight) continue;
      if (!could_match(wanted.node, terms[n].node)) continue;
      match const before = bound_;
      if (matches(wanted.node, terms[n].node)) {
        vec<ir::edge> rest = without(terms, n);
        if (take_terms(left, k + 1, factor, rest)) {
          terms = rest;
          return true;
        }
      }
      bound_ = before;
    }
    return false;
  }
  constexpr bool take_variables(ir::node const& left, double factor, vec<ir::edge>& terms) {
    for (int k = 0; k < left.count; ++k) {
      ir::edge const wanted = pattern_edge(left, k);
      if (!is_variable(wanted.node)) continue;
      ref const known = bound_.variable[p_.nodes[wanted.node].tag];
      if (!known.exists()) {
        // All that is left, divided by the variable's coefficient.
        ref const all = ir::make_sum(g_, terms, 0);
        terms.truncate(0);
        if (!bind(p_.nodes[wanted.node].tag, ir::scale(1 / (factor * wanted.weight), all).id)) return false;
      } else if (!subtract(known.id, factor * wanted.weight, terms)) {
        return false;
      }
    }
    return true;
  }
  // Removes weight * id from the terms, which must have it: term by term where id is a sum.
  constexpr bool subtract(int id, double weight, vec<ir::edge>& terms) {
    ir::node const n = g_[id];
    if (n.op->kind == ir::form::sum) {
      if (n.value != 0) {
        if (rest_constant_ != weight * n.value) return false;
        rest_constant_ = 0;
      }
      for (int k = 0; k < n.count; ++k)
        if (!subtract(g_.argument(id, k).node, weight * g_.argument(id, k).weight, terms)) return false;
      return true;
    }
    for (int k = 0; k < terms.size(); ++k)
      if (terms[k].node == id && terms[k].weight == weight) {
        terms = without(terms, k);
        return true;
      }
    return false;
  }

  // ---- part of a product

  constexpr bool take_from_product(ir::node const& left, int id, int) {
    vec<ir::edge> factors;
    for (int k = 0; k < g_[id].count; ++k) factors.push_back(g_.argument(id, k));
    if (!take_factors(left, 0, factors, false)) return false;
    rest_ = factors;
    return true;
  }
  constexpr bool take_factors(ir::node const& left, int k, vec<ir::edge>& factors, bool whole) {
    for (; k < left.count; ++k)
      if (whole || !is_variable(pattern_edge(left, k).node)) break;
    if (k == left.count) return whole || take_rest(left, factors);
    ir::edge const wanted = pattern_edge(left, k);
    for (int n = 0; n < factors.size(); ++n) {
      double const have = factors[n].weight;
      bool const enough = whole ? have == wanted.weight : wanted.weight > 0 ? have >= wanted.weight : have <= wanted.weight;
      if (!enough || !could_match(wanted.node, factors[n].node)) continue;
      match const before = bound_;
      if (matches(wanted.node, factors[n].node)) {
        vec<ir::edge> rest = factors;
        rest[n].weight -= wanted.weight;
        if (rest[n].weight == 0) rest = without(rest, n);
        if (take_factors(left, k + 1, rest, whole)) {
          factors = rest;
          return true;
        }
      }
      bound_ = before;
    }
    return false;
  }
  // A variable among the factors stands for all that is left.
  constexpr bool take_rest(ir::node const& left, vec<ir::edge>& factors) {
    for (int k = 0; k < left.count; ++k) {
      ir::edge const wanted = pattern_edge(left, k);
      if (!is_variable(wanted.node)) continue;
      if (factors.empty() || wanted.weight != 1) return false;
      ref const all = ir::make_product(g_, factors, 1);
      factors.truncate(0);
      if (!bind(p_.nodes[wanted.node].tag, all.id)) return false;
    }
    return true;
  }

  // ---- helpers

  // Cheap refusal before anything is copied.
  [[nodiscard]] constexpr bool could_match(int pattern, int id) const {
    ir::operation const* const op = p_.nodes[pattern].op;
    return op->kind == ir::form::wildcard || op->kind == ir::form::sum || op == g_[id].op;
  }
  [[nodiscard]] static constexpr vec<ir::edge> without(vec<ir::edge> const& list, int which) {
    vec<ir::edge> rest;
    rest.reserve(list.size());
    for (int k = 0; k < list.size(); ++k)
      if (k != which) rest.push_back(list[k]);
    return rest;
  }

  /// The right side with what the variables stand for.
  constexpr ref build(int pattern) {
    ir::node n = p_.nodes[pattern];
    if (n.op->kind == ir::form::wildcard) return bound_.variable[n.tag];
    vec<ir::edge> arguments;
    for (int k = 0; k < n.count; ++k) arguments.push_back({build(pattern_edge(n, k).node).id, pattern_edge(n, k).weight});
    if (n.bound != 0) n.bound = bound_.along;
    return ir::remake(g_, n, arguments.begin(), {});
  }

  ir::graph& g_;
  ir::graph_view p_;
  match bound_;
  double factor_ = 0;
  vec<ir::edge> rest_;
  double rest_constant_ = 0;
};

}  // namespace gradsmith
