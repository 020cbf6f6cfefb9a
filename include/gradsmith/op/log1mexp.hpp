// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation log1mexp: value, derivative, bounds.
#pragma once

#include <gradsmith/ir/apply.hpp>
#include <gradsmith/op/compare.hpp>
#include <gradsmith/op/exp.hpp>
#include <gradsmith/op/expm1.hpp>
#include <gradsmith/op/log.hpp>
#include <gradsmith/op/log1p.hpp>
#include <gradsmith/op/reciprocal_expm1.hpp>
#include <gradsmith/op/where.hpp>

namespace gradsmith::op {

/// y = ln(1 - e^x), x <= 0, by log(-expm1(x)) above -ln 2 and log1p(-e^x) below.
/// dy/dx = -1/(e^-x - 1).                                                         [Maechler2012]
struct log1mexp {
  static constexpr std::string_view name = "log1mexp";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "ln(1 - e^x)", .domain = {domains::below(0)},
                                         .monotone = {monotonicity::decreasing}, .curved = curvature::concave};
  static constexpr interval range(interval) { return {-interval::infinity, 0}; }
  static constexpr refs<1> partials(ref, ref x) { return std::array{-gs::reciprocal_expm1(-x)}; }
  static constexpr ref expand(ref, ref x) {
    return gs::where(gs::gt(x, -0.69314718055994531), gs::log(-gs::expm1(x)), gs::log1p(-gs::exp(x)));
  }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::log1mexp
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto log1mexp(T const&... x) {
  return call<op::log1mexp>(x...);
}

}  // namespace gradsmith
