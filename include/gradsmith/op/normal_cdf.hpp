// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation normal_cdf: value, derivative, bounds.
#pragma once

#include <gradsmith/op/exp.hpp>
#include <gradsmith/op/square.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = (1 + erf(x/sqrt(2)))/2, the cumulative distribution function of the standard normal, with its digits in the left
/// tail. dy/dx = e^(-x^2/2)/sqrt(2 pi). Below 5.5 ulp.
struct normal_cdf {
  static constexpr std::string_view name = "normal_cdf";
  static constexpr std::string_view latex = "\\Phi$(";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "(1 + erf(x/sqrt(2)))/2", .monotone = {monotonicity::increasing},
                                         .positive = {monotonicity::increasing, curvature::concave}};
  static constexpr operation_counts cost{.transcendental = 1};
  static constexpr interval range(interval x) { return {x.lower >= 0 ? 0.5 : 0.0, x.upper <= 0 ? 0.5 : 1.0}; }
  static auto value(auto x) { return simd::normal_cdf(x); }
  static constexpr refs<1> partials(ref, ref x) {
    return std::array{0.39894228040143267794 * gs::exp(-0.5 * gs::square(x))};
  }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::normal_cdf
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto normal_cdf(T const&... x) { return call<op::normal_cdf>(x...); }

}  // namespace gradsmith
