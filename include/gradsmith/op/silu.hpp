// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation silu: a formula of others.
#pragma once

#include <gradsmith/op/sigmoid.hpp>

namespace gradsmith::op {

/// y = x sigmoid(x), also called swish. dy/dx = sigmoid(x) (1 + x sigmoid(-x)), in sums that keep their digits in both tails.
struct silu {
  static constexpr std::string_view name = "silu";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "x/(1 + e^-x)", .positive = {monotonicity::increasing}};
  static constexpr ref canonical(ir::axis_set, ref x) { return x * gs::sigmoid(x); }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::silu
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto silu(T const&... x) {
  return call<op::silu>(x...);
}

}  // namespace gradsmith
