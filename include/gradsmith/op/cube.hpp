// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation cube: a formula of others.
#pragma once

#include <gradsmith/ir/apply.hpp>

namespace gradsmith::op {

/// y = x^3: the canonical product. dy/dx = 3 x^2. Two products, at most 2 ulp.
struct cube {
  static constexpr std::string_view name = "cube";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "x^3", .monotone = {monotonicity::increasing},
                                         .mirrored = symmetry::odd,
                                         .positive = {monotonicity::increasing, curvature::convex}};
  static constexpr ref canonical(ir::axis_set, ref x) { return ir::power(x, 3); }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::cube
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto cube(T const&... x) {
  return call<op::cube>(x...);
}

}  // namespace gradsmith
