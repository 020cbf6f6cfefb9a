// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation gelu: value, derivative, bounds.
#pragma once

#include <gradsmith/ir/apply.hpp>
#include <gradsmith/op/arithmetic.hpp>
#include <gradsmith/op/exp.hpp>
#include <gradsmith/op/max.hpp>
#include <gradsmith/op/normal_cdf.hpp>
#include <gradsmith/op/square.hpp>

namespace gradsmith::op {

/// y = x normal_cdf(x), the Gaussian error linear unit; 0 at -inf. dy/dx = normal_cdf(x) + x e^(-x^2/2)/sqrt(2 pi).
/// [Hendrycks, Gimpel 2016]
struct gelu {
  static constexpr std::string_view name = "gelu";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "x normal_cdf(x)", .positive = {monotonicity::increasing}};
  static constexpr interval range(interval x) {
    return {x.lower >= 0 ? 0.0 : -0.17, x.upper <= 0 ? 0 : interval::infinity};
  }
  static constexpr refs<1> partials(ref, ref x) {
    ref const probability = gs::normal_cdf(x);  // first: operands are evaluated in no order
    return std::array{probability + 0.39894228040143267794 * x * gs::exp(-0.5 * gs::square(x))};
  }
  /// From -40 down the probability is 0, and is to stay so at -inf.
  static constexpr ref expand(ref, ref x) { return gs::max(x, -40) * gs::normal_cdf(x); }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::gelu
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto gelu(T const&... x) { return call<op::gelu>(x...); }

}  // namespace gradsmith
