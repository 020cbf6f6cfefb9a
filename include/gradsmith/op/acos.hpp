// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation acos: value, derivative, bounds.
#pragma once

#include <gradsmith/ir/apply.hpp>
#include <gradsmith/op/arcsine_density.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = arccos(x) in [0, pi]; NaN for |x| > 1. dy/dx = -1/sqrt((1 - x)(1 + x)), -inf at -1 and 1. Below 0.8 ulp.
/// [DLMF, 4.24]
struct acos {
  static constexpr std::string_view name = "acos";
  static constexpr std::string_view latex = "\\arccos$(";
  static constexpr std::string_view cpp = "std::acos($0)";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "arccos(x)", .domain = {domains::from_to(-1, 1)},
                                         .monotone = {monotonicity::decreasing},
                                         .positive = {monotonicity::decreasing, curvature::concave}};
  static constexpr operation_counts cost{.transcendental = 1};
  /// No bounds beyond [-1, 1]: there y is NaN.
  static constexpr interval range(interval x) { return x.within(-1, 1) ? interval{0, 4} : real_line; }
  static auto value(auto x) { return simd::acos(x); }
  static constexpr refs<1> partials(ref, ref x) { return std::array{-gs::call<arcsine_density>(x)}; }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::acos
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto acos(T const&... x) {
  return call<op::acos>(x...);
}

}  // namespace gradsmith
