// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation log: value, derivative, bounds.
#pragma once

#include <gradsmith/ir/apply.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = ln x; x >= 0, log(0) = -inf, NaN below. dy/dx = 1/x. At most 2 ulp, subnormals included.
struct log {
  static constexpr std::string_view name = "log";
  static constexpr std::string_view latex = "\\log$(";
  static constexpr std::string_view cpp = "std::log($0)";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "ln x", .domain = {domains::above(0)},
                                         .monotone = {monotonicity::increasing}, .curved = curvature::concave};
  static constexpr operation_counts cost{.transcendental = 1};
  static constexpr interval range(interval x) {
    return {x.lower >= 1 ? 0 : -interval::infinity, x.upper <= 1 ? 0 : interval::infinity};
  }
  static auto value(auto x) { return simd::log(x); }
  static constexpr refs<1> partials(ref, ref x) { return std::array{1 / x}; }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::log
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto log(T const&... x) {
  return call<op::log>(x...);
}

}  // namespace gradsmith
