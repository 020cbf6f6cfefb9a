// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation clamp: value, derivative, bounds.
#pragma once

#include <gradsmith/op/abs.hpp>
#include <gradsmith/op/compare.hpp>
#include <gradsmith/op/max.hpp>
#include <gradsmith/op/where.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = clamp(x, low, high) for two numbers other than 0, which the processor's instructions do in that order of their
/// operands; NaN where x is.
struct clip {
  static constexpr std::string_view name = "clip";
  static constexpr std::string_view cpp = "clipped($0, $1, $2)";
  static constexpr std::string_view cpp_function =
      "inline double clipped(double x, double low, double high) {\n"
      "  double const above = low > x ? low : x;\n"
      "  return high < above ? high : above;\n"
      "}";
  static constexpr int arity = 3;
  static constexpr operation_facts facts{.formula = "min(max(a, b), c)",
                                         .monotone = {monotonicity::increasing, monotonicity::increasing, monotonicity::increasing},
                                         .smooth = smoothness::kink};
  static constexpr operation_counts cost{.compare = 2};
  static auto value(auto x, auto lo, auto hi) { return simd::lesser(hi, simd::greater(lo, x)); }
};

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
  static constexpr ref expand(ref y, ref x, ref lo, ref hi) {
    return is_number_but_0(lo) && is_number_but_0(hi) ? gs::call<clip>(x, lo, hi) : y;
  }
  static constexpr refs<3> partials(ref, ref x, ref lo, ref hi) {
    // Between -c and c one comparison tells, and numbers have no derivative.
    if (lo.graph->is_literal(lo.id) && hi.graph->is_literal(hi.id) && lo.node().value == -hi.node().value) {
      ref const zero = ir::literal(*x.graph, 0);
      return std::array{gs::where(gs::lt(gs::abs(x), hi), 1, 0), zero, zero};
    }
    return std::array{gs::where(gs::gt(x, lo), gs::where(gs::lt(x, hi), 1, 0), 0),
                      gs::where(gs::le(x, lo), gs::where(gs::lt(lo, hi), 1, 0), 0), gs::where(gs::ge(gs::max(x, lo), hi), 1, 0)};
  }

 private:
  static constexpr bool is_number_but_0(ref x) {
    return x.graph->is_literal(x.id) && (x.node().value < 0 || x.node().value > 0);
  }
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
