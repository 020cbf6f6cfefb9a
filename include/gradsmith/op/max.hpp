// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation max: of two values, element by element, or over axes.
#pragma once

#include <gradsmith/op/tie_share.hpp>
#include <gradsmith/op/over.hpp>

namespace gradsmith::op {

/// y = the greater of a and b; NaN if either is. dy/da = 1 where a > b, 0 where a < b, 1/2 at a tie; 0 at a tie
/// with a number, as in max(0, a).
struct max {
  static constexpr std::string_view name = "max";
  static constexpr std::string_view latex = "\\max$(";
  static constexpr std::string_view cpp = "greater($0, $1)";
  static constexpr std::string_view cpp_function = "inline double greater(double a, double b) { return a > b || a != a ? a : b; }";
  static constexpr std::string_view usage = "max(a, b), or max(axis, e) over an axis";
  static constexpr int arity = 2;
  static constexpr operation_facts facts{.formula = "the greater of a and b",
                                         .monotone = {monotonicity::increasing, monotonicity::increasing},
                                         .curved = curvature::convex, .smooth = smoothness::kink};
  static constexpr bool commutative = true;
  static constexpr operation_counts cost{.compare = 1};
  static constexpr interval range(interval a, interval b) {
    return {a.lower > b.lower ? a.lower : b.lower, a.upper > b.upper ? a.upper : b.upper};
  }
  static constexpr ref canonical(ir::axis_set, ref a, ref b) { return a == b ? a : ref{}; }
  static auto value(auto a, auto b) { return simd::max(a, b); }
  static constexpr refs<2> partials(ref, ref a, ref b) {
    // A number takes the tie, as in relu: the derivative of least magnitude, by one comparison.
    if (a.graph->is_literal(a.id)) return std::array{ir::literal(*a.graph, 0), gs::call<where>(gs::gt(b, a), 1, 0)};
    if (b.graph->is_literal(b.id)) return std::array{gs::call<where>(gs::gt(a, b), 1, 0), ir::literal(*a.graph, 0)};
    ref const share = gs::call<tie_share>(a, b);
    return std::array{share, 1 - share};
  }
};

/// y = the greatest value along the axes. The adjoint is shared equally among those that attain it.
struct max_over {
  static constexpr std::string_view name = "max";
  static constexpr std::string_view latex = "\\max_{$b} $0";
  static constexpr std::string_view cpp = "$t = greater($t, $0)";
  static constexpr std::string_view cpp_function = "inline double greater(double a, double b) { return a > b || a != a ? a : b; }";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "the greatest of the x_k", .monotone = {monotonicity::increasing},
                                         .curved = curvature::convex, .smooth = smoothness::kink};
  static constexpr ir::form kind = ir::form::reduction;
  static constexpr operation_counts cost{.compare = 1};
  static constexpr interval range(interval x) { return x; }
  static constexpr ref canonical(ir::axis_set along, ref x) { return drop_missing_axes<max_over>(along, x); }
  static constexpr double start = -interval::infinity;
  static auto merge(auto a, auto b) { return simd::max(a, b); }
  static auto merge_lanes(auto a) { return simd::reduce_max(a); }
  static constexpr ref pullback(ref y, ref x, ref adjoint) { return share_among_ties(y, x, adjoint); }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// max(a, b) of two values, or max(axis..., e) over axes.
template <class First, class... Rest>
  requires operands<First, Rest...>
[[nodiscard]] constexpr auto max(First const& first, Rest const&... rest) {
  return call<std::conditional_t<(is_axis<First> || ... || is_axis<Rest>), op::max_over, op::max>>(first, rest...);
}

}  // namespace gradsmith
