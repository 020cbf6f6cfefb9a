// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation xlogy: value, derivative, bounds.
#pragma once

#include <gradsmith/ir/apply.hpp>
#include <gradsmith/op/compare.hpp>
#include <gradsmith/op/log.hpp>
#include <gradsmith/op/where.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// x ln y; 0 for x = 0, whatever the number y, else NaN for y < 0. Derivative by x: ln y, 0 at (0, 0); by y: x/y, 0 at
/// (0, 0). At most 2 ulp.
struct xlogy {
  static constexpr std::string_view name = "xlogy";
  static constexpr std::string_view latex = "$*0 \\log$)1";
  static constexpr std::string_view cpp = "xlogy($0, $1)";
  static constexpr std::string_view cpp_function =
      "inline double xlogy(double x, double y) { return x == 0 && y == y ? 0 : x*std::log(y); }";
  static constexpr int arity = 2;
  static constexpr operation_facts facts{.formula = "a ln b, 0 for a = 0",
                                         .domain = {domains::reals, domains::above(0)}};
  static constexpr operation_counts cost{.mul = 1, .transcendental = 1};
  static constexpr interval range(interval x, interval y) {
    if (!x.non_negative()) return real_line;
    return {y.lower >= 1 ? 0 : -interval::infinity, y.upper <= 1 ? 0 : interval::infinity};
  }
  static auto value(auto x, auto y) {
    using V = decltype(x + y);
    V const zero = simd::broadcast<V>(0);
    return simd::select(simd::mask_and(simd::eq(V(x), zero), simd::eq(V(y), V(y))), zero, x * simd::log(V(y)));
  }
  static constexpr refs<2> partials(ref, ref x, ref y) {
    // The choice stands around the quotient, not in it: what y is made of may cancel there, as in xlogy(c, sigmoid(z)).
    ref const origin = gs::where(gs::eq(x, 0), gs::eq(y, 0), 0);
    return std::array{gs::log(gs::where(origin, 1, y)), gs::where(origin, 0, x / y)};
  }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::xlogy
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto xlogy(T const&... x_and_y) {
  return call<op::xlogy>(x_and_y...);
}

}  // namespace gradsmith
