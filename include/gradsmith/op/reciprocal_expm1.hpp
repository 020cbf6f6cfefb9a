// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation reciprocal_expm1: value, derivative, bounds.
#pragma once

#include <gradsmith/ir/apply.hpp>
#include <gradsmith/op/expm1.hpp>

namespace gradsmith::op {

/// y = 1/(e^x - 1), the mean number of bosons at the energy x; y > 0 above 0, y < -1 below.
/// dy/dx = y(x) y(-x): with e^x and (e^x - 1)^2 apart, one is infinite and the other 0 from x = 709 on.
struct reciprocal_expm1 {
  static constexpr std::string_view name = "reciprocal_expm1";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "1/(e^x - 1)", .domain = {domains::all_but(gaps::zero)},
                                         .positive = {monotonicity::decreasing, curvature::convex}};
  static constexpr interval range(interval x) {
    return {x.lower >= 0 ? 0 : -interval::infinity, x.upper <= 0 ? -1 : interval::infinity};
  }
  static constexpr refs<1> partials(ref y, ref x) { return std::array{y * gs::call<reciprocal_expm1>(-x)}; }
  static constexpr ref expand(ref, ref x) { return 1 / gs::expm1(x); }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::reciprocal_expm1
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto reciprocal_expm1(T const&... x) {
  return call<op::reciprocal_expm1>(x...);
}

}  // namespace gradsmith
