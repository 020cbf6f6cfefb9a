// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation log10: value, derivative, bounds.
#pragma once

#include <gradsmith/ir/apply.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = the logarithm of x to the base 10; x >= 0, log10(0) = -inf, NaN below. dy/dx = 1/(x ln 10). At most 2 ulp, exact for
/// powers of 10.
struct log10 {
  static constexpr std::string_view name = "log10";
  static constexpr std::string_view latex = "\\log_{10}$(";
  static constexpr std::string_view cpp = "std::log10($0)";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "the logarithm of x to the base 10", .domain = {domains::above(0)},
                                         .monotone = {monotonicity::increasing}, .curved = curvature::concave};
  static constexpr operation_counts cost{.transcendental = 1};
  static constexpr interval range(interval x) {
    return {x.lower >= 1 ? 0 : -interval::infinity, x.upper <= 1 ? 0 : interval::infinity};
  }
  static auto value(auto x) { return simd::log10(x); }
  static constexpr refs<1> partials(ref, ref x) { return std::array{0.43429448190325182765 / x}; }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::log10
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto log10(T const&... x) {
  return call<op::log10>(x...);
}

}  // namespace gradsmith
