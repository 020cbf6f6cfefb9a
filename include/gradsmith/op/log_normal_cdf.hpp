// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation log_normal_cdf: value, derivative, bounds.
#pragma once

#include <gradsmith/ir/apply.hpp>
#include <gradsmith/op/inverse_mills_ratio.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = log(normal_cdf(x)), with its digits in both tails: about -x^2/2 on the left, minus the tail on the right. dy/dx
/// = the inverse Mills ratio. Below 5 ulp.
struct log_normal_cdf {
  static constexpr std::string_view name = "log_normal_cdf";
  static constexpr std::string_view latex = "\\log\\Phi$(";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "ln normal_cdf(x)", .monotone = {monotonicity::increasing},
                                         .curved = curvature::concave};
  static constexpr operation_counts cost{.transcendental = 1};
  static constexpr interval range(interval) { return {-interval::infinity, 0}; }
  static auto value(auto x) { return simd::log_normal_cdf(x); }
  static constexpr refs<1> partials(ref, ref x) { return std::array{gs::call<inverse_mills_ratio>(x)}; }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::log_normal_cdf
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto log_normal_cdf(T const&... x) { return call<op::log_normal_cdf>(x...); }

}  // namespace gradsmith
