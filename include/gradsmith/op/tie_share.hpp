// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// What the derivative of max and min is made of: who wins, and what happens at a tie.
#pragma once

#include <gradsmith/op/compare.hpp>
#include <gradsmith/op/sum.hpp>
#include <gradsmith/op/where.hpp>

namespace gradsmith::op {

/// y = 1 where a > b, 0 where a < b, 1/2 at a tie: the share of a in the derivative of max(a, b).
struct tie_share {
  static constexpr std::string_view name = "tie_share";
  static constexpr std::string_view cpp = "tie_share($0, $1)";
  static constexpr std::string_view cpp_function = "inline double tie_share(double a, double b) { return a > b ? 1 : a < b ? 0 : 0.5; }";
  static constexpr int arity = 2;
  static constexpr operation_facts facts{.formula = "1 where a > b, 0 where a < b, 1/2 at a tie",
                                         .monotone = {monotonicity::increasing, monotonicity::decreasing},
                                         .smooth = smoothness::jump};
  static constexpr operation_counts cost{.compare = 2, .select = 2};
  static constexpr interval range(interval, interval) { return {0, 1}; }
  static auto value(auto a, auto b) {
    using V = decltype(a);
    V const half = simd::broadcast<V>(typename simd::element_type<V>(0.5));
    return simd::select(simd::gt(a, b), simd::broadcast<V>(1),
                        simd::select(simd::lt(a, b), simd::broadcast<V>(0), half));
  }
  static constexpr refs<2> partials(ref, ref a, ref) {
    return std::array{ir::literal(*a.graph, 0), ir::literal(*a.graph, 0)};
  }
};

/// The adjoint of x in y = max over axes of x: equal parts to all x that attain y.
constexpr ref share_among_ties(ref y, ref x, ref adjoint) {
  auto const winners = gs::sum(over{y.node().bound}, gs::where(gs::eq(x, y), 1, 0));
  return gs::where(gs::eq(x, y), adjoint / winners, 0);
}

}  // namespace gradsmith::op
