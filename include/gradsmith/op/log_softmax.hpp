// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation log_softmax along axes.
#pragma once

#include <gradsmith/op/softmax.hpp>

namespace gradsmith::op {

/// y_k = z_k - logsumexp(z) = (z_k - max z) - log1p(excess). The adjoint of z is a - softmax(z) sum a.
struct log_softmax {
  static constexpr std::string_view name = "log_softmax";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "x_k - ln sum_l e^x_l", .curved = curvature::concave};
  static constexpr ir::form kind = ir::form::along;
  static constexpr interval range(interval) { return {-interval::infinity, 0}; }
  static constexpr ref expand(ref y, ref z) {
    shifted_exponentials const e{over{y.node().bound}, z};
    return gs::call<minus>(e.shifted, gs::log1p(e.excess));
  }
  static constexpr ref pullback(ref y, ref z, ref adjoint) {
    over const along{y.node().bound};
    return adjoint - gs::softmax(along, z) * gs::sum(along, adjoint);
  }
  static constexpr ref pushforward(ref y, ref z, ref tangent) {
    over const along{y.node().bound};
    return tangent - gs::sum(along, gs::softmax(along, z) * tangent);
  }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// log_softmax(axis..., z): y_k = z_k - logsumexp(axis..., z).
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto log_softmax(T const&... axis_and_z) {
  return call<op::log_softmax>(axis_and_z...);
}

}  // namespace gradsmith
