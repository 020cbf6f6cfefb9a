// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A proof that two outputs are equal over the reals.
//
// Requires: a canonical graph without derivatives. The graph is brought to a normal form: products are multiplied out,
// sums over axes split into their terms, the rules of rule/normal_form.hpp applied; functions are one node where their
// arguments are proved equal. The difference of two formulas is then 0 if it is so after multiplying by all denominators,
// or because its logarithms are the logarithm of 1.
#pragma once

#include <gradsmith/pass/simplify.hpp>
#include <gradsmith/rule/normal_form.hpp>

namespace gradsmith::pass {

namespace detail {

/// Whether what stands in a graph of the normal form is 0 wherever it is defined. `false`: no proof was found.
class zero_test {
 public:
  constexpr explicit zero_test(ir::graph& g) : g_(g) {}

  constexpr bool operator()(ref x, int depth = 0) {
    if (is_literal_zero(x)) return true;
    // What has grown as far as this is given up; so are proofs within proofs within proofs.
    if (g_.is_literal(x.id) || g_.nodes.size() > most_nodes || depth > deepest) return false;
    ref const cleared = without_denominators(x);
    if (is_literal_zero(cleared)) return true;
    return has_sums_of_zero(cleared, depth) || has_logarithm_of_one(x, depth);
  }

 private:
  static constexpr int most_nodes = 1500;
  static constexpr int deepest = 3;
  static constexpr int most_factors = 8;

  [[nodiscard]] constexpr bool is_literal_zero(ref x) const { return g_.is_literal(x.id) && x.node().value == 0; }

  static constexpr int term_count(ir::node const& n) { return n.op == &ir::sum_record ? n.count : 1; }
  [[nodiscard]] constexpr ir::edge term(ref x, int k) const { return x.node().op == &ir::sum_record ? g_.argument(x.id, k) : ir::edge{x.id, 1}; }
  [[nodiscard]] constexpr double constant(ref x) const { return x.node().op == &ir::sum_record ? x.node().value : 0; }

  // ---- denominators

  /// x times all that its terms are divided by: 0 where x is 0. By the number 0 nothing is multiplied: what is divided by it
  /// may still be the finite value of another function, as in clamp(x/0,-1,1).
  constexpr ref without_denominators(ref x) {
    vec<ir::edge> common;
    ir::node const n = x.node();
    for (int k = 0; k < term_count(n); ++k) {
      ir::node const& t = g_[term(x, k).node];
      for (int m = 0; t.op == &ir::product_record && m < t.count; ++m)
        if (ir::edge const factor = g_.edges[t.first + m]; factor.weight < 0) {
          if (is_literal_zero({&g_, factor.node})) return x;
          raise(common, factor);
        }
    }
    if (common.empty() || common.size() > most_factors) return x;
    vec<ir::edge> terms;
    for (int k = 0; k < term_count(n); ++k) {
      ir::edge const each = term(x, k);
      vec<ir::edge> factors = common;
      factors.push_back({each.node, 1});
      terms.push_back({ir::make_product(g_, factors, 1).id, each.weight});
    }
    if (constant(x) != 0) terms.push_back({ir::make_product(g_, common, 1).id, constant(x)});
    return ir::make_sum(g_, terms, 0);
  }
  static constexpr void raise(vec<ir::edge>& common, ir::edge factor) {
    for (ir::edge& each : common)
      if (each.node == factor.node) {
        if (-factor.weight > each.weight) each.weight = -factor.weight;
        return;
      }
    common.push_back({factor.node, -factor.weight});
  }

  // ---- sums over axes: c*sum(i,f) - c*sum(i,g) is 0 if f - g is.

  struct total {
    int factor;  // what the sum is multiplied by
    ir::axis_set along;
    vec<ir::edge> terms;
  };
  constexpr bool has_sums_of_zero(ref x, int depth) {
    vec<total> totals;
    vec<ir::edge> others;
    int const count = term_count(x.node());
    for (int k = 0; k < count; ++k)
      if (ir::edge const each = term(x, k); !take_total(each, totals)) others.push_back(each);
    if (totals.empty()) return false;
    vec<ir::edge> rest;
    for (ir::edge const& each : others)
      if (!take_extent(each, totals)) rest.push_back(each);
    for (total const& each : totals) {
      ref const inner = ir::make_sum(g_, each.terms, 0);
      if (inner.id == x.id || !(*this)(inner, depth + 1)) return false;
    }
    return is_literal_zero(ir::make_sum(g_, rest, constant(x)));
  }
  constexpr bool take_total(ir::edge each, vec<total>& totals) {
    int const sum = factor_of(each.node, ir::info<op::sum>);
    if (sum < 0) return false;
    ref const factor = ref{&g_, each.node} / ref{&g_, sum};
    ir::edge const inner{g_.argument(sum, 0).node, each.weight};
    for (total& known : totals)
      if (known.factor == factor.id && known.along == g_[sum].bound) return known.terms.push_back(inner), true;
    totals.push_back({factor.id, g_[sum].bound, {}});
    totals.back().terms.push_back(inner);
    return true;
  }
  /// c*extent(i) is c*sum(i,1).
  constexpr bool take_extent(ir::edge each, vec<total>& totals) {
    for (total& known : totals) {
      ref factor{&g_, each.node};
      for (ir::axis_set rest = known.along; rest != 0; rest = ir::without_first(rest)) factor = factor / ir::extent(g_, ir::first_axis(rest));
      if (factor.id == known.factor) return known.terms.push_back({ir::literal(g_, 1).id, each.weight}), true;
    }
    return false;
  }
  /// The factor of the operation with the exponent 1 in a node, or the node itself; -1: it has none.
  [[nodiscard]] constexpr int factor_of(int id, ir::operation const& op) const {
    ir::node const& n = g_[id];
    if (n.op == &op) return id;
    for (int k = 0; n.op == &ir::product_record && k < n.count; ++k)
      if (g_.argument(id, k).weight == 1 && g_[g_.argument(id, k).node].op == &op) return g_.argument(id, k).node;
    return -1;
  }

  // ---- logarithms: c*log(x) + 3*c*log(y) + z is 0 if x*y^3*exp(z/c) is 1.

  constexpr bool has_logarithm_of_one(ref x, int depth) {
    int const count = term_count(x.node());
    double scale = 0;
    for (int k = 0; k < count; ++k)
      if (ir::edge const each = term(x, k); g_[each.node].op == &ir::info<op::log> && (scale == 0 || magnitude(each.weight) < magnitude(scale)))
        scale = each.weight;
    if (scale == 0) return false;
    ref product = ir::literal(g_, 1);
    vec<ir::edge> rest;
    for (int k = 0; k < count; ++k) {
      ir::edge const each = term(x, k);
      double const exponent = each.weight / scale;
      bool const whole = magnitude(exponent) < 9 && exponent == static_cast<int>(exponent);
      if (g_[each.node].op == &ir::info<op::log> && whole) product = product * ir::power({&g_, g_.argument(each.node, 0).node}, static_cast<int>(exponent));
      else rest.push_back({each.node, exponent});
    }
    ref const others = ir::make_sum(g_, rest, constant(x) / scale);
    return (*this)((is_literal_zero(others) ? product : product * exp(others)) - 1, depth + 1);
  }
  static constexpr double magnitude(double x) { return x < 0 ? -x : x; }

  ir::graph& g_;
};

/// Copies nodes, and makes one of functions whose arguments are proved equal.
class function_merger {
 public:
  constexpr explicit function_merger(ir::graph& g) : g_(g) {}

  constexpr ref operator()(ir::node const& old, ir::edge const* arguments) {
    ref const made = ir::remake(g_, old, arguments, {});
    if (!is_function(made.node())) return made;
    for (int known : functions_)
      if (known == made.id || is_same(known, made.id)) return {&g_, known};
    if (functions_.size() < most_functions) functions_.push_back(made.id);
    return made;
  }

 private:
  static constexpr int most_functions = 24;

  static constexpr bool is_function(ir::node const& n) {
    return n.op->kind == ir::form::elementwise || n.op->kind == ir::form::reduction || n.op->kind == ir::form::along;
  }
  constexpr bool is_same(int a, int b) {
    ir::node const m = g_[a], n = g_[b];
    if (m.op != n.op || m.axes != n.axes || m.bound != n.bound || m.count != n.count) return false;
    for (int k = 0; k < m.count; ++k) {
      ref const x{&g_, g_.edges[m.first + k].node}, y{&g_, g_.edges[n.first + k].node};
      if (x.axes() != y.axes() || !zero_test(g_)(x - y, 1)) return false;
    }
    return true;
  }

  ir::graph& g_;
  vec<int> functions_;
};

/// An empty graph in which whatever is made takes its normal form.
template <class Rules>
constexpr ir::graph empty_normal_graph(ir::graph_view const& old) {
  ir::graph g = ir::with_tables_of(old);
  g.expanding = true;
  g.rewrite = &rewrite_node<Rules, rule_policy{}>;
  return g;
}

}  // namespace detail

using normal_rules = rule_set<rules::normal_form>;

/// The graph in normal form. A template, as its rules are read where a formula needs them only.
template <class Rules = normal_rules>
[[nodiscard]] constexpr ir::graph normal_form(ir::graph_view const& old) {
  ir::graph g = detail::empty_normal_graph<Rules>(old);
  if (!g.failed()) copy_live(old, g, [&](int old_id, ir::edge const* moved_arguments) { return ir::remake(g, old.nodes[old_id], moved_arguments, {}); });
  return g;
}

/// Whether the first two outputs of a graph in normal form are proved equal wherever both are defined.
template <class Rules = normal_rules>
[[nodiscard]] constexpr bool outputs_are_equal(ir::graph_view const& normal) {
  if (normal.outputs[0].node == normal.outputs[1].node) return true;
  ir::graph g = detail::empty_normal_graph<Rules>(normal);
  if (g.failed()) return false;
  detail::function_merger merge(g);
  copy_live(normal, g, [&](int old_id, ir::edge const* moved_arguments) { return merge(normal.nodes[old_id], moved_arguments); });
  ref const a{&g, g.outputs[0].node}, b{&g, g.outputs[1].node};
  return !g.failed() && (a == b || (a.axes() == b.axes() && detail::zero_test(g)(a - b)));
}

}  // namespace gradsmith::pass
