// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The standard deviation over axes.
#pragma once

#include <gradsmith/op/mean.hpp>
#include <gradsmith/op/norm2.hpp>
#include <gradsmith/op/sqrt.hpp>

namespace gradsmith::op {

/// y = norm2(axes, x - mean(axes, x)) / sqrt(n): the square root of the variance, of the population. The gradient is
/// (x - mean)/(n y), 0 where all entries are equal.
struct standard_deviation {
  static constexpr std::string_view name = "standard_deviation";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "sqrt(variance(x))", .curved = curvature::convex,
                                         .smooth = smoothness::kink, .mirrored = symmetry::even};
  static constexpr ir::form kind = ir::form::reduction;
  static constexpr ref canonical(ir::axis_set along, ref x) {
    if (x.id < 0) return ref{};
    along &= x.axes();
    if (along == 0) return ir::literal(*x.graph, 0);
    ref const entries = gs::sum(over{along}, ir::literal(*x.graph, 1));
    return gs::norm2(over{along}, x - gs::mean(over{along}, x)) / gs::sqrt(entries);
  }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// standard_deviation(axis..., e): the square root of the variance over the axes.
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto standard_deviation(T const&... axes_and_e) {
  return call<op::standard_deviation>(axes_and_e...);
}

}  // namespace gradsmith
