// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation celu: a formula of others.
#pragma once

#include <gradsmith/op/compare.hpp>
#include <gradsmith/op/expm1.hpp>
#include <gradsmith/op/where.hpp>

namespace gradsmith::op {

/// y = x for x > 0, else a (e^(x/a) - 1), for a > 0; elu for a = 1. dy/dx = 1 or e^(x/a), 1 at 0.  [Barron2017]
struct celu {
  static constexpr std::string_view name = "celu";
  static constexpr int arity = 2;
  static constexpr operation_facts facts{.formula = "a where a > 0, else b (e^(a/b) - 1)",
                                         .domain = {domains::reals, domains::meant_above(0)},
                                         .monotone = {monotonicity::increasing, monotonicity::decreasing},
                                         .curved = curvature::convex, .smooth = smoothness::C1};
  static constexpr ref canonical(ir::axis_set, ref x, ref a) { return gs::where(gs::gt(x, 0), x, a * gs::expm1(x / a)); }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::celu
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto celu(T const&... x_and_a) {
  return call<op::celu>(x_and_a...);
}

}  // namespace gradsmith
