// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation cbrt: value, derivative, bounds.
#pragma once

#include <gradsmith/ir/apply.hpp>
#include <gradsmith/op/square.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = the real cube root of x, of its sign. dy/dx = 1/(3 y^2), +inf at 0; the second derivative -2/(9 y^5) has no
/// value at 0. Below 1 ulp.
struct cbrt {
  static constexpr std::string_view name = "cbrt";
  static constexpr std::string_view latex = "\\sqrt[3]{$0}";
  static constexpr std::string_view cpp = "std::cbrt($0)";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "x^(1/3)", .monotone = {monotonicity::increasing},
                                         .smooth = smoothness::kink, .mirrored = symmetry::odd,
                                         .positive = {monotonicity::increasing, curvature::concave}};
  static constexpr operation_counts cost{.div = 1, .transcendental = 1};
  static constexpr interval range(interval x) {
    return {x.lower >= 0 ? 0 : -interval::infinity, x.upper <= 0 ? 0 : interval::infinity};
  }
  static auto value(auto x) { return simd::cbrt(x); }
  static constexpr refs<1> partials(ref y, ref) { return std::array{1 / (3 * gs::square(y))}; }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::cbrt
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto cbrt(T const&... x) {
  return call<op::cbrt>(x...);
}

}  // namespace gradsmith
