// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The reduction argmin along an axis.
#pragma once

#include <gradsmith/op/first_position.hpp>

namespace gradsmith::op {

/// y = the position of the first of the least entries along one axis, counted from 0; NaN if an entry is NaN. dy = 0.
struct argmin {
  static constexpr std::string_view name = "argmin";
  static constexpr std::string_view latex = "\\operatorname*{arg\\,min}_{$b} $0";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "the first position k of the least x_k",
                                         .smooth = smoothness::jump};
  static constexpr ir::form kind = ir::form::reduction;
  static constexpr ref canonical(ir::axis_set along, ref x) { return x.id < 0 ? ref{} : first_position<min_over>(name, along, x); }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// argmin(axis, e): the position of the (first) least entry of e along the axis, from 0.
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto argmin(T const&... axis_and_e) {
  return call<op::argmin>(axis_and_e...);
}

}  // namespace gradsmith
