// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation erfc: value, derivative, bounds.
#pragma once

#include <gradsmith/op/exp.hpp>
#include <gradsmith/op/square.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = 1 - erf(x), with its digits in the right tail, in [0, 2]. dy/dx = -2/sqrt(pi) e^(-x^2). Below 4.5 ulp. [DLMF,
/// 7.2]
struct erfc {
  static constexpr std::string_view name = "erfc";
  static constexpr std::string_view cpp = "std::erfc($0)";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "1 - erf(x)", .monotone = {monotonicity::decreasing},
                                         .positive = {monotonicity::decreasing, curvature::convex}};
  static constexpr operation_counts cost{.transcendental = 1};
  static constexpr interval range(interval x) { return {x.upper <= 0 ? 1.0 : 0.0, x.lower >= 0 ? 1.0 : 2.0}; }
  static auto value(auto x) { return simd::erfc(x); }
  static constexpr refs<1> partials(ref, ref x) { return std::array{-1.1283791670955126 * gs::exp(-gs::square(x))}; }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::erfc
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto erfc(T const&... x) { return call<op::erfc>(x...); }

}  // namespace gradsmith
