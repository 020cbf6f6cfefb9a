// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation logsigmoid: a formula of others.
#pragma once

#include <gradsmith/op/softplus.hpp>

namespace gradsmith::op {

/// y = ln(sigmoid(x)) = -softplus(-x): -e^-x far to the right, x far to the left. dy/dx = sigmoid(-x).
struct logsigmoid {
  static constexpr std::string_view name = "logsigmoid";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "ln(1/(1 + e^-x))", .monotone = {monotonicity::increasing},
                                         .curved = curvature::concave};
  static constexpr ref canonical(ir::axis_set, ref x) { return -gs::softplus(-x); }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::logsigmoid
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto logsigmoid(T const&... x) {
  return call<op::logsigmoid>(x...);
}

}  // namespace gradsmith
