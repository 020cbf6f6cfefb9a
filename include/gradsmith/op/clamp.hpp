// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation clamp: value, derivative, bounds.
#pragma once

#include <gradsmith/op/compare.hpp>
#include <gradsmith/op/max.hpp>
#include <gradsmith/op/where.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = min(max(x, lo), hi): hi where lo > hi; NaN if any of the three is. dy/dx = 1 strictly between lo and hi, else 0, as
/// with relu; what gives the value has the derivative 1, so that the three sum to 1.
struct clamp {
  static constexpr std::string_view name = "clamp";
  static constexpr std::string_view cpp = "clamped($0, $1, $2)";
  static constexpr std::string_view cpp_function =
      "inline double clamped(double x, double low, double high) {\n"
      "  double const above = x > low || x != x ? x : low;\n"
      "  return above < high || above != above ? above : high;\n"
      "}";
  static constexpr int arity = 3;
  static constexpr operation_facts facts{.formula = "min(max(a, b), c)",
                                         .monotone = {monotonicity::increasing, monotonicity::increasing, monotonicity::increasing},
                                         .smooth = smoothness::kink};
  static constexpr operation_counts cost{.compare = 2};
  static constexpr interval range(interval x, interval lo, interval hi) {
    return {lesser(greater(x.lower, lo.lower), hi.lower), lesser(greater(x.upper, lo.upper), hi.upper)};
  }
  static auto value(auto x, auto lo, auto hi) { return simd::min(simd::max(x, lo), hi); }
  static constexpr refs<3> partials(ref, ref x, ref lo, ref hi) {
    return std::array{gs::where(gs::gt(x, lo), gs::where(gs::lt(x, hi), 1, 0), 0),
                      gs::where(gs::le(x, lo), gs::where(gs::lt(lo, hi), 1, 0), 0), gs::where(gs::ge(gs::max(x, lo), hi), 1, 0)};
  }

 private:
  static constexpr double lesser(double a, double b) { return a < b ? a : b; }
  static constexpr double greater(double a, double b) { return a > b ? a : b; }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::clamp
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto clamp(T const&... x_lo_hi) {
  return call<op::clamp>(x_lo_hi...);
}

}  // namespace gradsmith
