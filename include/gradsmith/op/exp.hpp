// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation exp: value, derivative, bounds.
#pragma once

#include <gradsmith/ir/apply.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = e^x for x <= 0.
struct exp_of_nonpositive {
  static constexpr std::string_view name = "exp_of_nonpositive";
  static constexpr std::string_view latex = "e^{$0}";
  static constexpr std::string_view cpp = "std::exp($0)";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "e^x", .domain = {{.upper = 0, .upper_open = false, .nan_outside = false}}, .monotone = {monotonicity::increasing},
                                         .curved = curvature::convex};
  static constexpr operation_counts cost{.transcendental = 1};
  static constexpr interval range(interval) { return {0, 1}; }
  static auto value(auto x) { return simd::exp_of_nonpositive(x); }
  static constexpr refs<1> partials(ref y, ref) { return std::array{y}; }
};

/// y = e^x; x real, y >= 0. dy/dx = y. At most 2 ulp, gradual underflow below -708.4.
struct exp {
  static constexpr std::string_view name = "exp";
  static constexpr std::string_view latex = "e^{$0}";
  static constexpr std::string_view cpp = "std::exp($0)";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "e^x", .monotone = {monotonicity::increasing},
                                         .curved = curvature::convex};
  static constexpr operation_counts cost{.transcendental = 1};
  static constexpr ir::operation const* within(interval x) { return x.upper <= 0 ? &ir::info<exp_of_nonpositive> : nullptr; }
  static constexpr interval range(interval x) { return {0, x.upper <= 0 ? 1 : interval::infinity}; }
  static auto value(auto x) { return simd::exp(x); }
  static constexpr refs<1> partials(ref y, ref) { return std::array{y}; }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::exp
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto exp(T const&... x) {
  return call<op::exp>(x...);
}

}  // namespace gradsmith
