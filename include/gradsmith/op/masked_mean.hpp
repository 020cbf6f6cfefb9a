// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The mean over axes of what a mask lets through.
#pragma once

#include <gradsmith/op/count.hpp>
#include <gradsmith/op/masked_sum.hpp>

namespace gradsmith::op {

/// y = masked_sum(axes, mask, x) / count(axes, mask); NaN where the mask hides all entries.
struct masked_mean {
  static constexpr std::string_view name = "masked_mean";
  static constexpr std::string_view usage = "masked_mean(axis, mask, e)";
  static constexpr int arity = 2;
  static constexpr operation_facts facts{.formula = "the mean of the x_k where the mask is not 0",
                                         .monotone = {monotonicity::increasing}, .curved = curvature::linear,
                                         .mirrored = symmetry::odd};
  static constexpr ir::form kind = ir::form::reduction;
  static constexpr bool any_argument_has_axes = true;
  static constexpr ref canonical(ir::axis_set along, ref mask, ref x) {
    if (x.id < 0) return ref{};
    ref const total = gs::call<masked_sum>(over{along}, mask, x);
    return total / gs::count(over{along}, mask);
  }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// masked_mean(axis..., mask, e): the mean of e over the axes where the mask holds (is not 0).
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto masked_mean(T const&... axes_mask_e) {
  return call<op::masked_mean>(axes_mask_e...);
}

}  // namespace gradsmith
