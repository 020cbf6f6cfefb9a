// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation round: value, derivative, bounds.
#pragma once

#include <gradsmith/op/quotient.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = the integer nearest to x; halves go to the even one: round(2.5) = 2, round(3.5) = 4. dy/dx = 0, also where y jumps.
/// Exact; infinities and NaN stay.
struct round {
  static constexpr std::string_view name = "round";
  static constexpr std::string_view cpp = "std::nearbyint($0)";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "the nearest integer, of two the even one",
                                         .monotone = {monotonicity::increasing}, .smooth = smoothness::jump,
                                         .mirrored = symmetry::odd};
  static constexpr operation_counts cost{.add = 1};
  static constexpr interval range(interval x) {
    return {x.lower >= 0 ? 0 : -interval::infinity, x.upper <= 0 ? 0 : interval::infinity};
  }
  static auto value(auto x) { return simd::round_to_even(x); }
  static constexpr ref expand(ref y, ref x) {
    ref const quotient = as_quotient(x);
    return quotient.id == x.id ? y : gs::call<round>(quotient);
  }
  static constexpr refs<1> partials(ref, ref x) { return std::array{ir::literal(*x.graph, 0)}; }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::round
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto round(T const&... x) {
  return call<op::round>(x...);
}

}  // namespace gradsmith
