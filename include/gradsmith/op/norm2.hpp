// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The reduction norm2 over axes: the Euclidean norm.
#pragma once

#include <gradsmith/op/abs.hpp>
#include <gradsmith/op/compare.hpp>
#include <gradsmith/op/scaled_squares.hpp>
#include <gradsmith/op/sqrt.hpp>
#include <gradsmith/op/square.hpp>
#include <gradsmith/op/sum.hpp>
#include <gradsmith/op/where.hpp>

namespace gradsmith::op {

/// y = sqrt(sum x^2) over the axes, in one pass, without overflow or underflow of the squares: three sums, of which the root
/// of one is taken. dy/dx_k = x_k/y; 0 at the zero vector, and so is the second derivative there. 1/y is formed once for all
/// k, and overflows where y is a subnormal number.
struct norm2 {
  static constexpr std::string_view name = "norm2";
  static constexpr std::string_view latex = "\\left\\lVert $0 \\right\\rVert_{2,$b}";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "sqrt(x_0^2 + ... + x_(n-1)^2)", .curved = curvature::convex,
                                         .smooth = smoothness::kink, .mirrored = symmetry::even};
  static constexpr ir::form kind = ir::form::reduction;
  static constexpr interval range(interval) { return non_negative; }
  static constexpr ref canonical(ir::axis_set along, ref x) {
    if (x.id < 0 || ir::is_subset(along, x.axes())) return ref{};
    ref const extents = gs::sum(over{along & ~x.axes()}, ir::literal(*x.graph, 1));
    along &= x.axes();
    return gs::sqrt(extents) * (along == 0 ? gs::abs(x) : ref{ir::apply<norm2>(along, x)});
  }
  static constexpr ref expand(ref y, ref x) {
    over const along{y.node().bound};
    return gs::call<scaled_root>(gs::sum(along, gs::square(x)), gs::sum(along, gs::square(gs::call<great_part>(x))),
                                 gs::sum(along, gs::square(gs::call<small_part>(x))));
  }
  static constexpr ref pullback(ref y, ref x, ref adjoint) {
    ref const is_zero = gs::eq(y, 0);
    return gs::where(is_zero, 0, adjoint) * x / gs::where(is_zero, 1, y);
  }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// norm2(axis..., e): the square root of the sum of e^2 over the axes.
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto norm2(T const&... axes_and_e) {
  return call<op::norm2>(axes_and_e...);
}

}  // namespace gradsmith
