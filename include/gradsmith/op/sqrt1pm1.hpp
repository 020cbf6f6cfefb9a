// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation sqrt1pm1: value, derivative, bounds.
#pragma once

#include <gradsmith/ir/apply.hpp>
#include <gradsmith/op/arithmetic.hpp>
#include <gradsmith/op/compare.hpp>
#include <gradsmith/op/sqrt.hpp>
#include <gradsmith/op/where.hpp>

namespace gradsmith::op {

/// y = sqrt(1 + x) - 1 = x / (1 + sqrt(1 + x)), x >= -1; as it is written where it keeps its digits, as the
/// quotient is inf/inf at infinity. dy/dx = 1/(2 sqrt(1 + x)): differentiating the quotient would cancel.
struct sqrt1pm1 {
  static constexpr std::string_view name = "sqrt1pm1";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "sqrt(1 + x) - 1", .domain = {domains::at_least(-1)},
                                         .monotone = {monotonicity::increasing}, .curved = curvature::concave};
  static constexpr interval range(interval x) { return {x.lower >= 0 ? 0.0 : -1.0, interval::infinity}; }
  static constexpr refs<1> partials(ref, ref x) { return std::array{0.5 / gs::sqrt(1 + x)}; }
  static constexpr ref expand(ref, ref x) {
    ref const root = gs::sqrt(1 + x);
    return gs::where(gs::gt(x, 8), root - 1, gs::call<divide>(x, 1 + root));
  }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::sqrt1pm1
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto sqrt1pm1(T const&... x) {
  return call<op::sqrt1pm1>(x...);
}

}  // namespace gradsmith
