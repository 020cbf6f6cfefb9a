// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The reduction logsumexp over axes.
#pragma once

#include <gradsmith/op/log.hpp>
#include <gradsmith/op/softmax.hpp>

namespace gradsmith::op {

/// y = ln sum_k e^z_k = max z + log1p(excess); all -inf gives -inf. The adjoint of z is a softmax(z).
struct logsumexp {
  static constexpr std::string_view name = "logsumexp";
  static constexpr std::string_view latex = "\\log \\sum_{$b} e^{$0}";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "ln sum_k e^x_k", .monotone = {monotonicity::increasing},
                                         .curved = curvature::convex};
  static constexpr ir::form kind = ir::form::reduction;
  static constexpr interval range(interval z) { return {z.lower, interval::infinity}; }
  static constexpr ref canonical(ir::axis_set along, ref z) {
    if (z.id < 0 || ir::is_subset(along, z.axes())) return ref{};
    ref extents = ir::literal(*z.graph, 1);
    for (ir::axis_set missing = along & ~z.axes(); missing != 0; missing = ir::without_first(missing))
      extents = extents * ir::extent(*z.graph, ir::first_axis(missing));
    ref const rest = (along & z.axes()) == 0 ? z : ref{ir::apply<logsumexp>(along & z.axes(), z)};
    return rest + gs::log(extents);
  }
  static constexpr ref expand(ref y, ref z) {
    shifted_exponentials const e{over{y.node().bound}, z};
    return e.maximum + gs::log1p(e.excess);
  }
  static constexpr ref pullback(ref y, ref z, ref adjoint) {
    return adjoint * gs::softmax(over{y.node().bound}, z);
  }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// logsumexp(axis..., z): ln of the sum of e^z over the axes.
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto logsumexp(T const&... axes_and_z) {
  return call<op::logsumexp>(axes_and_z...);
}

}  // namespace gradsmith
