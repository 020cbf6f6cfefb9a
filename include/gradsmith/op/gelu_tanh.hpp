// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation gelu_tanh: value, derivative, bounds.
#pragma once

#include <gradsmith/ir/apply.hpp>
#include <gradsmith/op/arithmetic.hpp>
#include <gradsmith/op/max.hpp>
#include <gradsmith/op/sigmoid.hpp>
#include <gradsmith/op/square.hpp>

namespace gradsmith::op {

/// y = x/2 (1 + tanh(v/2)) = x sigmoid(v), v = 2 sqrt(2/pi) (x + 0.044715 x^3): an approximation of gelu to 5e-4; 0 at
/// -inf. dy/dx = sigmoid(v) + x s'(v) dv/dx with the logistic function s. [Hendrycks, Gimpel 2016]
struct gelu_tanh {
  static constexpr std::string_view name = "gelu_tanh";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "x/2 (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3)))",
                                         .positive = {monotonicity::increasing}};
  static constexpr interval range(interval x) {
    return {x.lower >= 0 ? 0.0 : -0.18, x.upper <= 0 ? 0 : interval::infinity};
  }
  static constexpr ref scaled_argument(ref x) { return 1.5957691216057307 * (x + 0.044715 * gs::square(x) * x); }
  static constexpr refs<1> partials(ref, ref x) {
    ref const v = scaled_argument(x);
    ref const slope = 1.5957691216057307 * (1 + 0.134145 * gs::square(x));
    ref const probability = gs::sigmoid(v);  // first: operands are evaluated in no order
    return std::array{probability + x * slope * gs::logistic_density(v)};
  }
  /// From -40 down the logistic function is 0, and is to stay so at -inf.
  static constexpr ref expand(ref, ref x) { return gs::max(x, -40) * gs::sigmoid(scaled_argument(x)); }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::gelu_tanh
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto gelu_tanh(T const&... x) { return call<op::gelu_tanh>(x...); }

}  // namespace gradsmith
