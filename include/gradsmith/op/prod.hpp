// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The reduction prod over axes.
#pragma once

#include <gradsmith/op/compare.hpp>
#include <gradsmith/op/pow.hpp>
#include <gradsmith/op/sum.hpp>
#include <gradsmith/op/where.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = product of x over the axes; axes that x lacks make it a power. dy/dx_k is the product of the others, from that of
/// the entries that are not 0: y/x_k if none is 0, their product at the only 0, else 0. The first two derivatives are right
/// with any number of zeros, all of them with at most one, as long as that product neither overflows nor underflows. The
/// second derivative by one entry, 0, is the difference of y/x_k^2 from itself: of it some |y/x_k^2| eps remain.
struct prod {
  static constexpr std::string_view name = "prod";
  static constexpr std::string_view latex = "\\prod_{$b} $0";
  static constexpr std::string_view cpp = "$t *= $0";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "x_0 * ... * x_(n-1)"};
  static constexpr ir::form kind = ir::form::reduction;
  static constexpr operation_counts cost{.mul = 1};
  static constexpr interval range(interval x) { return x.within(0, 1) ? interval{0, 1} : x.non_negative() ? non_negative : real_line; }
  static constexpr double start = 1;
  static auto merge(auto a, auto b) { return a * b; }
  static auto merge_lanes(auto a) { return simd::reduce_mul(a); }
  static constexpr ref canonical(ir::axis_set along, ref x) {
    if (x.id < 0 || ir::is_subset(along, x.axes())) return ref{};
    for (ir::axis_set missing = along & ~x.axes(); missing != 0; missing = ir::without_first(missing))
      x = gs::pow(x, ir::extent(*x.graph, ir::first_axis(missing)));
    along &= x.axes();
    return along == 0 ? x : ir::apply<prod>(along, x);
  }
  /// Around entries z that are 0 the product is N e(z), where N is the product of the others and e = 1, z_1, z_1 z_2 for up
  /// to two: with s = sum of z, which is 0 and has a derivative, its slope by z_1 is N or N (s - z_1), by the others N s/x_k.
  static constexpr ref pullback(ref y, ref x, ref adjoint) {
    over const along{y.node().bound};
    if (x.range().lower > 0) return adjoint * y / x;
    ref const is_zero = gs::eq(x, 0), other = gs::where(is_zero, 1, x);
    ref const zeros = gs::sum(along, gs::where(is_zero, 1, 0)), total = gs::sum(along, gs::where(is_zero, x, 0));
    ref const product = ir::apply<prod>(along.axes, other);
    ref const by_zero = gs::where(gs::eq(zeros, 1), product, gs::where(gs::eq(zeros, 2), product * (total - x), 0));
    ref const by_other = gs::where(gs::eq(zeros, 0), product, gs::where(gs::eq(zeros, 1), product * total, 0));
    return adjoint * gs::where(is_zero, by_zero, by_other / other);
  }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// prod(axis..., e): the product of e over the axes.
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto prod(T const&... axes_and_e) {
  return call<op::prod>(axes_and_e...);
}

}  // namespace gradsmith
