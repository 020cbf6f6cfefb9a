// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The reduction argmax along an axis.
#pragma once

#include <gradsmith/op/first_position.hpp>
#include <gradsmith/op/max.hpp>

namespace gradsmith::op {

/// y = the position of the first of the greatest entries along one axis, counted from 0; NaN if an entry is NaN. dy = 0.
struct argmax {
  static constexpr std::string_view name = "argmax";
  static constexpr std::string_view latex = "\\operatorname*{arg\\,max}_{$b} $0";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "the first position k of the greatest x_k",
                                         .smooth = smoothness::jump};
  static constexpr ir::form kind = ir::form::reduction;
  static constexpr ref canonical(ir::axis_set along, ref x) { return x.id < 0 ? ref{} : first_position<max_over>(name, along, x); }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// argmax(axis, e): the position of the (first) greatest entry of e along the axis, from 0.
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto argmax(T const&... axis_and_e) {
  return call<op::argmax>(axis_and_e...);
}

}  // namespace gradsmith
