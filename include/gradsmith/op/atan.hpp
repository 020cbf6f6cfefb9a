// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation atan: value, derivative, bounds.
#pragma once

#include <gradsmith/ir/apply.hpp>
#include <gradsmith/op/square.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = arctan(x) in [-pi/2, pi/2]. dy/dx = 1/(1 + x^2). Below 0.8 ulp. [DLMF, 4.24]
struct atan {
  static constexpr std::string_view name = "atan";
  static constexpr std::string_view latex = "\\arctan$(";
  static constexpr std::string_view cpp = "std::atan($0)";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "arctan(x)", .monotone = {monotonicity::increasing},
                                         .mirrored = symmetry::odd,
                                         .positive = {monotonicity::increasing, curvature::concave}};
  static constexpr operation_counts cost{.div = 2, .transcendental = 1};
  static constexpr interval range(interval x) { return {x.lower >= 0 ? 0.0 : -2.0, x.upper <= 0 ? 0.0 : 2.0}; }
  static auto value(auto x) { return simd::atan(x); }
  static constexpr refs<1> partials(ref, ref x) { return std::array{1 / (1 + gs::square(x))}; }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::atan
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto atan(T const&... x) {
  return call<op::atan>(x...);
}

}  // namespace gradsmith
