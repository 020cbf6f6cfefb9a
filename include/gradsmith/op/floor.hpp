// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation floor: value, derivative, bounds.
#pragma once

#include <gradsmith/op/quotient.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = the greatest integer not above x. dy/dx = 0, also where y jumps. Exact; infinities and NaN
/// stay.
struct floor {
  static constexpr std::string_view name = "floor";
  static constexpr std::string_view latex = "\\left\\lfloor $0 \\right\\rfloor";
  static constexpr std::string_view cpp = "std::floor($0)";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "the greatest integer not above x",
                                         .monotone = {monotonicity::increasing}, .smooth = smoothness::jump};
  static constexpr operation_counts cost{.add = 1};
  static constexpr interval range(interval x) {
    return {x.lower >= 0 ? 0 : -interval::infinity, x.upper <= 0 ? 0 : interval::infinity};
  }
  static auto value(auto x) { return simd::floor(x); }
  static constexpr ref expand(ref y, ref x) {
    ref const quotient = as_quotient(x);
    return quotient.id == x.id ? y : gs::call<floor>(quotient);
  }
  static constexpr refs<1> partials(ref, ref x) { return std::array{ir::literal(*x.graph, 0)}; }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::floor
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto floor(T const&... x) {
  return call<op::floor>(x...);
}

}  // namespace gradsmith
