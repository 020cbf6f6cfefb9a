// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation scaled_i2erfc: value, derivative, bounds.
#pragma once

#include <gradsmith/op/arithmetic.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = e^(x^2) i2erfc(x), the integral of ierfc. dy/dx = 2 x y - e^(x^2) ierfc(x), which cancels for large x: of the
/// third derivative of erfcx some 2 x^2 eps are lost. Below 10 ulp. [DLMF, 7.18]
struct scaled_i2erfc {
  static constexpr std::string_view name = "scaled_i2erfc";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "e^(x^2) i2erfc(x)", .monotone = {monotonicity::decreasing},
                                         .curved = curvature::convex};
  static constexpr operation_counts cost{.transcendental = 1};
  static constexpr interval range(interval) { return non_negative; }
  static auto value(auto x) { return simd::scaled_i2erfc(x); }
  static constexpr refs<1> partials(ref y, ref x);
};

}  // namespace gradsmith::op

// Its derivative needs an operation that needs this one.
#include <gradsmith/op/scaled_ierfc.hpp>

namespace gradsmith::op {

constexpr refs<1> scaled_i2erfc::partials(ref y, ref x) { return {2 * x * y - gs::call<scaled_ierfc>(x)}; }

}  // namespace gradsmith::op
