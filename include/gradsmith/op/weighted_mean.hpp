// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The mean over axes with weights.
#pragma once

#include <gradsmith/op/sum.hpp>

namespace gradsmith::op {

/// y = sum(axes, w x) / sum(axes, w). A weight of 0 multiplies: 0 times inf is NaN, which masked_mean leaves out.
struct weighted_mean {
  static constexpr std::string_view name = "weighted_mean";
  static constexpr std::string_view usage = "weighted_mean(axis, weights, e)";
  static constexpr int arity = 2;
  static constexpr operation_facts facts{.formula = "the sum of w_k x_k over that of the w_k",
                                         .curved = curvature::linear, .mirrored = symmetry::odd};
  static constexpr ir::form kind = ir::form::reduction;
  static constexpr bool any_argument_has_axes = true;
  static constexpr ref canonical(ir::axis_set along, ref weights, ref x) {
    return x.id < 0 ? ref{} : gs::sum(over{along}, weights * x) / gs::sum(over{along}, weights);
  }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// weighted_mean(axis..., weights, e): sum of weights * e over the axes, divided by the sum of the weights.
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto weighted_mean(T const&... axes_weights_e) {
  return call<op::weighted_mean>(axes_weights_e...);
}

}  // namespace gradsmith
