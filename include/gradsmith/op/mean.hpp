// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The mean over axes: the sum over them, divided by their extents.
#pragma once

#include <gradsmith/op/sum.hpp>

namespace gradsmith::op {

/// y = sum(axes, x) / extents of the axes.
struct mean {
  static constexpr std::string_view name = "mean";
  static constexpr std::string_view latex = "\\frac{1}{$N} \\sum_{$b} $0";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "(x_0 + ... + x_(n-1))/n", .monotone = {monotonicity::increasing},
                                         .curved = curvature::linear, .mirrored = symmetry::odd};
  static constexpr ir::form kind = ir::form::reduction;
  static constexpr ref canonical(ir::axis_set along, ref x) {
    if (x.id < 0) return ref{};
    ref total = gs::sum(over{along & x.axes()}, x);
    for (ir::axis_set rest = along & x.axes(); rest != 0; rest = ir::without_first(rest))
      total = total / ir::extent(*x.graph, ir::first_axis(rest));
    return total;
  }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// mean(axis..., e): the mean of e over the axes.
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto mean(T const&... axes_and_e) {
  return call<op::mean>(axes_and_e...);
}

}  // namespace gradsmith
