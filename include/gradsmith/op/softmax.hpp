// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation softmax along axes.
#pragma once

#include <gradsmith/ir/substitute.hpp>
#include <gradsmith/op/kronecker.hpp>
#include <gradsmith/op/shifted_exponentials.hpp>

namespace gradsmith::op {

/// y_k = e^z_k / sum_l e^z_l; invariant to a shift of z. The adjoint of z is y (a - sum_k y_k a_k); for
/// a single entry of y it is y_k sum_{l != k} y_l on the diagonal, where 1 - y_k would cancel.
struct softmax {
  static constexpr std::string_view name = "softmax";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "e^x_k / sum_l e^x_l"};
  static constexpr ir::form kind = ir::form::along;
  static constexpr interval range(interval) { return {0, 1}; }
  static constexpr ref expand(ref y, ref z) {
    shifted_exponentials const e{over{y.node().bound}, z};
    return e.exponentials * gs::call<divide>(1, 1 + e.excess);
  }
  static constexpr ref pullback(ref y, ref z, ref adjoint) {
    if (ref const entry = pullback_of_entry(y, z, adjoint); entry.exists()) return entry;
    return y * (adjoint - gs::sum(over{y.node().bound}, y * adjoint));
  }
  // The Jacobian is symmetric.
  static constexpr ref pushforward(ref y, ref, ref tangent) { return y * (tangent - gs::sum(over{y.node().bound}, y * tangent)); }

 private:
  // The adjoint is c * [k = m]: the Jacobian itself, row m.
  static constexpr ref pullback_of_entry(ref y, ref, ref adjoint) {
    ir::graph& g = *y.graph;
    if (ir::count(y.node().bound) != 1) return {};
    int const k = ir::first_axis(y.node().bound);
    ref const entry = find_delta(adjoint, k);
    if (!entry.exists()) return {};
    int const m = ir::first_axis(entry.axes() & ~ir::axis_bit(k));
    if (ir::would_capture(y, k, m)) return {};
    int const l = g.fresh_axis(k);
    ref const y_m = ir::substitute_axis(y, k, m);
    ref const others = gs::sum(over{ir::axis_bit(l)}, gs::where(gs::ne(ir::index(g, l), ir::index(g, k)),
                                                               ir::substitute_axis(y, k, l), 0));
    return (adjoint / entry) * gs::where(gs::eq(ir::index(g, k), ir::index(g, m)), y * others, -(y * y_m));
  }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// softmax(axis..., z): y_k = e^z_k / sum_l e^z_l along the axes.
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto softmax(T const&... axis_and_z) {
  return call<op::softmax>(axis_and_z...);
}

}  // namespace gradsmith
