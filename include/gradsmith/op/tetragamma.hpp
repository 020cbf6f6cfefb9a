// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation tetragamma: value, derivative, bounds.
#pragma once

#include <gradsmith/op/polygamma.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = psi''(x), the derivative of trigamma; NaN at the negative integers, its poles. dy/dx is
/// polygamma(3, x). Below 8 ulp for x > 0. [DLMF, 5.15]
struct tetragamma {
  static constexpr std::string_view name = "tetragamma";
  static constexpr std::string_view latex = "\\psi_2$(";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "the derivative of trigamma(x)",
                                         .domain = {domains::all_but(gaps::non_positive_integers)},
                                         .positive = {monotonicity::increasing, curvature::concave}};
  static constexpr operation_counts cost{.transcendental = 1};
  static constexpr interval range(interval x) { return {-interval::infinity, x.lower >= 0 ? 0 : interval::infinity}; }
  static auto value(auto x) { return simd::tetragamma(x); }
  static constexpr refs<1> partials(ref, ref x) { return std::array{gs::call<polygamma>(3, x)}; }
};

}  // namespace gradsmith::op
