// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation erf: value, derivative, bounds.
#pragma once

#include <gradsmith/op/exp.hpp>
#include <gradsmith/op/square.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = 2/sqrt(pi) times the integral of e^(-t^2) from 0 to x, odd, in [-1, 1]. dy/dx = 2/sqrt(pi) e^(-x^2). Below 1.6
/// ulp. [DLMF, 7.2]
struct erf {
  static constexpr std::string_view name = "erf";
  static constexpr std::string_view cpp = "std::erf($0)";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "2/sqrt(pi) times the integral of e^(-t^2) from 0 to x",
                                         .monotone = {monotonicity::increasing}, .mirrored = symmetry::odd,
                                         .positive = {monotonicity::increasing, curvature::concave}};
  static constexpr operation_counts cost{.transcendental = 1};
  static constexpr interval range(interval x) { return {x.lower >= 0 ? 0.0 : -1.0, x.upper <= 0 ? 0.0 : 1.0}; }
  static auto value(auto x) { return simd::erf(x); }
  static constexpr refs<1> partials(ref, ref x) { return std::array{1.1283791670955126 * gs::exp(-gs::square(x))}; }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::erf
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto erf(T const&... x) { return call<op::erf>(x...); }

}  // namespace gradsmith
