// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// One backward walk over a graph: reverse mode. A node's adjoint is complete when all that use it have been visited.
#pragma once

#include <gradsmith/op/incidence.hpp>
#include <gradsmith/op/sum.hpp>
#include <gradsmith/op/where.hpp>
#include <gradsmith/pass/derivative_parts.hpp>

namespace gradsmith::pass::detail {

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
    // A condition has no derivative; what depends on a symbol by it alone, as behind a mask, needs none either.
    for (int k = n.op == &ir::info<op::where> ? 1 : 0; k < n.count; ++k)
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
  /// What a guard says of something along fewer axes: that it matters at some position along the others.
  constexpr int part_along(int guard, ir::axis_set axes) {
    if (guard == always) return always;
    ir::axis_set const others = g_[guard].axes & ~axes;
    return others == 0 ? guard : sum(over{others}, where(ref{&g_, guard}, 1, 0)).id;
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
      bool finite = n.op->kind != ir::form::literal || bounds::is_finite(n.value);
      switch (n.op->kind) {
        case ir::form::elementwise: finite = bounded || is_finite_everywhere(*n.op); break;
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

  static constexpr bool is_finite_everywhere(ir::operation const& op) {
    for (int k = 0; op.facts != nullptr && k < op.arity && k < 3; ++k)
      if (!is_all_reals(op.facts->domain[k])) return false;
    return op.facts != nullptr;
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
      case ir::form::gather: return visit_gather(id, adjoint, guard);
      default: {
        if (n.op->pullback == nullptr) return no_derivative(n);
        ref const argument{&g_, g_.edges[n.first].node};
        ref pulled = n.op->pullback({&g_, id}, argument, adjoint);
        // Along its own axes, an operation uses also what the guard would leave out.
        int const outside = guard == always ? always : part_along(guard, g_[guard].axes & ~n.bound);
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

  // What is read at a position passes its adjoint on to the entry there. Entries that are not read do not matter.
  constexpr void visit_gather(int id, ref adjoint, int guard) {
    ir::node const n = g_[id];
    int const source = g_.argument(id, 0).node;
    if (!active_[source]) return;
    ref read = guard == always ? ref{&g_, ir::literal(g_, 1).id} : where(ref{&g_, guard}, 1, 0);
    for (int k = 0; k < ir::number_of_slots(n); ++k) {
      ir::placement const each = ir::placement_of(g_, id, k);
      ref const there = call<op::incidence>(ir::index(g_, each.slot), ref{&g_, each.position});
      adjoint = adjoint * there;
      read = read * there;
    }
    ir::axis_set const others = read.axes() & ~g_[source].axes & ~batch_;
    contribute(source, n.axes | n.bound, adjoint, others == 0 ? read.id : sum(over{others}, read).id);
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

}  // namespace gradsmith::pass::detail
