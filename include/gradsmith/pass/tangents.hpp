// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// One forward walk: the derivative of an expression along directions of its symbols.
//
// Each node's tangent is made of its arguments' tangents by the partial derivatives that the backward sweep uses
// too, so that value, gradient and tangent share nodes. With l = square(x - y) and the direction v of x: the tangent
// of x - y is v, that of l is 2 * (x - y) * v.
#pragma once

#include <gradsmith/ir/gather.hpp>
#include <gradsmith/op/sum.hpp>
#include <gradsmith/op/where.hpp>
#include <gradsmith/pass/derivative_parts.hpp>

namespace gradsmith::pass::detail {

class tangent_sweep {
 public:
  /// `pairs`: symbols, indexed as the directions behind them are; `count` of both together.
  constexpr tangent_sweep(ref root, ir::edge const* pairs, int count) : g_(*root.graph), pairs_(pairs), count_(count), tangents_(root.id + 1) {
    vec<bool> reached(root.id + 1);
    reached[root.id] = true;
    for (int id = root.id; id >= 0; --id)
      for (int k = 0; reached[id] && k < g_[id].count; ++k) reached[g_.argument(id, k).node] = true;
    for (int id = 0; id <= root.id && !g_.failed(); ++id) {
      if (!reached[id]) continue;
      ref const tangent = visit(id);
      if (tangent.exists() && !is_zero(tangent)) tangents_[id] = tangent.id + 1;
    }
  }

  /// The tangent of a node, 0 where it depends on none of the symbols.
  [[nodiscard]] constexpr ref operator()(ref x) const { return has(x.id) ? of(x.id) : ir::literal(g_, 0); }

 private:
  [[nodiscard]] constexpr bool has(int id) const { return tangents_[id] != 0; }
  [[nodiscard]] constexpr ref of(int id) const { return {&g_, tangents_[id] - 1}; }
  [[nodiscard]] constexpr bool is_zero(ref x) const { return g_.is_literal(x.id) && x.node().value == 0; }

  constexpr ref visit(int id) {
    ir::node const n = g_[id];
    if (n.op->kind == ir::form::symbol) return direction_of(n);
    bool any = false;
    for (int k = 0; k < n.count; ++k) any = any || has(g_.edges[n.first + k].node);
    if (!any) return {};
    vec<ir::edge> terms;
    switch (n.op->kind) {
      case ir::form::sum:
        for (int k = 0; k < n.count; ++k)
          if (ir::edge const term = g_.edges[n.first + k]; has(term.node)) terms.push_back({of(term.node).id, term.weight});
        return ir::make_sum(g_, terms, 0);
      case ir::form::product:
        for (int k = 0; k < n.count; ++k)
          if (int const factor = g_.edges[n.first + k].node; has(factor)) terms.push_back({(partial_of_product(g_, n, k) * of(factor)).id, 1});
        return ir::make_sum(g_, terms, 0);
      case ir::form::elementwise: return visit_elementwise(n, {&g_, id});
      case ir::form::gather: return visit_gather(n);
      default: return visit_along_axes(n, {&g_, id});
    }
  }

  /// The direction of this occurrence of a symbol, indexed as the occurrence is.
  constexpr ref direction_of(ir::node const& n) {
    for (int p = 0; p < count_; p += 2) {
      ir::node const by = g_[pairs_[p].node];
      if (by.tag != n.tag) continue;
      int from[ir::max_rank]{};
      int to[ir::max_rank]{};
      for (int d = 0; d < n.count; ++d) {
        from[d] = g_[g_.edges[by.first + d].node].tag;
        to[d] = g_[g_.edges[n.first + d].node].tag;
      }
      return rename_axes({&g_, pairs_[p + 1].node}, from, to, n.count);
    }
    return {};
  }

  constexpr ref visit_elementwise(ir::node const& n, ref result) {
    ref arguments[4]{};
    for (int k = 0; k < n.count; ++k) arguments[k] = {&g_, g_.edges[n.first + k].node};
    // A product with the chosen branch would let the other one's infinity through, as 0 * inf.
    if (n.op == &ir::info<op::where>) return where(arguments[0], (*this)(arguments[1]), (*this)(arguments[2]));
    if (n.op->partials == nullptr) return no_tangent(n, "partials");
    ref partials[4]{};
    n.op->partials(result, arguments, partials);
    vec<ir::edge> terms;
    for (int k = 0; k < n.count; ++k)
      if (has(arguments[k].id) && !is_zero(partials[k])) terms.push_back({(partials[k] * of(arguments[k].id)).id, 1});
    return ir::make_sum(g_, terms, 0);
  }

  // The tangent of what is read at a position is read at the same position.
  constexpr ref visit_gather(ir::node const& n) {
    int const source = g_.edges[n.first].node;
    if (!has(source)) return ir::literal(g_, 0);
    vec<ir::edge> arguments;
    arguments.push_back({of(source).id, 1});
    for (int k = 1; k < n.count; ++k) arguments.push_back(g_.edges[n.first + k]);
    return ir::remake_gather(g_, n, arguments.begin());
  }

  // The adjoint of a reduction's argument for the cotangent 1 is its derivative by each entry.
  constexpr ref visit_along_axes(ir::node const& n, ref result) {
    ref const argument{&g_, g_.edges[n.first].node};
    if (!has(argument.id)) return no_tangent(n, "derivative by its second argument");
    if (n.op->pushforward != nullptr) return n.op->pushforward(result, argument, of(argument.id));
    if (n.op->kind != ir::form::reduction || n.op->pullback == nullptr) return no_tangent(n, "pushforward");
    return sum(over{n.bound}, n.op->pullback(result, argument, ir::literal(g_, 1)) * of(argument.id));
  }

  constexpr ref no_tangent(ir::node const& n, std::string_view missing) {
    g_.fail(text{"the operation "} << n.op->name << " has no derivative along a direction, because it has no " << missing
                                   << "; give it one, or take the direction of something it does not depend on");
    return {};
  }

  ir::graph& g_;
  ir::edge const* pairs_;
  int count_;
  vec<int> tangents_;  // node + 1; 0: the tangent is 0
};

}  // namespace gradsmith::pass::detail
