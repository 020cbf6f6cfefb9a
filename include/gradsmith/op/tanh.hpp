// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation tanh: value, derivative, bounds.
#pragma once

#include <gradsmith/ir/apply.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = tanh(x). dy/dx = 4 s(2x) s(-2x) with the logistic function s: 1 - y^2 has no digits left
/// beyond |x| = 19. At most 4 ulp.                                                    [DLMF, 4.35]
struct tanh {
  static constexpr std::string_view name = "tanh";
  static constexpr std::string_view latex = "\\tanh$(";
  static constexpr std::string_view cpp = "std::tanh($0)";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "tanh(x)", .monotone = {monotonicity::increasing},
                                         .mirrored = symmetry::odd,
                                         .positive = {monotonicity::increasing, curvature::concave}};
  static constexpr operation_counts cost{.transcendental = 1};
  static constexpr interval range(interval x) { return {x.lower >= 0 ? 0.0 : -1.0, x.upper <= 0 ? 0.0 : 1.0}; }
  static auto value(auto x) { return simd::tanh(x); }
  static constexpr refs<1> partials(ref y, ref x);
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::tanh
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto tanh(T const&... x) {
  return call<op::tanh>(x...);
}

}  // namespace gradsmith

// Its derivative needs tanh in turn.
#include <gradsmith/op/logistic_density.hpp>

namespace gradsmith::op {

constexpr refs<1> tanh::partials(ref, ref x) { return {4 * gs::logistic_density(2 * x)}; }

}  // namespace gradsmith::op
