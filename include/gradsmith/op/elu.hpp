// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation elu: a formula of others.
#pragma once

#include <gradsmith/op/compare.hpp>
#include <gradsmith/op/expm1.hpp>
#include <gradsmith/op/where.hpp>

namespace gradsmith::op {

/// y = x for x > 0, else e^x - 1. dy/dx = 1 or e^x, 1 at 0; the second derivative there is that of e^x.  [Clevert2015]
struct elu {
  static constexpr std::string_view name = "elu";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "x where x > 0, else e^x - 1",
                                         .monotone = {monotonicity::increasing}, .curved = curvature::convex,
                                         .smooth = smoothness::C1};
  static constexpr ref canonical(ir::axis_set, ref x) { return gs::where(gs::gt(x, 0), x, gs::expm1(x)); }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::elu
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto elu(T const&... x) {
  return call<op::elu>(x...);
}

}  // namespace gradsmith
