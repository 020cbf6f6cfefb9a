// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation lgamma: value, derivative, bounds.
#pragma once

#include <gradsmith/ir/apply.hpp>
#include <gradsmith/op/digamma.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = log |Gamma(x)|; +inf at 0, at the negative integers and at both infinities. dy/dx = digamma(x). Below 8 ulp for
/// x > 0; below 0, which is slower, an error of 8 eps (|y| + lgamma(1 - x) + 1), more than y near its zeros. [DLMF,
/// 5.11]
struct lgamma {
  static constexpr std::string_view name = "lgamma";
  static constexpr std::string_view latex = "\\log\\Gamma$(";
  static constexpr std::string_view cpp = "std::lgamma($0)";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "ln |Gamma(x)|",
                                         .domain = {domains::all_but(gaps::non_positive_integers)},
                                         .positive = {monotonicity::none, curvature::convex}};
  static constexpr operation_counts cost{.transcendental = 1};
  static constexpr interval range(interval x) {
    return {x.lower >= 2 ? 0 : x.lower >= 0 ? -0.125 : -interval::infinity, interval::infinity};
  }
  static auto value(auto x) { return simd::lgamma(x); }
  static constexpr refs<1> partials(ref, ref x) { return std::array{gs::digamma(x)}; }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::lgamma
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto lgamma(T const&... x) { return call<op::lgamma>(x...); }

}  // namespace gradsmith
