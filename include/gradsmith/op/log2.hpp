// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation log2: value, derivative, bounds.
#pragma once

#include <gradsmith/ir/apply.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = the logarithm of x to the base 2; x >= 0, log2(0) = -inf, NaN below. dy/dx = 1/(x ln 2). At most 2 ulp, exact for
/// powers of 2.
struct log2 {
  static constexpr std::string_view name = "log2";
  static constexpr std::string_view latex = "\\log_2$(";
  static constexpr std::string_view cpp = "std::log2($0)";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "the logarithm of x to the base 2", .domain = {domains::above(0)},
                                         .monotone = {monotonicity::increasing}, .curved = curvature::concave};
  static constexpr operation_counts cost{.transcendental = 1};
  static constexpr interval range(interval x) {
    return {x.lower >= 1 ? 0 : -interval::infinity, x.upper <= 1 ? 0 : interval::infinity};
  }
  static auto value(auto x) { return simd::log2(x); }
  static constexpr refs<1> partials(ref, ref x) { return std::array{1.4426950408889634074 / x}; }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::log2
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto log2(T const&... x) {
  return call<op::log2>(x...);
}

}  // namespace gradsmith
