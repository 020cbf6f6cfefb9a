// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation sigmoid: value, derivative, bounds.
#pragma once

#include <gradsmith/ir/apply.hpp>
#include <gradsmith/op/abs.hpp>
#include <gradsmith/op/compare.hpp>
#include <gradsmith/op/exp.hpp>
#include <gradsmith/op/logistic_density.hpp>
#include <gradsmith/op/arithmetic.hpp>
#include <gradsmith/op/where.hpp>

namespace gradsmith::op {

/// y = 1/(1 + e^-x), in [0, 1], computed from e^-|x|: full relative accuracy in both tails.
/// dy/dx = y(x) y(-x), not y (1 - y), which is 0 from x = 37 on.
struct sigmoid {
  static constexpr std::string_view name = "sigmoid";
  static constexpr std::string_view latex = "\\sigma$(";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "1/(1 + e^-x)", .monotone = {monotonicity::increasing},
                                         .positive = {monotonicity::increasing, curvature::concave}};
  static constexpr interval range(interval) { return {0, 1}; }
  static constexpr refs<1> partials(ref, ref x) { return std::array{gs::logistic_density(x)}; }
  static constexpr ref expand(ref, ref x) {
    auto const e = gs::exp(-gs::abs(x));
    auto const r = gs::call<divide>(1, 1 + e);
    return gs::where(gs::ge(x, 0), r, e * r);
  }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::sigmoid
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto sigmoid(T const&... x) {
  return call<op::sigmoid>(x...);
}

}  // namespace gradsmith
