// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The reduction norm1 over axes: the sum of absolute values.
#pragma once

#include <gradsmith/op/abs.hpp>
#include <gradsmith/op/sum.hpp>

namespace gradsmith::op {

/// y = sum |x| over the axes. dy/dx_k = sign(x_k), 0 at 0.
struct norm1 {
  static constexpr std::string_view name = "norm1";
  static constexpr std::string_view latex = "\\left\\lVert $0 \\right\\rVert_{1,$b}";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "|x_0| + ... + |x_(n-1)|", .curved = curvature::convex,
                                         .smooth = smoothness::kink, .mirrored = symmetry::even};
  static constexpr ir::form kind = ir::form::reduction;
  static constexpr ref canonical(ir::axis_set along, ref x) { return x.id < 0 ? ref{} : gs::sum(over{along}, gs::abs(x)); }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// norm1(axis..., e): the sum of |e| over the axes.
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto norm1(T const&... axes_and_e) {
  return call<op::norm1>(axes_and_e...);
}

}  // namespace gradsmith
