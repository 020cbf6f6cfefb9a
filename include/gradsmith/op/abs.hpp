// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation abs: value, derivative, bounds.
#pragma once

#include <gradsmith/op/sign.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = -|x|: of a number only the sign is set.
struct minus_abs {
  static constexpr std::string_view name = "minus_abs";
  static constexpr std::string_view latex = "-\\left|$0\\right|";
  static constexpr std::string_view cpp = "-std::fabs($0)";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "-|x|", .curved = curvature::concave, .smooth = smoothness::kink,
                                         .mirrored = symmetry::even,
                                         .positive = {monotonicity::decreasing, curvature::linear}};
  static constexpr operation_counts cost{.add = 1};
  static constexpr interval range(interval) { return {-interval::infinity, 0}; }
  static auto value(auto x) { return simd::minus_abs(x); }
  static constexpr refs<1> partials(ref, ref x) { return std::array{-gs::sign(x)}; }
};

/// y = |x|. dy/dx = sign(x), 0 at 0.
struct abs {
  static constexpr std::string_view name = "abs";
  static constexpr std::string_view latex = "\\left|$0\\right|";
  static constexpr std::string_view cpp = "std::fabs($0)";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "|x|", .curved = curvature::convex, .smooth = smoothness::kink,
                                         .mirrored = symmetry::even,
                                         .positive = {monotonicity::increasing, curvature::linear}};
  static constexpr operation_counts cost{.add = 1};
  static constexpr interval range(interval x) { return {0, x.within(-1, 1) ? 1 : interval::infinity}; }
  using negated = minus_abs;
  static auto value(auto x) { return simd::abs(x); }
  static constexpr refs<1> partials(ref, ref x) { return std::array{gs::sign(x)}; }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::abs
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto abs(T const&... x) {
  return call<op::abs>(x...);
}

}  // namespace gradsmith
