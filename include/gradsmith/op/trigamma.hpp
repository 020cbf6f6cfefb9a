// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation trigamma: value, derivative, bounds.
#pragma once

#include <gradsmith/ir/apply.hpp>
#include <gradsmith/op/tetragamma.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = psi'(x) > 0; +inf at 0 and at the negative integers, NaN at -inf. dy/dx = psi''(x). Below 8 ulp for x > 0, 16
/// below 0, which is slower. [DLMF, 5.15]
struct trigamma {
  static constexpr std::string_view name = "trigamma";
  static constexpr std::string_view latex = "\\psi_1$(";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "the derivative of digamma(x)",
                                         .domain = {domains::all_but(gaps::non_positive_integers)},
                                         .positive = {monotonicity::decreasing, curvature::convex}};
  static constexpr operation_counts cost{.transcendental = 1};
  static constexpr interval range(interval) { return non_negative; }
  static auto value(auto x) { return simd::trigamma(x); }
  static constexpr refs<1> partials(ref, ref x) { return std::array{gs::call<tetragamma>(x)}; }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::trigamma
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto trigamma(T const&... x) { return call<op::trigamma>(x...); }

}  // namespace gradsmith
