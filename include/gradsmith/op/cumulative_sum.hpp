// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Sums up to a position along an axis, and from it on: each is the other's adjoint.
#pragma once

#include <gradsmith/op/over.hpp>

namespace gradsmith::op {

/// y_k = x_0 + ... + x_k along one axis, or x_k + x_(k+1) + ... from the end, added one after the other: the error grows
/// with the number of terms. The adjoint of x_k is the sum of the adjoints from k on, or up to it: the same operation
/// from the other end.
template <bool FromEnd>
struct running_sum {
  static constexpr std::string_view name = FromEnd ? "reverse_cumulative_sum" : "cumulative_sum";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = FromEnd ? "x_k + ... + x_(n-1)" : "x_0 + ... + x_k",
                                         .monotone = {monotonicity::increasing},
                                         .curved = curvature::linear, .mirrored = symmetry::odd};
  static constexpr ir::form kind = ir::form::along;
  static constexpr bool sequential = true;
  static constexpr operation_counts cost{.add = 1};
  static constexpr ref canonical(ir::axis_set along, ref x) {
    if (x.id >= 0 && !is_one_axis(x, along, name, "the sums along several are sums along one of sums along the other")) return ir::literal(*x.graph, 0);
    return ref{};
  }
  static constexpr interval range(interval x) { return x.non_negative() ? non_negative : real_line; }
  static constexpr ref pullback(ref y, ref, ref adjoint) { return gs::call<running_sum<!FromEnd>>(over{y.node().bound}, adjoint); }
  static constexpr ref pushforward(ref y, ref, ref tangent) { return gs::call<running_sum>(over{y.node().bound}, tangent); }
  /// The number of the entry that is computed as number k.
  static constexpr int place(int k, int count) { return FromEnd ? count - 1 - k : k; }
};
using cumulative_sum = running_sum<false>;
using reverse_cumulative_sum = running_sum<true>;

}  // namespace gradsmith::op

namespace gradsmith {

/// cumulative_sum(axis, e): the sum of e up to each position, that one included.
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto cumulative_sum(T const&... axis_and_e) {
  return call<op::cumulative_sum>(axis_and_e...);
}
/// reverse_cumulative_sum(axis, e): the sum of e from each position on, that one included.
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto reverse_cumulative_sum(T const&... axis_and_e) {
  return call<op::reverse_cumulative_sum>(axis_and_e...);
}

}  // namespace gradsmith
