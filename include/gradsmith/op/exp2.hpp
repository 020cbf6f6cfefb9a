// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation exp2: value, derivative, bounds.
#pragma once

#include <gradsmith/ir/apply.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = 2^x; x real, y >= 0. dy/dx = y ln 2. At most 2 ulp, exact for integers, gradual underflow below -1022.
struct exp2 {
  static constexpr std::string_view name = "exp2";
  static constexpr std::string_view latex = "2^{$0}";
  static constexpr std::string_view cpp = "std::exp2($0)";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "2^x", .monotone = {monotonicity::increasing},
                                         .curved = curvature::convex};
  static constexpr operation_counts cost{.transcendental = 1};
  static constexpr interval range(interval x) { return {0, x.upper <= 0 ? 1 : interval::infinity}; }
  static auto value(auto x) { return simd::exp2(x); }
  static constexpr refs<1> partials(ref y, ref) { return std::array{0.69314718055994530942 * y}; }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::exp2
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto exp2(T const&... x) {
  return call<op::exp2>(x...);
}

}  // namespace gradsmith
