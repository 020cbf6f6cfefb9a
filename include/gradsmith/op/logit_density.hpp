// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation logit_density: value, derivative, bounds.
#pragma once

#include <gradsmith/op/clamp.hpp>
#include <gradsmith/op/square.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = 1/(x (1 - x)), the derivative of logit; +inf at 0 and 1. dy/dx = (2 x - 1) y^2: the difference of 1 - x and x would
/// lose the digits around 1/2; x is clipped to [0, 1], so that no infinity meets a 0 outside. At most 3 ulp.
struct logit_density {
  static constexpr std::string_view name = "logit_density";
  static constexpr std::string_view cpp = "logit_density($0)";
  static constexpr std::string_view cpp_function = "inline double logit_density(double x) { return 1/(x*(1 - x)); }";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "1/(x (1 - x))", .domain = {domains::meant_between(0, 1)},
                                         .curved = curvature::convex};
  static constexpr operation_counts cost{.add = 1, .mul = 1, .div = 1};
  static auto value(auto x) {
    auto const one = simd::broadcast<decltype(x)>(1);
    return one / (x * (one - x));
  }
  static constexpr refs<1> partials(ref y, ref x) { return std::array{(2 * gs::clamp(x, 0, 1) - 1) * gs::square(y)}; }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::logit_density
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto logit_density(T const&... x) {
  return call<op::logit_density>(x...);
}

}  // namespace gradsmith
