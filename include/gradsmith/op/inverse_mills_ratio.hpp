// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation inverse_mills_ratio: value, derivative, bounds.
#pragma once

#include <gradsmith/op/arithmetic.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = e^(-x^2/2)/sqrt(2 pi)/normal_cdf(x), the derivative of log_normal_cdf, about -x on the left. dy/dx = -y (x + y).
/// Below 6 ulp.
struct inverse_mills_ratio {
  static constexpr std::string_view name = "inverse_mills_ratio";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "e^(-x^2/2)/sqrt(2 pi)/normal_cdf(x)",
                                         .monotone = {monotonicity::decreasing}, .curved = curvature::convex};
  static constexpr operation_counts cost{.transcendental = 1};
  static constexpr interval range(interval) { return non_negative; }
  static auto value(auto x) { return simd::inverse_mills_ratio(x); }
  static constexpr refs<1> partials(ref y, ref x);
};

}  // namespace gradsmith::op

// Its derivative needs an operation that needs this one.
#include <gradsmith/op/inverse_mills_excess.hpp>

namespace gradsmith::op {

constexpr refs<1> inverse_mills_ratio::partials(ref y, ref x) { return {-(y * gs::call<inverse_mills_excess>(x))}; }

}  // namespace gradsmith::op
