// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation erfcx: value, derivative, bounds.
#pragma once

#include <gradsmith/ir/apply.hpp>
#include <gradsmith/op/scaled_ierfc.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = e^(x^2) erfc(x), about 1/(sqrt(pi) x) for large x, infinite below -26.63 (-9.38 in float). dy/dx = -2 e^(x^2)
/// ierfc(x): the difference 2 x y - 2/sqrt(pi) would cancel. Below 6 ulp. [DLMF, 7.2]
struct erfcx {
  static constexpr std::string_view name = "erfcx";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "e^(x^2) erfc(x)", .monotone = {monotonicity::decreasing},
                                         .curved = curvature::convex};
  static constexpr operation_counts cost{.transcendental = 1};
  static constexpr interval range(interval x) { return {0, x.lower >= 0 ? 1 : interval::infinity}; }
  static auto value(auto x) { return simd::erfcx(x); }
  static constexpr refs<1> partials(ref, ref x) { return std::array{-2 * gs::call<scaled_ierfc>(x)}; }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::erfcx
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto erfcx(T const&... x) { return call<op::erfcx>(x...); }

}  // namespace gradsmith
