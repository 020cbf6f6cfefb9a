// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation selu: a formula of others.
#pragma once

#include <gradsmith/op/compare.hpp>
#include <gradsmith/op/expm1.hpp>
#include <gradsmith/op/where.hpp>

namespace gradsmith::op {

/// y = 1.0507 x for x > 0, else 1.7581 (e^x - 1): keeps mean 0 and variance 1 from layer to layer. dy/dx = 1.0507 or
/// 1.7581 e^x, 1.7581 at 0.                                                             [Klambauer2017]
struct selu {
  static constexpr std::string_view name = "selu";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "1.0507 x where x > 0, else 1.7581 (e^x - 1)",
                                         .monotone = {monotonicity::increasing}, .smooth = smoothness::kink,
                                         .positive = {monotonicity::increasing, curvature::linear}};
  static constexpr ref canonical(ir::axis_set, ref x) {
    double const scale = 1.0507009873554804934193349852946;
    double const alpha = 1.6732632423543772848170429916717;
    return scale * gs::where(gs::gt(x, 0), x, alpha * gs::expm1(x));
  }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::selu
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto selu(T const&... x) {
  return call<op::selu>(x...);
}

}  // namespace gradsmith
