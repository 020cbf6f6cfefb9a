// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation digamma: value, derivative, bounds.
#pragma once

#include <gradsmith/ir/apply.hpp>
#include <gradsmith/op/trigamma.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = psi(x), the derivative of log Gamma(x); NaN at 0 and at the negative integers, its poles, and at -inf. dy/dx =
/// trigamma(x). Below 8 ulp for x > 0; below 0, which is slower, an error of 8 eps (|y| + digamma(1 - x) + 1). [DLMF,
/// 5.11]
struct digamma {
  static constexpr std::string_view name = "digamma";
  static constexpr std::string_view latex = "\\psi$(";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "the derivative of ln |Gamma(x)|",
                                         .domain = {domains::all_but(gaps::non_positive_integers)},
                                         .positive = {monotonicity::increasing, curvature::concave}};
  static constexpr operation_counts cost{.transcendental = 1};
  static auto value(auto x) { return simd::digamma(x); }
  static constexpr refs<1> partials(ref, ref x) { return std::array{gs::trigamma(x)}; }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::digamma
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto digamma(T const&... x) { return call<op::digamma>(x...); }

}  // namespace gradsmith
