// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation asinh: value, derivative, bounds.
#pragma once

#include <gradsmith/ir/apply.hpp>
#include <gradsmith/op/hypot.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = arsinh(x) = ln(x + sqrt(1 + x^2)), without its cancellation and overflow. dy/dx = 1/hypot(1, x). Below 1.9 ulp.
/// [DLMF, 4.37]
struct asinh {
  static constexpr std::string_view name = "asinh";
  static constexpr std::string_view cpp = "std::asinh($0)";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "arsinh(x)", .monotone = {monotonicity::increasing},
                                         .mirrored = symmetry::odd,
                                         .positive = {monotonicity::increasing, curvature::concave}};
  static constexpr operation_counts cost{.div = 1, .sqrt = 1, .transcendental = 1};
  static constexpr interval range(interval x) {
    return {x.lower >= 0 ? 0 : -interval::infinity, x.upper <= 0 ? 0 : interval::infinity};
  }
  static auto value(auto x) { return simd::asinh(x); }
  static constexpr refs<1> partials(ref, ref x) { return std::array{1 / gs::hypot(x, 1)}; }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::asinh
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto asinh(T const&... x) {
  return call<op::asinh>(x...);
}

}  // namespace gradsmith
