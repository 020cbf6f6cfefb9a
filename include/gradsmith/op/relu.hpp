// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation relu: value, derivative, bounds.
#pragma once

#include <gradsmith/op/compare.hpp>
#include <gradsmith/op/where.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = max(x, 0). dy/dx = 1 for x > 0, else 0 (also at 0).
struct relu {
  static constexpr std::string_view name = "relu";
  static constexpr std::string_view cpp = "greater($0, 0)";
  static constexpr std::string_view cpp_function = "inline double greater(double a, double b) { return a > b || a != a ? a : b; }";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "max(x, 0)", .monotone = {monotonicity::increasing},
                                         .curved = curvature::convex, .smooth = smoothness::kink};
  static constexpr operation_counts cost{.compare = 1};
  static constexpr interval range(interval x) { return {0, x.upper > 0 ? x.upper : 0}; }
  static constexpr refs<1> partials(ref, ref x) { return std::array{gs::where(gs::gt(x, 0), 1, 0)}; }
  static auto value(auto x) { return simd::max(x, simd::broadcast<decltype(x)>(0)); }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::relu
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto relu(T const&... x) {
  return call<op::relu>(x...);
}

}  // namespace gradsmith
