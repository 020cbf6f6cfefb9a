// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation hard_sigmoid: a formula of others.
#pragma once

#include <gradsmith/op/clamp.hpp>

namespace gradsmith::op {

/// y = x/6 + 1/2 clipped to [0, 1], as PyTorch defines it; computed as x + 3 clipped to [0, 6], over 6, which is exact at
/// both ends. dy/dx = 1/6 for |x| < 3, else 0.
struct hard_sigmoid {
  static constexpr std::string_view name = "hard_sigmoid";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "min(max(x/6 + 1/2, 0), 1)", .monotone = {monotonicity::increasing},
                                         .smooth = smoothness::kink,
                                         .positive = {monotonicity::increasing, curvature::concave}};
  static constexpr ref canonical(ir::axis_set, ref x) { return gs::clamp(x + 3, 0, 6) / 6; }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::hard_sigmoid
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto hard_sigmoid(T const&... x) {
  return call<op::hard_sigmoid>(x...);
}

}  // namespace gradsmith
