// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation stop_gradient: value, derivative, bounds.
#pragma once

#include <gradsmith/ir/apply.hpp>

namespace gradsmith::op {

/// y = x, dy/dx = 0: x is taken for a constant. Nothing is simplified through it until all derivatives are worked out;
/// then it vanishes, and what it kept apart comes together.
struct stop_gradient {
  static constexpr std::string_view name = "stop_gradient";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "x", .monotone = {monotonicity::increasing},
                                         .curved = curvature::linear, .mirrored = symmetry::odd};
  static constexpr interval range(interval x) { return x; }
  static constexpr refs<1> partials(ref, ref x) { return std::array{ir::literal(*x.graph, 0)}; }
  static constexpr ref expand(ref, ref x) { return x; }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::stop_gradient
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto stop_gradient(T const&... x) {
  return call<op::stop_gradient>(x...);
}

}  // namespace gradsmith
