// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation pick: the entry of an axis whose number is given.
#pragma once

#include <limits>

#include <gradsmith/ir/substitute.hpp>
#include <gradsmith/op/compare.hpp>
#include <gradsmith/op/sum.hpp>
#include <gradsmith/op/where.hpp>

namespace gradsmith::op {

/// y = e at position `label` of the axis, counted from 0. A `label` that is a symbol holds integers, checked when
/// data are bound; where one that is computed is no position, y is NaN.
struct pick {
  static constexpr std::string_view name = "pick";
  static constexpr std::string_view latex = "\\left. $0 \\right|_{$b = $1}";
  static constexpr int arity = 2;
  static constexpr operation_facts facts{.formula = "x_label", .monotone = {monotonicity::increasing},
                                         .curved = curvature::linear, .mirrored = symmetry::odd};
  static constexpr ir::form kind = ir::form::reduction;
  static constexpr ref canonical(ir::axis_set along, ref e, ref label) {
    if (e.id < 0) return ref{};
    ir::graph& g = *e.graph;
    if (!is_one_axis(e, along, name, "a label is a position along one")) return ir::literal(g, 0);
    ir::mark_as_label(label, along);
    ref const is_there = gs::eq(ir::index(g, ir::first_axis(along)), label);
    ref const entry = gs::sum(over{along}, gs::where(is_there, e, 0));
    if (is_position(label, g.axes[ir::first_axis(along)].extent)) return entry;
    return gs::where(gs::sum(over{along}, is_there), entry, std::numeric_limits<double>::quiet_NaN());
  }

 private:
  /// Whether a label is in range, or will be checked. (An axis has at least one entry, whatever its extent.)
  static constexpr bool is_position(ref label, int extent) {
    ir::node const& n = label.node();
    if (n.op->kind == ir::form::symbol) return true;
    if (n.op->kind != ir::form::literal) return false;
    return n.value == 0 || (n.value > 0 && n.value < extent && n.value == static_cast<int>(n.value));
  }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// pick(axis, e, label): the entry of e at position `label` of the axis, counted from 0.
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto pick(T const&... axis_e_label) {
  return call<op::pick>(axis_e_label...);
}

}  // namespace gradsmith
