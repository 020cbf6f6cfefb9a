// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation leaky_relu: a formula of others.
#pragma once

#include <gradsmith/op/compare.hpp>
#include <gradsmith/op/where.hpp>

namespace gradsmith::op {

/// y = x for x > 0, else x/100. dy/dx = 1 or 1/100, 1/100 at 0.
struct leaky_relu {
  static constexpr std::string_view name = "leaky_relu";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "x where x > 0, else x/100", .monotone = {monotonicity::increasing},
                                         .curved = curvature::convex, .smooth = smoothness::kink,
                                         .positive = {monotonicity::increasing, curvature::linear}};
  static constexpr ref canonical(ir::axis_set, ref x) { return gs::where(gs::gt(x, 0), x, 0.01 * x); }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::leaky_relu
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto leaky_relu(T const&... x) {
  return call<op::leaky_relu>(x...);
}

}  // namespace gradsmith
