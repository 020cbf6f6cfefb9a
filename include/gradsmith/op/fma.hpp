// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation fma: a formula of others.
#pragma once

#include <gradsmith/ir/apply.hpp>

namespace gradsmith::op {

/// y = a b + c, the canonical sum, which is taken apart and put together with what stands around it. It is rounded once
/// where code makes one instruction of it: on machines that have one, and where nothing else uses the product. It is no
/// promise of one rounding, and a*b + c is made into the same.
struct fma {
  static constexpr std::string_view name = "fma";
  static constexpr int arity = 3;
  static constexpr operation_facts facts{.formula = "a b + c",
                                         .monotone = {monotonicity::none, monotonicity::none, monotonicity::increasing}};
  static constexpr ref canonical(ir::axis_set, ref a, ref b, ref c) { return a * b + c; }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::fma
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto fma(T const&... a_b_c) {
  return call<op::fma>(a_b_c...);
}

}  // namespace gradsmith
