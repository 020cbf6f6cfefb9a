// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation sign: value, derivative, bounds.
#pragma once

#include <gradsmith/ir/apply.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = -1, 0 or 1: the sign of x; sign(NaN) is NaN. dy/dx = 0.
struct sign {
  static constexpr std::string_view name = "sign";
  static constexpr std::string_view cpp = "sign($0)";
  static constexpr std::string_view cpp_function = "inline double sign(double x) { return x > 0 ? 1 : x < 0 ? -1 : x; }";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "-1, 0 or 1", .monotone = {monotonicity::increasing},
                                         .smooth = smoothness::jump, .mirrored = symmetry::odd};
  static constexpr operation_counts cost{.compare = 2, .select = 2};
  static constexpr interval range(interval x) { return {x.lower >= 0 ? 0.0 : -1.0, x.upper <= 0 ? 0.0 : 1.0}; }
  static auto value(auto x) {
    using V = decltype(x);
    V const zero = simd::broadcast<V>(0);
    V const one = simd::broadcast<V>(1);
    return simd::select(simd::gt(x, zero), one, simd::select(simd::lt(x, zero), -one, x));
  }
  static constexpr refs<1> partials(ref, ref x) { return std::array{ir::literal(*x.graph, 0)}; }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::sign
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto sign(T const&... x) {
  return call<op::sign>(x...);
}

}  // namespace gradsmith
