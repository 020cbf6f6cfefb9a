// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The reduction sum over axes; contractions are sums of products.
#pragma once

#include <gradsmith/op/over.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = sum of x over the axes; axes that x lacks multiply by their extent. The adjoint of x is that of
/// y, broadcast. Accumulated block by block in a fixed order.
struct sum {
  static constexpr std::string_view name = "sum";
  static constexpr std::string_view latex = "\\sum_{$b} $0";
  static constexpr std::string_view cpp = "$t += $0";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "x_0 + ... + x_(n-1)", .monotone = {monotonicity::increasing},
                                         .curved = curvature::linear, .mirrored = symmetry::odd};
  static constexpr ir::form kind = ir::form::reduction;
  static constexpr bool linear = true;
  static constexpr bool scales_with_rows = true;
  static constexpr operation_counts cost{.add = 1};
  static constexpr double start = 0;
  static auto merge(auto a, auto b) { return a + b; }
  static auto merge_lanes(auto a) { return simd::reduce_add(a); }
  // After merge: naming info<sum> makes the record, which looks for merge.
  static constexpr ref canonical(ir::axis_set along, ref x) {
    return x.id < 0 ? ref{} : ir::reduce_sum(ir::info<sum>, along, x);
  }
  static constexpr ref pullback(ref, ref, ref adjoint) { return adjoint; }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// sum(axis..., e): the sum of e over the axes.
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto sum(T const&... axes_and_e) {
  return call<op::sum>(axes_and_e...);
}

}  // namespace gradsmith
