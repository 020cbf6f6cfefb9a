// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation rsqrt: a formula of others.
#pragma once

#include <gradsmith/op/sqrt.hpp>

namespace gradsmith::op {

/// y = 1/sqrt(x); x >= 0, +inf at 0, NaN below. dy/dx = -1/(2 x sqrt(x)), -inf at 0. A root and a quotient, at most 2 ulp.
struct rsqrt {
  static constexpr std::string_view name = "rsqrt";
  static constexpr std::string_view latex = "\\frac{1}{\\sqrt{$0}}";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "1/sqrt(x)", .domain = {domains::above(0)},
                                         .monotone = {monotonicity::decreasing}, .curved = curvature::convex};
  static constexpr ref canonical(ir::axis_set, ref x) { return 1 / gs::sqrt(x); }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::rsqrt
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto rsqrt(T const&... x) {
  return call<op::rsqrt>(x...);
}

}  // namespace gradsmith
