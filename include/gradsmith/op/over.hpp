// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Axes as an argument of reductions: `sum(over{axes}, x)` on handles, `sum(j, e)` in the language.
#pragma once

#include <gradsmith/ir/apply.hpp>
#include <gradsmith/ir/reduce.hpp>

namespace gradsmith {

/// The axes that a reduction of handles runs over.
struct over {
  ir::axis_set axes = 0;
};
template <>
inline constexpr bool is_operand<over> = true;

/// Whether a first argument names an axis; lang/ adds its own axis type.
template <class T>
inline constexpr bool is_axis = std::is_same_v<std::remove_cvref_t<T>, over>;

/// `Op` along axes applied to handles.
template <class Op, class... T>
  requires((std::is_same_v<T, ref> || arithmetic<T>)&&...)
[[nodiscard]] constexpr ref call(over along, T const&... arguments) {
  ir::graph& g = *ir::graph_of(arguments...);
  return ir::apply<Op>(along.axes, ir::as_ref(g, arguments)...);
}

namespace op {
/// Whether a function that takes one axis was given one; if not, the graph says why it does.
[[nodiscard]] constexpr bool is_one_axis(ref x, ir::axis_set along, std::string_view name, std::string_view why) {
  if (ir::count(along) == 1) return true;
  x.graph->fail(text{name} << " takes one axis: " << why);
  return false;
}

/// A reduction for which values that do not vary along an axis count once (max, min).
template <class Op>
[[nodiscard]] constexpr ref drop_missing_axes(ir::axis_set along, ref x) {
  if (x.id < 0 || ir::is_subset(along, x.axes())) return ref{};
  along &= x.axes();
  return along == 0 ? x : ir::apply<Op>(along, x);
}
}  // namespace op

}  // namespace gradsmith
