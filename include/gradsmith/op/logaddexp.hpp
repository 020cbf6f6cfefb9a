// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation logaddexp: value, derivative, bounds.
#pragma once

#include <gradsmith/op/compare.hpp>
#include <gradsmith/op/log1p.hpp>
#include <gradsmith/op/max.hpp>
#include <gradsmith/op/sigmoid.hpp>
#include <gradsmith/op/where.hpp>

namespace gradsmith::op {

/// y = ln(e^a + e^b) = max(a, b) + log1p(e^-|a-b|); two equal infinities included.
/// dy/da = sigmoid(a - b), dy/db = sigmoid(b - a).
struct logaddexp {
  static constexpr std::string_view name = "logaddexp";
  static constexpr int arity = 2;
  static constexpr bool commutative = true;
  static constexpr refs<2> partials(ref, ref a, ref b) { return std::array{gs::sigmoid(a - b), gs::sigmoid(b - a)}; }
  static constexpr ref expand(ref, ref a, ref b) {
    return gs::max(a, b) + gs::log1p(gs::where(gs::eq(a, b), 1, gs::exp(-gs::abs(a - b))));
  }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::logaddexp
template <class A, class B>
  requires operands<A, B>
[[nodiscard]] constexpr auto logaddexp(A const& a, B const& b) {
  return call<op::logaddexp>(a, b);
}

}  // namespace gradsmith
