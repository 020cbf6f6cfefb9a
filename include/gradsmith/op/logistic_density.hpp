// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation logistic_density: value, derivative, bounds.
#pragma once

#include <gradsmith/ir/apply.hpp>
#include <gradsmith/op/abs.hpp>
#include <gradsmith/op/exp.hpp>
#include <gradsmith/op/arithmetic.hpp>

namespace gradsmith::op {

/// y = s(x) s(-x), the derivative of the logistic function s, in [0, 1/4].
/// dy/dx = -y tanh(x/2): s(-x) - s(x) would cancel at 0.
struct logistic_density {
  static constexpr std::string_view name = "logistic_density";
  static constexpr std::string_view latex = "\\sigma'$(";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "s(x) s(-x), s = sigmoid", .mirrored = symmetry::even,
                                         .positive = {monotonicity::decreasing}};
  static constexpr interval range(interval) { return {0, 1}; }
  static constexpr refs<1> partials(ref y, ref x);
  static constexpr ref expand(ref, ref x) {
    auto const e = gs::exp(-gs::abs(x));
    auto const r = gs::call<divide>(1, 1 + e);
    return e * r * r;
  }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::logistic_density
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto logistic_density(T const&... x) {
  return call<op::logistic_density>(x...);
}

}  // namespace gradsmith

// The derivative needs tanh, whose derivative needs this file.
#include <gradsmith/op/tanh.hpp>

namespace gradsmith::op {

constexpr refs<1> logistic_density::partials(ref y, ref x) { return {-(y * gs::tanh(0.5 * x))}; }

}  // namespace gradsmith::op
