// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Resolves every `diff` by reverse mode on the DAG.
//
// Requires: a canonical graph. Establishes: no derivative node is left; adjoints share the nodes of the
// value. All partials of one expression come from one sweep, so a gradient costs a small multiple of
// the value. With l = square(x - y), diff(l, x) becomes 2 * (x - y): the adjoint of (x - y)^2 is 1, that
// of (x - y) is 2 * (x - y), and so is that of x.
#pragma once

#include <gradsmith/ir/print.hpp>
#include <gradsmith/op/kronecker.hpp>
#include <gradsmith/op/sum.hpp>
#include <gradsmith/op/where.hpp>
#include <gradsmith/pass/adjoint_sweep.hpp>
#include <gradsmith/pass/copy.hpp>
#include <gradsmith/pass/simplify.hpp>
#include <gradsmith/pass/tangents.hpp>

namespace gradsmith::pass {

namespace detail {

/// softmax(m, z) at a position m that is kept apart, as sum(l, kronecker(l, m) * softmax(l, z)): its
/// adjoint is then the entry m alone, not that of all entries at once.
constexpr ref separate_positions(ref value, int m) {
  ir::graph& g = *value.graph;
  int l = -1;
  vec<int> moved(value.id + 1);
  vec<ir::edge> arguments;
  for (int id = 0; id < moved.size(); ++id) {
    ir::node const n = g[id];
    moved[id] = id;
    if (!ir::contains(n.axes, m)) continue;
    arguments.truncate(0);
    bool same = true;
    for (int k = 0; k < n.count; ++k) {
      ir::edge const old = g.edges[n.first + k];
      arguments.push_back({moved[old.node], old.weight});
      same = same && moved[old.node] == old.node;
    }
    ref y = same ? ref{&g, id} : ir::remake(g, n, arguments.begin(), {});
    if (n.op->kind == ir::form::along && ir::contains(n.bound, m)) {
      if (l < 0) l = g.fresh_axis(m);
      y = sum(over{ir::axis_bit(l)}, call<op::kronecker>(ir::index(g, l), ir::index(g, m)) * ir::substitute_axis(y, m, l));
    }
    moved[id] = y.id;
  }
  return {&g, moved[value.id]};
}

/// The derivative by one symbol, indexed as `target` is, from the adjoints of its occurrences.
constexpr ref derivative_by(ir::graph& g, adjoint_sweep const& sweep, ir::node const& target, ir::axis_set batch) {
  int wanted[ir::max_rank]{};
  for (int d = 0; d < target.count; ++d) wanted[d] = g[g.edges[target.first + d].node].tag;
  vec<ir::edge> parts;
  for (auto const& found : sweep.occurrences) {
    ir::node const occurrence = g[found.node];
    if (occurrence.tag != target.tag) continue;
    ref part{&g, found.adjoint};
    int from[ir::max_rank]{};
    int to[ir::max_rank]{};
    int renamed = 0;
    vec<ir::edge> factors;
    auto const where_equal = [&](int a, int b) {
      if (a != b) factors.push_back({call<op::kronecker>(ir::index(g, a), ir::index(g, b)).id, 1});
    };
    for (int d = 0; d < occurrence.count; ++d) {
      int const axis = g[g.edges[occurrence.first + d].node].tag;
      if (ir::contains(batch, axis)) {
        where_equal(axis, wanted[d]);
        continue;
      }
      // An axis that stands twice, as in q(j, j), takes the first name; the other entries are not read.
      int known = 0;
      while (known < renamed && from[known] != axis) ++known;
      if (known < renamed) {
        where_equal(to[known], wanted[d]);
      } else {
        from[renamed] = axis;
        to[renamed++] = wanted[d];
      }
    }
    factors.push_back({rename_axes(part, from, to, renamed).id, 1});
    parts.push_back({ir::make_product(g, factors, 1).id, 1});
  }
  return ir::make_sum(g, parts, 0);
}

/// Axes of a root that a reduction inside also runs over get another name while it is differentiated.
class free_axes {
 public:
  constexpr explicit free_axes(ref& root) {
    for (ir::axis_set rest = root.axes(); rest != 0; rest = ir::without_first(rest)) {
      int const axis = ir::first_axis(rest);
      if (!ir::binds_any(root, ir::axis_bit(axis))) continue;
      original_[count_] = axis;
      fresh_[count_] = root.graph->fresh_axis(axis);
      root = separate_positions(ir::substitute_axis(root, axis, fresh_[count_]), fresh_[count_]);
      ++count_;
    }
  }
  [[nodiscard]] constexpr ref restored(ref x) const {
    for (int k = 0; k < count_; ++k) x = ir::substitute_axis(x, fresh_[k], original_[k]);
    return x;
  }

 private:
  int fresh_[ir::max_axes]{};
  int original_[ir::max_axes]{};
  int count_ = 0;
};

using rewriter = int (*)(ir::graph&, int);

/// Resolves all derivatives of one expression.
class differentiator {
 public:
  constexpr differentiator(ir::graph_view const& old, ir::graph& g, rewriter rewrite)
      : old_(old), g_(g), rewrite_(rewrite), resolved_(old.node_count) {}

  /// The node for derivative number `id` of the old graph, whose arguments are `arguments` in the new one.
  constexpr ref operator()(int id, ir::edge const* arguments) {
    ir::node const& n = old_.nodes[id];
    int const expression = old_.edges[n.first].node;
    ref value{&g_, arguments[0].node};
    if (n.op == &ir::derivative_record) {
      if (resolved_[id] == 0) resolve_all(expression, value);
      return {&g_, resolved_[id] - 1};
    }
    // A derivative that is differentiated again is simplified first: cancelling terms would cancel twice.
    if (contains_derivative(expression)) value = simplified(value);
    if (n.op == &ir::jvp_record) return tangent_sweep(value, arguments + 1, n.count - 1)(value);
    if (n.op == &ir::vjp_record) return pulled_back(value, {&g_, arguments[1].node}, {&g_, arguments[2].node});
    return diagonal(value, {&g_, arguments[1].node});
  }

 private:
  [[nodiscard]] constexpr bool is_derivative_of(int id, int expression) const {
    return old_.nodes[id].op == &ir::derivative_record && old_.edges[old_.nodes[id].first].node == expression;
  }

  constexpr void resolve_all(int expression, ref value) {
    vec<bool> wanted(g_.symbols.size());
    for (int id = expression; id < old_.node_count; ++id) {
      if (!is_derivative_of(id, expression)) continue;
      ir::node const& symbol = old_.nodes[old_.edges[old_.nodes[id].first + 1].node];
      wanted[symbol.tag] = true;
      reject_ambiguous_axis(value, symbol);
    }
    if (contains_derivative(expression)) value = simplified(value);
    free_axes const renamed(value);
    adjoint_sweep const sweep(value, wanted);
    for (int id = expression; id < old_.node_count; ++id) {
      if (!is_derivative_of(id, expression)) continue;
      ir::node const& symbol = old_.nodes[old_.edges[old_.nodes[id].first + 1].node];
      int indices[ir::max_rank]{};
      for (int d = 0; d < symbol.count; ++d) indices[d] = old_.nodes[old_.edges[symbol.first + d].node].tag;
      ref const target = ir::symbol_at(g_, symbol.tag, indices, symbol.count);
      ref result = derivative_by(g_, sweep, ir::node{target.node()}, value.axes());
      resolved_[id] = renamed.restored(result).id + 1;
    }
  }

  /// The adjoint of the symbol `by` for a cotangent.
  constexpr ref pulled_back(ref value, ref cotangent, ref by) {
    vec<bool> wanted(g_.symbols.size());
    wanted[by.node().tag] = true;
    return derivative_by(g_, adjoint_sweep(value, wanted, cotangent, 0), ir::node{by.node()}, 0);
  }

  /// The derivative of `slope`, a derivative by the symbol `by`, by the same entry of it.
  constexpr ref diagonal(ref slope, ref by) {
    ir::node const symbol = by.node();
    int original[ir::max_rank]{};
    int fresh[ir::max_rank]{};
    for (int d = 0; d < symbol.count; ++d) {
      original[d] = g_[g_.edges[symbol.first + d].node].tag;
      fresh[d] = g_.fresh_axis(original[d]);
    }
    free_axes const renamed(slope);
    vec<bool> wanted(g_.symbols.size());
    wanted[symbol.tag] = true;
    adjoint_sweep const sweep(slope, wanted);
    ir::node const target = ir::symbol_at(g_, symbol.tag, fresh, symbol.count).node();
    ref const second = renamed.restored(derivative_by(g_, sweep, target, slope.axes()));
    return rename_axes(second, fresh, original, symbol.count);
  }

  [[nodiscard]] constexpr bool contains_derivative(int expression) const {
    vec<bool> reached(expression + 1);
    reached[expression] = true;
    for (int id = expression; id >= 0; --id) {
      if (!reached[id]) continue;
      ir::node const& n = old_.nodes[id];
      if (n.op->kind == ir::form::derivative) return true;
      for (int k = 0; k < n.count; ++k) reached[old_.edges[n.first + k].node] = true;
    }
    return false;
  }

  constexpr ref simplified(ref value) {
    g_.rewrite = rewrite_;
    vec<int> moved(value.id + 1);
    vec<bool> reached(value.id + 1);
    reached[value.id] = true;
    for (int id = value.id; id >= 0; --id)
      for (int k = 0; reached[id] && k < g_[id].count; ++k) reached[g_.argument(id, k).node] = true;
    vec<ir::edge> arguments;
    for (int id = 0; id < moved.size(); ++id) {
      if (!reached[id]) continue;
      ir::node const n = g_[id];
      arguments.truncate(0);
      for (int k = 0; k < n.count; ++k) arguments.push_back({moved[g_.argument(id, k).node], g_.argument(id, k).weight});
      moved[id] = ir::remake(g_, n, arguments.begin(), {}).id;
    }
    g_.rewrite = nullptr;
    return {&g_, moved[value.id]};
  }

  constexpr void reject_ambiguous_axis(ref value, ir::node const& symbol) {
    ir::axis_set const shared = symbol.axes & value.axes();
    for (ir::axis_set rest = shared; rest != 0; rest = ir::without_first(rest))
      if (ir::binds_any(value, ir::axis_bit(ir::first_axis(rest)))) {
        auto const name = g_.symbols[symbol.tag].name;
        g_.fail(text{"diff(e, "} << name << "): e has the axis " << g_.axes[ir::first_axis(rest)].name
                                 << " of " << name << " and also reduces over it, so the diagonal is not the derivative; "
                                 << "ask for a fresh index, diff(e, " << name << "(k)) with another axis k");
      }
  }

  ir::graph_view old_;
  ir::graph& g_;
  rewriter rewrite_;
  vec<int> resolved_;  // node + 1
};

}  // namespace detail

/// The graph with every derivative resolved. `rewrite` simplifies what is differentiated again.
[[nodiscard]] constexpr ir::graph differentiate(ir::graph_view const& old, detail::rewriter rewrite) {
  ir::graph g = ir::with_tables_of(old);
  if (g.failed()) return g;
  detail::differentiator derivative(old, g, rewrite);
  copy_live(old, g, [&](int id, ir::edge const* arguments) {
    ir::node const& n = old.nodes[id];
    if (n.op->kind == ir::form::derivative) return derivative(id, arguments);
    return ir::remake(g, n, arguments, {});
  });
  return g;
}

// A template, so that the tables of rules are parsed only where a formula is compiled.
template <class Rules = default_rules, rule_policy Policy = rule_policy{}>
[[nodiscard]] constexpr ir::graph differentiate(ir::graph_view const& old) {
  return differentiate(old, &detail::rewrite_node<Rules, Policy>);
}

}  // namespace gradsmith::pass
