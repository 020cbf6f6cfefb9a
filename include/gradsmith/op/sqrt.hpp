// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation sqrt: value, derivative, bounds.
#pragma once

#include <gradsmith/ir/apply.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = sqrt(x); x >= 0, NaN below. dy/dx = 1/(2 y), +inf at 0. Correctly rounded.
struct sqrt {
  static constexpr std::string_view name = "sqrt";
  static constexpr std::string_view latex = "\\sqrt{$0}";
  static constexpr std::string_view cpp = "std::sqrt($0)";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "sqrt(x)", .domain = {domains::at_least(0)},
                                         .monotone = {monotonicity::increasing}, .curved = curvature::concave};
  static constexpr operation_counts cost{.sqrt = 1};
  static constexpr interval range(interval) { return non_negative; }
  static auto value(auto x) { return simd::sqrt(x); }
  static constexpr refs<1> partials(ref y, ref) { return std::array{0.5 / y}; }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::sqrt
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto sqrt(T const&... x) {
  return call<op::sqrt>(x...);
}

}  // namespace gradsmith
