// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation expm1: value, derivative, bounds.
#pragma once

#include <gradsmith/op/exp.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = e^x - 1 without cancellation; y > -1. dy/dx = e^x, not y + 1, which loses digits below -37.
struct expm1 {
  static constexpr std::string_view name = "expm1";
  static constexpr std::string_view cpp = "std::expm1($0)";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "e^x - 1", .monotone = {monotonicity::increasing},
                                         .curved = curvature::convex};
  static constexpr operation_counts cost{.transcendental = 1};
  static constexpr interval range(interval x) {
    return {x.lower >= 0 ? 0.0 : -1.0, x.upper <= 0 ? 0 : interval::infinity};
  }
  static auto value(auto x) { return simd::expm1(x); }
  static constexpr refs<1> partials(ref, ref x) { return std::array{gs::exp(x)}; }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::expm1
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto expm1(T const&... x) {
  return call<op::expm1>(x...);
}

}  // namespace gradsmith
