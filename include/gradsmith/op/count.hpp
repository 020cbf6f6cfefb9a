// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The reduction count over axes.
#pragma once

#include <gradsmith/op/sum.hpp>
#include <gradsmith/op/where.hpp>

namespace gradsmith::op {

/// y = the number of entries where the condition is not 0. dy = 0.
struct count {
  static constexpr std::string_view name = "count";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "the number of the x_k that are not 0", .smooth = smoothness::jump,
                                         .mirrored = symmetry::even};
  static constexpr ir::form kind = ir::form::reduction;
  static constexpr ref canonical(ir::axis_set along, ref condition) {
    return condition.id < 0 ? ref{} : gs::sum(over{along}, gs::where(condition, 1, 0));
  }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// count(axis..., condition): the number of entries where the condition holds (is not 0).
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto count(T const&... axes_and_condition) {
  return call<op::count>(axes_and_condition...);
}

}  // namespace gradsmith
