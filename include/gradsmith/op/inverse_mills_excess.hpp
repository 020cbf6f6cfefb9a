// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation inverse_mills_excess: value, derivative, bounds.
#pragma once

#include <gradsmith/op/arithmetic.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = x + m with the inverse Mills ratio m; the sum cancels on the left, where y is about -1/x. dy/dx = 1 - m y, which
/// cancels there: of the third derivative of log_normal_cdf some x^2 eps are lost. Below 10 ulp.
struct inverse_mills_excess {
  static constexpr std::string_view name = "inverse_mills_excess";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "x + inverse_mills_ratio(x)",
                                         .monotone = {monotonicity::increasing}, .curved = curvature::convex};
  static constexpr operation_counts cost{.transcendental = 1};
  static constexpr interval range(interval) { return non_negative; }
  static auto value(auto x) { return simd::inverse_mills_excess(x); }
  static constexpr refs<1> partials(ref y, ref x);
};

}  // namespace gradsmith::op

// Its derivative needs an operation that needs this one.
#include <gradsmith/op/inverse_mills_ratio.hpp>

namespace gradsmith::op {

constexpr refs<1> inverse_mills_excess::partials(ref y, ref x) { return {1 - y * gs::call<inverse_mills_ratio>(x)}; }

}  // namespace gradsmith::op
