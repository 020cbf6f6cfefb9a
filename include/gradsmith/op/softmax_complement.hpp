// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation softmax_complement: value, derivative, bounds.
#pragma once

#include <gradsmith/op/softmax.hpp>

namespace gradsmith::op {

/// y_k = 1 - softmax(z)_k: the sum of the other probabilities, with digits where softmax is nearly 1. With
/// e = e^(z - max z) it is (excess + (1 - e_k)) / (1 + excess). The adjoint of z is that of softmax, negated.
struct softmax_complement {
  static constexpr std::string_view name = "softmax_complement";
  static constexpr std::string_view latex = "1 - \\mathrm{softmax}_{$b}$(";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "1 - softmax(x)_k"};
  static constexpr ir::form kind = ir::form::along;
  static constexpr interval range(interval) { return {0, 1}; }
  static constexpr ref expand(ref y, ref z) {
    shifted_exponentials const e{over{y.node().bound}, z};
    return gs::call<plus>(e.excess, gs::call<minus>(1, e.exponentials)) * gs::call<divide>(1, 1 + e.excess);
  }
  static constexpr ref pullback(ref y, ref z, ref adjoint) {
    return softmax::pullback(gs::softmax(over{y.node().bound}, z), z, -adjoint);
  }
  static constexpr ref pushforward(ref y, ref z, ref tangent) {
    return softmax::pushforward(gs::softmax(over{y.node().bound}, z), z, -tangent);
  }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// softmax_complement(axis, z): y_k = 1 - softmax(axis, z)_k.
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto softmax_complement(T const&... axis_and_z) {
  return call<op::softmax_complement>(axis_and_z...);
}

}  // namespace gradsmith
