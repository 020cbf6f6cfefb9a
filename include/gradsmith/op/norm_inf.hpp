// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The reduction norm_inf over axes: the greatest absolute value.
#pragma once

#include <gradsmith/op/abs.hpp>
#include <gradsmith/op/max.hpp>

namespace gradsmith::op {

/// y = max |x| over the axes. dy/dx_k = sign(x_k) where |x_k| = y, in equal parts among those that attain it; 0 at the zero vector.
struct norm_inf {
  static constexpr std::string_view name = "norm_inf";
  static constexpr std::string_view latex = "\\left\\lVert $0 \\right\\rVert_{\\infty,$b}";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "the greatest of the |x_k|", .curved = curvature::convex,
                                         .smooth = smoothness::kink, .mirrored = symmetry::even};
  static constexpr ir::form kind = ir::form::reduction;
  static constexpr ref canonical(ir::axis_set along, ref x) { return x.id < 0 ? ref{} : gs::max(over{along}, gs::abs(x)); }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// norm_inf(axis..., e): the greatest |e| over the axes.
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto norm_inf(T const&... axes_and_e) {
  return call<op::norm_inf>(axes_and_e...);
}

}  // namespace gradsmith
