// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation hard_tanh: a formula of others.
#pragma once

#include <gradsmith/op/clamp.hpp>

namespace gradsmith::op {

/// y = x clipped to [-1, 1]. dy/dx = 1 inside, 0 outside and at both ends.
struct hard_tanh {
  static constexpr std::string_view name = "hard_tanh";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "min(max(x, -1), 1)", .monotone = {monotonicity::increasing},
                                         .smooth = smoothness::kink, .mirrored = symmetry::odd,
                                         .positive = {monotonicity::increasing, curvature::concave}};
  static constexpr ref canonical(ir::axis_set, ref x) { return gs::clamp(x, -1, 1); }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::hard_tanh
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto hard_tanh(T const&... x) {
  return call<op::hard_tanh>(x...);
}

}  // namespace gradsmith
