// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation artanh_density: value, derivative, bounds.
#pragma once

#include <gradsmith/op/arithmetic.hpp>
#include <gradsmith/op/square.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = 1/((1 - x)(1 + x)), the derivative of artanh; +inf at -1 and 1. dy/dx = 2 x y^2: the difference of 1 - x and 1 +
/// x would lose the digits of x at 0. At most 3 ulp.
struct artanh_density {
  static constexpr std::string_view name = "artanh_density";
  static constexpr std::string_view cpp = "artanh_density($0)";
  static constexpr std::string_view cpp_function = "inline double artanh_density(double x) { return 1/((1 - x)*(1 + x)); }";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "1/((1 - x)(1 + x))", .domain = {domains::meant_between(-1, 1)},
                                         .curved = curvature::convex, .mirrored = symmetry::even,
                                         .positive = {monotonicity::increasing}};
  static constexpr operation_counts cost{.add = 2, .mul = 1, .div = 1};
  static auto value(auto x) {
    auto const one = simd::broadcast<decltype(x)>(1);
    return one / ((one - x) * (one + x));
  }
  static constexpr refs<1> partials(ref y, ref x) { return std::array{2 * x * gs::square(y)}; }
};

}  // namespace gradsmith::op
