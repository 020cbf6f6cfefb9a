// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation scaled_ierfc: value, derivative, bounds.
#pragma once

#include <gradsmith/op/arithmetic.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = e^(x^2) ierfc(x) with the integral of erfc from x to infinity; -2 y is the derivative of erfcx. dy/dx = -4
/// e^(x^2) i2erfc(x). Below 6 ulp. [DLMF, 7.18]
struct scaled_ierfc {
  static constexpr std::string_view name = "scaled_ierfc";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "e^(x^2) ierfc(x)", .monotone = {monotonicity::decreasing},
                                         .curved = curvature::convex};
  static constexpr operation_counts cost{.transcendental = 1};
  static constexpr interval range(interval) { return non_negative; }
  static auto value(auto x) { return simd::scaled_ierfc(x); }
  static constexpr refs<1> partials(ref, ref x);
};

}  // namespace gradsmith::op

// Its derivative needs an operation that needs this one.
#include <gradsmith/op/scaled_i2erfc.hpp>

namespace gradsmith::op {

constexpr refs<1> scaled_ierfc::partials(ref, ref x) { return {-4 * gs::call<scaled_i2erfc>(x)}; }

}  // namespace gradsmith::op
