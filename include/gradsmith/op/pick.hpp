// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation pick: the entry of an axis whose number is given.
#pragma once

#include <gradsmith/ir/substitute.hpp>
#include <gradsmith/op/compare.hpp>
#include <gradsmith/op/sum.hpp>
#include <gradsmith/op/where.hpp>

namespace gradsmith::op {

/// y = e at position `label` of the axis, counted from 0; a `label` that is an input holds integers,
/// checked when data are bound.
struct pick {
  static constexpr std::string_view name = "pick";
  static constexpr int arity = 2;
  static constexpr ir::form kind = ir::form::reduction;
  static constexpr ref canonical(ir::axis_set along, ref e, ref label) {
    if (e.id < 0) return ref{};
    ir::graph& g = *e.graph;
    ir::mark_as_index(label, along);
    return gs::sum(over{along}, gs::where(gs::eq(ir::index(g, ir::first_axis(along)), label), e, 0));
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
