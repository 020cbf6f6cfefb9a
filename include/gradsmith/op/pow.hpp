// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation pow: value, derivative, bounds.
#pragma once

#include <gradsmith/op/compare.hpp>
#include <gradsmith/op/exp2.hpp>
#include <gradsmith/op/log.hpp>
#include <gradsmith/op/sqrt.hpp>
#include <gradsmith/op/where.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = a^b. An integer number from -64 to 64 as exponent is the canonical product, 1/2 is sqrt, half of an odd number
/// from -7.5 to 15.5 becomes a^n sqrt(a) in code; pow(2, b) is exp2(b). All others are computed by one kernel, C's special
/// cases included: NaN for a < 0 unless b is an integer, pow(a, 0) = 1 for every a.
/// dy/da = b a^(b-1), 0 for a = b = 0; dy/db = y ln a, 0 for a = 0.
/// The kernel has at most 2 ulp, products and a^n sqrt(a) at most 16 for exponents from -8 to 16; beyond, a product of n
/// factors has up to n, in proportion to what a rounding of a does.
struct pow {
  static constexpr std::string_view name = "pow";
  static constexpr std::string_view latex = "$^0^{$1}";
  static constexpr int arity = 2;
  static constexpr operation_facts facts{.formula = "a^b", .domain = {domains::at_least(0)}};
  static constexpr operation_counts cost{.transcendental = 2};
  static constexpr interval range(interval a, interval) { return a.non_negative() ? non_negative : real_line; }
  static constexpr ref canonical(ir::axis_set, ref a, ref b) {
    if (a.id < 0 || b.id < 0) return ref{};
    if (b.node().op->kind != ir::form::literal) {
      bool const base_is_two = a.node().op->kind == ir::form::literal && a.node().value == 2;
      return base_is_two ? gs::exp2(b) : ref{};
    }
    double const exponent = b.node().value;
    if (exponent == 0.5) return gs::sqrt(a);
    if (exponent > 64 || exponent < -64 || exponent != static_cast<int>(exponent)) return ref{};
    return ir::power(a, static_cast<int>(exponent));
  }
  static auto value(auto a, auto b) { return simd::pow(a, b); }
  // Not before: the derivative of a^2 sqrt(a) is a sum of terms that are NaN at 0.
  static constexpr ref expand(ref y, ref a, ref b) {
    double const exponent = b.node().op->kind == ir::form::literal ? b.node().value : 0;
    if (exponent < -7.5 || exponent > 15.5) return y;
    int const odd = static_cast<int>(2 * exponent);
    if (odd % 2 == 0 || odd != 2 * exponent) return y;
    return odd > 0 ? ir::power(a, odd / 2) * gs::sqrt(a) : ir::power(a, odd / 2) / gs::sqrt(a);
  }
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
