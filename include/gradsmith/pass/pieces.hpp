// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Functions of two pieces, where(r <= t, f, g) and where(abs(r) <= t, f, g): what happens to value and slope where one piece
// meets the other, by symbolic differentiation along r.
#pragma once

#include <gradsmith/ir/frozen.hpp>
#include <gradsmith/ir/remake.hpp>
#include <gradsmith/op/abs.hpp>
#include <gradsmith/op/compare.hpp>
#include <gradsmith/op/relu.hpp>

namespace gradsmith::pass {

/// How two pieces meet: the slope behind the seam less that before it.
struct seam {
  bool continuous = false;
  bool rises = false;   // the slope does not fall there
  bool falls = false;   // it does not grow there; both: it is continuous
};

namespace detail {

class seam_finder {
 public:
  /// `constant(id)`: whether a node does not vary.
  template <class Constant>
  static constexpr seam find(ir::graph_view const& view, int choice, Constant const& constant) {
    ir::node const& n = view.nodes[choice];
    ir::node const& condition = view.nodes[view.edges[n.first].node];
    bool const below = condition.op == &ir::info<op::lt> || condition.op == &ir::info<op::le>;
    if (!below && condition.op != &ir::info<op::gt> && condition.op != &ir::info<op::ge>) return {};
    int u = view.edges[condition.first].node, t = view.edges[condition.first + 1].node;
    bool const swapped = constant(u);
    if (swapped) std::swap(u, t);
    if (constant(u) || !constant(t)) return {};
    int const lower = view.edges[n.first + (below != swapped ? 1 : 2)].node, upper = view.edges[n.first + (below != swapped ? 2 : 1)].node;
    bool const is_abs = view.nodes[u].op == &ir::info<op::abs>;
    int const r = is_abs ? view.edges[view.nodes[u].first].node : u;
    seam met = meet(view, r, t, 1, lower, upper, constant);
    if (!is_abs) return met;
    seam const left = meet(view, r, t, -1, upper, lower, constant);
    return {met.continuous && left.continuous, met.rises && left.rises, met.falls && left.falls};
  }

 private:
  struct line {
    ref value, slope;  // not there: not known
  };
  constexpr seam_finder(ir::graph_view const& view, int r, int t, int side) : view_(view), graph_(ir::with_tables_of(view)), copies_(view.node_count), r_(r) {
    graph_.expanding = true;
    for (int& each : copies_) each = -1;
    side_ = side;
    at_ = copy(t);
  }
  /// Where r is side * t: the pieces before and behind it.
  template <class Constant>
  static constexpr seam meet(ir::graph_view const& view, int r, int t, int side, int before, int behind, Constant const& constant) {
    seam_finder finder(view, r, t, side);
    line const a = finder.along(before, constant), b = finder.along(behind, constant);
    if (!a.value.exists() || !b.value.exists()) return {};
    ref const gap = b.value - a.value, jump = b.slope - a.slope;
    bool const continuous = gap.node().op->kind == ir::form::literal && gap.node().value == 0;
    return {continuous, jump.range().lower >= 0, jump.range().upper <= 0};
  }

  constexpr ref copy(int id) {
    if (copies_[id] >= 0) return {&graph_, copies_[id]};
    ir::node const& n = view_.nodes[id];
    vec<ir::edge> arguments;
    for (int k = 0; k < n.count; ++k) arguments.push_back({copy(view_.edges[n.first + k].node).id, view_.edges[n.first + k].weight});
    ref const made = ir::remake(graph_, n, arguments.begin(), {});
    copies_[id] = made.id;
    return made;
  }
  constexpr ref number(double value) { return ir::literal(graph_, value); }

  template <class Constant>
  constexpr line along(int id, Constant const& constant) {
    if (constant(id)) return {copy(id), number(0)};
    if (id == r_) return {side_ * at_, number(1)};
    ir::node const& n = view_.nodes[id];
    if (n.op == &ir::info<op::abs> && view_.edges[n.first].node == r_) return {at_, number(side_)};
    if (n.op == &ir::info<op::abs> || n.op == &ir::info<op::relu>) {
      line const x = along(view_.edges[n.first].node, constant);
      if (!x.value.exists() || x.value.node().op->kind != ir::form::literal || x.value.node().value == 0) return {};
      if (x.value.node().value > 0) return x;
      if (n.op == &ir::info<op::relu>) return {number(0), number(0)};
      return {-x.value, -x.slope};
    }
    if (n.op->kind == ir::form::sum) {
      line total{number(n.value), number(0)};
      for (int k = 0; k < n.count; ++k) {
        ir::edge const term = view_.edges[n.first + k];
        line const x = along(term.node, constant);
        if (!x.value.exists()) return {};
        total = {total.value + term.weight * x.value, total.slope + term.weight * x.slope};
      }
      return total;
    }
    if (n.op->kind == ir::form::product) {
      line total{number(1), number(0)};
      for (int k = 0; k < n.count; ++k) {
        ir::edge const factor = view_.edges[n.first + k];
        line const x = along(factor.node, constant);
        if (!x.value.exists()) return {};
        int const exponent = static_cast<int>(factor.weight);
        ref const power = ir::power(x.value, exponent), slope = factor.weight * (ir::power(x.value, exponent - 1) * x.slope);
        total = {total.value * power, total.slope * power + total.value * slope};
      }
      return total;
    }
    return {};
  }

  ir::graph_view const& view_;
  ir::graph graph_;
  vec<int> copies_;
  int r_;
  int side_ = 1;
  ref at_;
};

}  // namespace detail
}  // namespace gradsmith::pass
