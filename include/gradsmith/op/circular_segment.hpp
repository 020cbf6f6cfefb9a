// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation circular_segment: value, derivative.
#pragma once

#include <gradsmith/op/abs.hpp>
#include <gradsmith/op/compare.hpp>
#include <gradsmith/op/difference.hpp>
#include <gradsmith/op/sin.hpp>
#include <gradsmith/op/square.hpp>
#include <gradsmith/op/versine.hpp>
#include <gradsmith/op/where.hpp>

namespace gradsmith::op {

/// y = x - sin(x), twice the area that a chord of the angle x cuts off the unit circle. dy/dx = 1 - cos(x), as versine.
/// Below 1 the difference loses the digits that x and sin(x) share, and the Taylor series x^3/3! - x^5/5! + ... is
/// taken, whose first term left out is 1e-19 of it. [DLMF, 4.19.1]
struct circular_segment {
  static constexpr std::string_view name = "circular_segment";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "x - sin(x)", .monotone = {monotonicity::increasing},
                                         .mirrored = symmetry::odd, .positive = {monotonicity::increasing}};
  static constexpr refs<1> partials(ref, ref x) { return std::array{gs::versine(x)}; }
  static constexpr ref expand(ref, ref x) {
    constexpr double factorials[]{6, -120, 5040, -362880, 39916800, -6227020800, 1307674368000, -355687428096000, 121645100408832000};
    ref const square_of_x = gs::square(x);
    ref series = ir::literal(*x.graph, 1 / factorials[8]);
    for (int k = 8; k-- > 0;) series = series * square_of_x + 1 / factorials[k];
    return gs::where(gs::lt(gs::abs(x), 1), x * square_of_x * series, gs::call<difference>(x, gs::sin(x)));
  }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::circular_segment
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto circular_segment(T const&... x) {
  return call<op::circular_segment>(x...);
}

}  // namespace gradsmith
