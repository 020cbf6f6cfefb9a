// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The variance over axes.
#pragma once

#include <gradsmith/op/mean.hpp>
#include <gradsmith/op/square.hpp>

namespace gradsmith::op {

/// y = mean(axes, (x - mean(axes, x))^2): of the population, divided by the number n of entries and not n - 1. The mean is
/// formed first, so that nothing cancels; along the observations that is one pass more.
struct variance {
  static constexpr std::string_view name = "variance";
  static constexpr std::string_view latex = "\\mathrm{Var}_{$b}$(";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "mean((x - mean(x))^2)", .curved = curvature::convex,
                                         .mirrored = symmetry::even};
  static constexpr ir::form kind = ir::form::reduction;
  static constexpr ref canonical(ir::axis_set along, ref x) {
    return x.id < 0 ? ref{} : gs::mean(over{along}, gs::square(x - gs::mean(over{along}, x)));
  }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// variance(axis..., e): the mean of the squared distance from the mean, over the axes.
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto variance(T const&... axes_and_e) {
  return call<op::variance>(axes_and_e...);
}

}  // namespace gradsmith
