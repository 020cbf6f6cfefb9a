// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation pow: value, derivative, bounds.
#pragma once

#include <gradsmith/op/compare.hpp>
#include <gradsmith/op/log.hpp>
#include <gradsmith/op/sqrt.hpp>
#include <gradsmith/op/where.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = a^b; integer exponents are the canonical product, 1/2 is sqrt. pow(x, 0) = 1 for every x.
/// dy/da = b a^(b-1), 0 for a = b = 0; dy/db = y ln a, 0 for a = 0. At most 16 ulp.
struct pow {
  static constexpr std::string_view name = "pow";
  static constexpr int arity = 2;
  static constexpr operation_counts cost{.transcendental = 2};
  static constexpr interval range(interval a, interval) { return a.non_negative() ? non_negative : real_line; }
  static constexpr ref canonical(ir::axis_set, ref a, ref b) {
    if (b.id < 0 || b.node().op->kind != ir::form::literal) return ref{};
    double const exponent = b.node().value;
    if (exponent == 0.5) return gs::sqrt(a);
    if (exponent > 64 || exponent < -64 || exponent != static_cast<int>(exponent)) return ref{};
    return ir::power(a, static_cast<int>(exponent));
  }
  static auto value(auto a, auto b) { return simd::pow(a, b); }
  static constexpr refs<2> partials(ref y, ref a, ref b) {
    // Without the choices, 0 * inf at a = 0 would be NaN.
    ref const at_zero = gs::eq(a, 0);
    ref lower = gs::call<pow>(a, b - 1);
    if (b.node().op->kind != ir::form::literal) lower = gs::where(gs::where(at_zero, gs::eq(b, 0), 0), 0, lower);
    return std::array{b * lower, gs::where(at_zero, 0, y * gs::log(a))};
  }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::pow
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto pow(T const&... a_and_b) {
  return call<op::pow>(a_and_b...);
}

}  // namespace gradsmith
