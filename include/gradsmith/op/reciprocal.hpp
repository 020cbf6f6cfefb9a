// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation reciprocal: value, derivative, bounds.
#pragma once

#include <gradsmith/ir/apply.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = 1/x: the canonical product x^-1. dy/dx = -y^2.
struct reciprocal {
  static constexpr std::string_view name = "reciprocal";
  static constexpr std::string_view cpp = "1/$0";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "1/x", .domain = {domains::all_but(gaps::zero)},
                                         .mirrored = symmetry::odd,
                                         .positive = {monotonicity::decreasing, curvature::convex}};
  static constexpr operation_counts cost{.div = 1};
  static constexpr ref canonical(ir::axis_set, ref x) { return ir::power(x, -1); }
  static auto value(auto x) { return simd::broadcast<decltype(x)>(1) / x; }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::reciprocal
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto reciprocal(T const&... x) {
  return call<op::reciprocal>(x...);
}

}  // namespace gradsmith
