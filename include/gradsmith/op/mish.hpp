// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation mish: a formula of others.
#pragma once

#include <gradsmith/op/softplus.hpp>
#include <gradsmith/op/tanh.hpp>

namespace gradsmith::op {

/// y = x tanh(softplus(x)).                                                                  [Misra2019]
struct mish {
  static constexpr std::string_view name = "mish";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "x tanh(softplus(x))", .positive = {monotonicity::increasing}};
  static constexpr ref canonical(ir::axis_set, ref x) { return x * gs::tanh(gs::softplus(x)); }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::mish
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto mish(T const&... x) {
  return call<op::mish>(x...);
}

}  // namespace gradsmith
