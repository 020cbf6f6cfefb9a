// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation arcsine_density: value, derivative, bounds.
#pragma once

#include <gradsmith/op/arithmetic.hpp>
#include <gradsmith/op/square.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = 1/sqrt((1 - x)(1 + x)), the derivative of arcsin: 1 - x^2 would lose digits near 1; +inf at -1 and 1, NaN
/// beyond. dy/dx = x y^3: the difference of 1 - x and 1 + x would lose those of x at 0. At most 3 ulp.
struct arcsine_density {
  static constexpr std::string_view name = "arcsine_density";
  static constexpr std::string_view cpp = "arcsine_density($0)";
  static constexpr std::string_view cpp_function = "inline double arcsine_density(double x) { return 1/std::sqrt((1 - x)*(1 + x)); }";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "1/sqrt((1 - x)(1 + x))", .domain = {domains::between(-1, 1)},
                                         .curved = curvature::convex, .mirrored = symmetry::even,
                                         .positive = {monotonicity::increasing}};
  static constexpr operation_counts cost{.add = 2, .mul = 1, .div = 1, .sqrt = 1};
  static constexpr interval range(interval) { return {1, interval::infinity}; }
  static auto value(auto x) {
    auto const one = simd::broadcast<decltype(x)>(1);
    return one / simd::sqrt((one - x) * (one + x));
  }
  static constexpr refs<1> partials(ref y, ref x) { return std::array{x * y * gs::square(y)}; }
};

}  // namespace gradsmith::op
