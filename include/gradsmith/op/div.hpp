// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation div: a formula of others.
#pragma once

#include <gradsmith/ir/apply.hpp>

namespace gradsmith::op {

/// y = a/b: what the operator / makes. dy/da = 1/b, dy/db = -a/b^2.
struct div {
  static constexpr std::string_view name = "div";
  static constexpr int arity = 2;
  static constexpr operation_facts facts{.formula = "a/b", .domain = {domains::reals, domains::all_but(gaps::zero)},
                                         .mirrored = symmetry::even};
  static constexpr ref canonical(ir::axis_set, ref a, ref b) { return a / b; }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::div
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto div(T const&... a_and_b) {
  return call<op::div>(a_and_b...);
}

}  // namespace gradsmith
