// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation min: of two values, element by element, or over axes.
#pragma once

#include <gradsmith/op/tie_share.hpp>
#include <gradsmith/op/over.hpp>

namespace gradsmith::op {

/// y = the lesser of a and b; NaN if either is. dy/da = 1 where a < b, 0 where a > b, 1/2 at a tie; 0 at a tie
/// with a number, as in min(0, a).
struct min {
  static constexpr std::string_view name = "min";
  static constexpr std::string_view latex = "\\min$(";
  static constexpr std::string_view cpp = "lesser($0, $1)";
  static constexpr std::string_view cpp_function = "inline double lesser(double a, double b) { return a < b || a != a ? a : b; }";
  static constexpr std::string_view usage = "min(a, b), or min(axis, e) over an axis";
  static constexpr int arity = 2;
  static constexpr operation_facts facts{.formula = "the lesser of a and b",
                                         .monotone = {monotonicity::increasing, monotonicity::increasing},
                                         .curved = curvature::concave, .smooth = smoothness::kink};
  static constexpr bool commutative = true;
  static constexpr operation_counts cost{.compare = 1};
  static constexpr interval range(interval a, interval b) {
    return {a.lower < b.lower ? a.lower : b.lower, a.upper < b.upper ? a.upper : b.upper};
  }
  static constexpr ref canonical(ir::axis_set, ref a, ref b) { return a == b ? a : ref{}; }
  static auto value(auto a, auto b) { return simd::min(a, b); }
  static constexpr refs<2> partials(ref, ref a, ref b) {
    // A number takes the tie, as in relu: the derivative of least magnitude, by one comparison.
    if (a.graph->is_literal(a.id)) return std::array{ir::literal(*a.graph, 0), gs::call<where>(gs::lt(b, a), 1, 0)};
    if (b.graph->is_literal(b.id)) return std::array{gs::call<where>(gs::lt(a, b), 1, 0), ir::literal(*a.graph, 0)};
    ref const share = gs::call<tie_share>(b, a);
    return std::array{share, 1 - share};
  }
};

/// y = the least value along the axes. The adjoint is shared equally among those that attain it.
struct min_over {
  static constexpr std::string_view name = "min";
  static constexpr std::string_view latex = "\\min_{$b} $0";
  static constexpr std::string_view cpp = "$t = lesser($t, $0)";
  static constexpr std::string_view cpp_function = "inline double lesser(double a, double b) { return a < b || a != a ? a : b; }";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "the least of the x_k", .monotone = {monotonicity::increasing},
                                         .curved = curvature::concave, .smooth = smoothness::kink};
  static constexpr ir::form kind = ir::form::reduction;
  static constexpr operation_counts cost{.compare = 1};
  static constexpr interval range(interval x) { return x; }
  static constexpr ref canonical(ir::axis_set along, ref x) { return drop_missing_axes<min_over>(along, x); }
  static constexpr double start = interval::infinity;
  static auto merge(auto a, auto b) { return simd::min(a, b); }
  static auto merge_lanes(auto a) { return simd::reduce_min(a); }
  static constexpr ref pullback(ref y, ref x, ref adjoint) { return share_among_ties(y, x, adjoint); }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// min(a, b) of two values, or min(axis..., e) over axes.
template <class First, class... Rest>
  requires operands<First, Rest...>
[[nodiscard]] constexpr auto min(First const& first, Rest const&... rest) {
  return call<std::conditional_t<(is_axis<First> || ... || is_axis<Rest>), op::min_over, op::min>>(first, rest...);
}

}  // namespace gradsmith
