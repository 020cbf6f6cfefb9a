// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation square: value, derivative, bounds.
#pragma once

#include <gradsmith/ir/apply.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = x^2: the canonical product x * x. dy/dx = 2 x.
struct square {
  static constexpr std::string_view name = "square";
  static constexpr std::string_view cpp = "square($0)";
  static constexpr std::string_view cpp_function = "inline double square(double x) { return x*x; }";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "x^2", .curved = curvature::convex, .mirrored = symmetry::even,
                                         .positive = {monotonicity::increasing}};
  static constexpr operation_counts cost{.mul = 1};
  static constexpr ref canonical(ir::axis_set, ref x) { return ir::power(x, 2); }
  static auto value(auto x) { return x * x; }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::square
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto square(T const&... x) {
  return call<op::square>(x...);
}

}  // namespace gradsmith
