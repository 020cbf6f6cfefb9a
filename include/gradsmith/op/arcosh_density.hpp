// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation arcosh_density: value, derivative, bounds.
#pragma once

#include <gradsmith/op/arithmetic.hpp>
#include <gradsmith/op/sqrt.hpp>
#include <gradsmith/op/square.hpp>

namespace gradsmith::op {

/// y = 1/(sqrt(x - 1) sqrt(x + 1)), the derivative of arcosh: x^2 - 1 would lose digits near 1, the product of the two
/// factors overflow; +inf at 1, NaN below. dy/dx = -x y^3, -inf at 1.
struct arcosh_density {
  static constexpr std::string_view name = "arcosh_density";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "1/(sqrt(x - 1) sqrt(x + 1))", .domain = {domains::above(1)},
                                         .monotone = {monotonicity::decreasing}, .curved = curvature::convex};
  static constexpr interval range(interval) { return non_negative; }
  static constexpr refs<1> partials(ref y, ref x) { return std::array{-(x * y * gs::square(y))}; }
  static constexpr ref expand(ref, ref x) { return 1 / (gs::sqrt(x - 1) * gs::sqrt(x + 1)); }
};

}  // namespace gradsmith::op
