// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation asin: value, derivative, bounds.
#pragma once

#include <gradsmith/ir/apply.hpp>
#include <gradsmith/op/arcsine_density.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = arcsin(x) in [-pi/2, pi/2]; NaN for |x| > 1. dy/dx = 1/sqrt((1 - x)(1 + x)), +inf at -1 and 1. Below 0.8 ulp.
/// [DLMF, 4.24]
struct asin {
  static constexpr std::string_view name = "asin";
  static constexpr std::string_view latex = "\\arcsin$(";
  static constexpr std::string_view cpp = "std::asin($0)";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "arcsin(x)", .domain = {domains::from_to(-1, 1)},
                                         .monotone = {monotonicity::increasing}, .mirrored = symmetry::odd,
                                         .positive = {monotonicity::increasing, curvature::convex}};
  static constexpr operation_counts cost{.transcendental = 1};
  /// No bounds beyond [-1, 1]: there y is NaN.
  static constexpr interval range(interval x) {
    if (!x.within(-1, 1)) return real_line;
    return {x.lower >= 0 ? 0.0 : -2.0, x.upper <= 0 ? 0.0 : 2.0};
  }
  static auto value(auto x) { return simd::asin(x); }
  static constexpr refs<1> partials(ref, ref x) { return std::array{gs::call<arcsine_density>(x)}; }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::asin
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto asin(T const&... x) {
  return call<op::asin>(x...);
}

}  // namespace gradsmith
