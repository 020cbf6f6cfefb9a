// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation softsign: value, derivative, bounds.
#pragma once

#include <gradsmith/op/abs.hpp>
#include <gradsmith/op/square.hpp>

namespace gradsmith::op {

/// y = x/(1 + |x|), between -1 and 1; NaN for infinite x. dy/dx = 1/(1 + |x|)^2, in which nothing cancels; the second
/// derivative at 0 is 0.
struct softsign {
  static constexpr std::string_view name = "softsign";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "x/(1 + |x|)", .monotone = {monotonicity::increasing},
                                         .smooth = smoothness::C1, .mirrored = symmetry::odd,
                                         .positive = {monotonicity::increasing, curvature::concave}};
  static constexpr interval range(interval x) { return {x.lower >= 0 ? 0.0 : -1.0, x.upper <= 0 ? 0.0 : 1.0}; }
  static constexpr refs<1> partials(ref, ref x) { return std::array{1 / gs::square(1 + gs::abs(x))}; }
  static constexpr ref expand(ref, ref x) { return x / (1 + gs::abs(x)); }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::softsign
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto softsign(T const&... x) {
  return call<op::softsign>(x...);
}

}  // namespace gradsmith
