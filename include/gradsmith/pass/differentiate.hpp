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
#include <gradsmith/op/incidence.hpp>
#include <gradsmith/op/kronecker.hpp>
#include <gradsmith/op/sum.hpp>
#include <gradsmith/op/where.hpp>
#include <gradsmith/pass/copy.hpp>
#include <gradsmith/pass/simplify.hpp>
#include <gradsmith/pass/tangents.hpp>

namespace gradsmith::pass {

namespace detail {

/// One backward walk from `root`: the adjoints of all occurrences of the wanted symbols.
///
/// The axes of the root are batch axes: adjoints are not summed over them, unless there is a cotangent to begin with.
class adjoint_sweep {
 public:
  struct occurrence {
    int node;
    int adjoint;
  };
  vec<occurrence> occurrences;

  constexpr adjoint_sweep(ref root, vec<bool> const& wanted) : adjoint_sweep(root, wanted, ir::literal(*root.graph, 1), root.axes()) {}
  constexpr adjoint_sweep(ref root, vec<bool> const& wanted, ref cotangent, ir::axis_set batch)
      : g_(*root.graph), batch_(batch), active_(root.id + 1), newest_(root.id + 1), guard_(root.id + 1) {
    for (int id = 0; id <= root.id; ++id) active_[id] = depends_on(id, wanted);
    if (!active_[root.id]) return;
    contribute(root.id, root.axes(), cotangent, always);
    for (int id = root.id; id >= 0 && !g_.failed(); --id)
      if (active_[id] && newest_[id] != 0) visit(id, collect(id));
  }

  /// The adjoint of a node at or below the root: no node where the root does not depend on a wanted symbol through it.
  constexpr ref adjoint_of(int id) { return active_[id] && newest_[id] != 0 ? collect(id) : ref{}; }

 private:
  struct contribution {
    int node;
    int older;  // position + 1 of the previous contribution to the same node
  };

  [[nodiscard]] constexpr bool depends_on(int id, vec<bool> const& wanted) const {
    ir::node const& n = g_[id];
    if (n.op->kind == ir::form::symbol) return wanted[n.tag];
    for (int k = 0; k < n.count; ++k)
      if (active_[g_.edges[n.first + k].node]) return true;
    return false;
  }

  constexpr ref collect(int id) {
    int const newest = newest_[id];
    if (contributions_[newest - 1].older == 0) return {&g_, contributions_[newest - 1].node};
    vec<ir::edge> terms;
    for (int k = newest_[id]; k != 0; k = contributions_[k - 1].older) terms.push_back({contributions_[k - 1].node, 1});
    return ir::make_sum(g_, terms, 0);
  }

  // Adds `adjoint`, the part of the argument's adjoint that one use by a node with `axes` makes. It is
  // summed over the axes that the argument lacks, also those that the adjoint itself does not vary along.
  // `guard`: where the use matters.
  constexpr void contribute(int argument, ir::axis_set axes, ref adjoint, int guard) {
    note_guard(argument, guard);
    ir::axis_set const missing = axes & ~g_[argument].axes & ~batch_;
    int const part = missing == 0 ? adjoint.id : sum(over{missing}, adjoint).id;
    contributions_.push_back({part, newest_[argument]});
    newest_[argument] = contributions_.size();
  }

  // ---- choices. What only the branch of a choice uses has the adjoint 0 where that branch is not taken, and may have
  // no finite derivative there: 0 times that would be NaN. The condition goes along, down from the choice, and the
  // product is made where it holds.

  static constexpr int always = -1;  // else the node of a condition

  constexpr void note_guard(int id, int guard) {
    guard = part_along(guard, g_[id].axes | batch_);
    int const known = guard_[id] - 2;  // 0 is none yet
    if (guard_[id] == 0 || guard == always) guard_[id] = guard + 2;
    else if (known != always && known != guard) guard_[id] = where(ref{&g_, known}, 1, ref{&g_, guard}).id + 2;
  }
  /// What a guard says of something along fewer axes: nothing, where that is used for some positions and not for others.
  constexpr int part_along(int guard, ir::axis_set axes) {
    if (guard == always || ir::is_subset(g_[guard].axes, axes)) return guard;
    if (g_[guard].op != &ir::info<op::where>) return always;
    int const condition = g_.argument(guard, 0).node, first = g_.argument(guard, 1).node, second = g_.argument(guard, 2).node;
    if (second == ir::literal(g_, 0).id) {  // where(c, x, 0): both
      int const holds = part_along(condition, axes), rest = part_along(first, axes);
      return holds == always ? rest : guard_of_branch(rest, {&g_, holds});
    }
    if (first == ir::literal(g_, 1).id) {  // where(c, 1, x): either
      int const holds = part_along(condition, axes), other = part_along(second, axes);
      if (holds == other || holds == always || other == always) return holds == other ? holds : always;
      return where(ref{&g_, holds}, 1, ref{&g_, other}).id;
    }
    if (first != ir::literal(g_, 0).id) return always;
    int const rest = part_along(second, axes);  // where(c, 0, x): not c, and x
    return ir::is_subset(g_[condition].axes, axes) ? guard_of_other(rest, {&g_, condition}) : rest;
  }
  /// The guard of a branch within what has a guard already.
  constexpr int guard_of_branch(int guard, ref condition) { return guard == always ? condition.id : where(condition, ref{&g_, guard}, 0).id; }
  constexpr int guard_of_other(int guard, ref condition) {
    return guard == always ? where(condition, 0, 1).id : where(condition, 0, ref{&g_, guard}).id;
  }
  /// adjoint * partial, where `partial` may be infinite or NaN where the guard does not hold.
  constexpr ref guarded_product(int guard, ref adjoint, ref partial) {
    return guard == always || is_finite(partial.id) ? adjoint * partial : where(ref{&g_, guard}, adjoint * partial, 0);
  }
  /// Whether a node is finite wherever symbols are, but for overflow: made of sums, products and what has bounds.
  constexpr bool is_finite(int wanted) {
    for (int id = finite_.size(); id <= wanted; ++id) {
      ir::node const& n = g_[id];
      bool const bounded = n.range.lower > -interval::infinity && n.range.upper < interval::infinity;
      bool finite = n.op->kind != ir::form::literal || n.value - n.value == 0;
      switch (n.op->kind) {
        case ir::form::elementwise: finite = bounded || n.op == &ir::info<op::where>; break;
        case ir::form::along: finite = bounded || n.op->sequential; break;
        case ir::form::reduction: finite = bounded || n.op->linear; break;
        case ir::form::derivative:
        case ir::form::let: finite = false; break;
        default: break;
      }
      for (int k = 0; finite && k < n.count; ++k)
        finite = finite_[g_.argument(id, k).node] && (n.op->kind != ir::form::product || g_.argument(id, k).weight > 0);
      finite_.push_back(finite);
    }
    return finite_[wanted];
  }

  constexpr void visit(int id, ref adjoint) {
    ir::node const n = g_[id];
    int const guard = guard_[id] - 2;
    switch (n.op->kind) {
      case ir::form::symbol: occurrences.push_back({id, adjoint.id}); return;
      case ir::form::sum:
        for (int k = 0; k < n.count; ++k) {
          ir::edge const term = g_.edges[n.first + k];
          if (active_[term.node]) contribute(term.node, n.axes, term.weight * adjoint, guard);
        }
        return;
      case ir::form::product:
        for (int k = 0; k < n.count; ++k)
          if (int const factor = g_.edges[n.first + k].node; active_[factor])
            contribute(factor, n.axes, guarded_product(guard, adjoint, partial_of_product(g_, n, k)), guard);
        return;
      case ir::form::elementwise: return visit_elementwise(n, {&g_, id}, adjoint, guard);
      case ir::form::gather: return visit_gather(id, adjoint);
      default: {
        if (n.op->pullback == nullptr) return no_derivative(n);
        ref const argument{&g_, g_.edges[n.first].node};
        ref pulled = n.op->pullback({&g_, id}, argument, adjoint);
        // Along its own axes, an operation uses also what the guard would leave out.
        int const outside = guard != always && (g_[guard].axes & n.bound) != 0 ? always : guard;
        if (outside != always && !n.op->linear && !is_finite(argument.id)) pulled = where(ref{&g_, outside}, pulled, 0);
        contribute(argument.id, n.axes, pulled, outside);
      }
    }
  }

  constexpr void visit_elementwise(ir::node const& n, ref result, ref adjoint, int guard) {
    if (n.op->partials == nullptr) return no_derivative(n);
    ref arguments[4]{};
    ref partials[4]{};
    for (int k = 0; k < n.count; ++k) arguments[k] = {&g_, g_.edges[n.first + k].node};
    n.op->partials(result, arguments, partials);
    for (int k = 0; k < n.count; ++k) {
      if (!active_[arguments[k].id]) continue;
      if (g_.is_literal(partials[k].id) && partials[k].node().value == 0) continue;
      if (n.op == &ir::info<op::where>)
        contribute(arguments[k].id, n.axes, adjoint * partials[k],
                   k == 1 ? guard_of_branch(guard, arguments[0]) : guard_of_other(guard, arguments[0]));
      else
        contribute(arguments[k].id, n.axes, guarded_product(guard, adjoint, partials[k]), guard);
    }
  }

  // What is read at a position passes its adjoint on to the entry there.
  constexpr void visit_gather(int id, ref adjoint) {
    ir::node const n = g_[id];
    int const source = g_.argument(id, 0).node;
    if (!active_[source]) return;
    for (int k = 0; k < ir::number_of_slots(n); ++k) {
      ir::placement const each = ir::placement_of(g_, id, k);
      adjoint = adjoint * call<op::incidence>(ir::index(g_, each.slot), ref{&g_, each.position});
    }
    contribute(source, n.axes | n.bound, adjoint, always);
  }

  constexpr void no_derivative(ir::node const& n) {
    g_.fail(text{"the operation "} << n.op->name << " has no derivative; give it partials or a pullback, or differentiate by something it does not depend on");
  }

  ir::graph& g_;
  ir::axis_set batch_;
  vec<bool> active_;
  vec<int> newest_;
  vec<int> guard_;
  vec<bool> finite_;
  vec<contribution> contributions_;
};

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
