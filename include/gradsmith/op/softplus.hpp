// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation softplus: value, derivative, bounds.
#pragma once

#include <gradsmith/ir/apply.hpp>
#include <gradsmith/op/abs.hpp>
#include <gradsmith/op/exp.hpp>
#include <gradsmith/op/log1p.hpp>
#include <gradsmith/op/max.hpp>
#include <gradsmith/op/sigmoid.hpp>

namespace gradsmith::op {

/// y = ln(1 + e^x) = max(x, 0) + log1p(e^-|x|), finite for every finite x. dy/dx = sigmoid(x), which
/// shares the exponential.
struct softplus {
  static constexpr std::string_view name = "softplus";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "ln(1 + e^x)", .monotone = {monotonicity::increasing},
                                         .curved = curvature::convex};
  static constexpr interval range(interval) { return non_negative; }
  static constexpr refs<1> partials(ref, ref x) { return std::array{gs::sigmoid(x)}; }
  static constexpr ref expand(ref, ref x) { return gs::max(x, 0) + gs::log1p(gs::exp(-gs::abs(x))); }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::softplus
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto softplus(T const&... x) {
  return call<op::softplus>(x...);
}

}  // namespace gradsmith
