// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation log1p: value, derivative, bounds.
#pragma once

#include <gradsmith/ir/apply.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = ln(1 + x) without forming 1 + x; x >= -1. dy/dx = 1/(1 + x). At most 2 ulp.
struct log1p {
  static constexpr std::string_view name = "log1p";
  static constexpr std::string_view cpp = "std::log1p($0)";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "ln(1 + x)", .domain = {domains::above(-1)},
                                         .monotone = {monotonicity::increasing}, .curved = curvature::concave};
  static constexpr operation_counts cost{.transcendental = 1};
  static constexpr interval range(interval x) {
    return {x.lower >= 0 ? 0 : -interval::infinity, x.within(0, 1) ? 1 : interval::infinity};
  }
  static auto value(auto x) { return simd::log1p(x); }
  static constexpr refs<1> partials(ref, ref x) { return std::array{1 / (1 + x)}; }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::log1p
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto log1p(T const&... x) {
  return call<op::log1p>(x...);
}

}  // namespace gradsmith
