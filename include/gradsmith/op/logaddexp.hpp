// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation logaddexp: value, derivative, bounds.
#pragma once

#include <gradsmith/op/abs.hpp>
#include <gradsmith/op/difference.hpp>
#include <gradsmith/op/exp.hpp>
#include <gradsmith/op/log1p.hpp>
#include <gradsmith/op/max.hpp>
#include <gradsmith/op/sigmoid.hpp>

namespace gradsmith::op {

/// y = ln(e^a + e^b) = max(a, b) + log1p(e^-|a-b|). dy/da = sigmoid(a - b), dy/db = sigmoid(b - a), which
/// share the exponential. Two equal infinities have the difference 0, so that each gets half.
struct logaddexp {
  static constexpr std::string_view name = "logaddexp";
  static constexpr int arity = 2;
  static constexpr operation_facts facts{.formula = "ln(e^a + e^b)",
                                         .monotone = {monotonicity::increasing, monotonicity::increasing},
                                         .curved = curvature::convex};
  static constexpr bool commutative = true;
  static constexpr interval range(interval a, interval b) {
    return {a.lower > b.lower ? a.lower : b.lower, interval::infinity};
  }
  static constexpr refs<2> partials(ref, ref a, ref b) { 
    ref const d = gs::call<difference>(a, b);
    return std::array{gs::sigmoid(d), gs::sigmoid(-d)};
  }
  static constexpr ref expand(ref, ref a, ref b) {
    return gs::max(a, b) + gs::log1p(gs::exp(-gs::abs(gs::call<difference>(a, b))));
  }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::logaddexp
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto logaddexp(T const&... a_and_b) {
  return call<op::logaddexp>(a_and_b...);
}

}  // namespace gradsmith
