// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation xlog1py: value, derivative, bounds.
#pragma once

#include <gradsmith/ir/apply.hpp>
#include <gradsmith/op/compare.hpp>
#include <gradsmith/op/log1p.hpp>
#include <gradsmith/op/where.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// x ln(1 + y); 0 for x = 0, whatever the number y, else NaN for y < -1. Derivative by x: ln(1 + y), 0 at (0, -1); by y:
/// x/(1 + y), 0 at (0, -1). At most 3 ulp.
struct xlog1py {
  static constexpr std::string_view name = "xlog1py";
  static constexpr std::string_view latex = "$*0 \\mathrm{log1p}$)1";
  static constexpr std::string_view cpp = "xlog1py($0, $1)";
  static constexpr std::string_view cpp_function =
      "inline double xlog1py(double x, double y) { return x == 0 && y == y ? 0 : x*std::log1p(y); }";
  static constexpr int arity = 2;
  static constexpr operation_facts facts{.formula = "a ln(1 + b), 0 for a = 0",
                                         .domain = {domains::reals, domains::above(-1)}};
  static constexpr operation_counts cost{.mul = 1, .transcendental = 1};
  static auto value(auto x, auto y) {
    using V = decltype(x + y);
    V const zero = simd::broadcast<V>(0);
    return simd::select(simd::mask_and(simd::eq(V(x), zero), simd::eq(V(y), V(y))), zero, x * simd::log1p(V(y)));
  }
  static constexpr refs<2> partials(ref, ref x, ref y) {
    ref const edge = gs::where(gs::eq(x, 0), gs::eq(y, -1), 0);
    return std::array{gs::log1p(gs::where(edge, 0, y)), gs::where(edge, 0, x / (1 + y))};
  }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::xlog1py
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto xlog1py(T const&... x_and_y) {
  return call<op::xlog1py>(x_and_y...);
}

}  // namespace gradsmith
