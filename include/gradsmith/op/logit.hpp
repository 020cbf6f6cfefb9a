// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation logit: value, derivative, bounds.
#pragma once

#include <gradsmith/op/logit_density.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = ln(x/(1-x)), the inverse of sigmoid; 0 <= x <= 1, NaN outside. dy/dx = 1/(x(1-x)). At most 2 ulp, also around
/// 1/2, where it is 0, and towards 1, where 1 - x is exact.
struct logit {
  static constexpr std::string_view name = "logit";
  static constexpr std::string_view cpp = "logit($0)";
  static constexpr std::string_view cpp_function =
      "inline double logit(double x) { return x > 0.25 && x < 0.75 ? std::log1p((2*x - 1)/(1 - x)) : std::log(x/(1 - x)); }";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "ln(x/(1 - x))", .domain = {domains::between(0, 1)},
                                         .monotone = {monotonicity::increasing}};
  static constexpr operation_counts cost{.add = 3, .div = 1, .transcendental = 1, .compare = 2, .select = 4};
  static auto value(auto x) { return simd::logit(x); }
  static constexpr refs<1> partials(ref, ref x) { return std::array{gs::logit_density(x)}; }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::logit
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto logit(T const&... x) {
  return call<op::logit>(x...);
}

}  // namespace gradsmith
