// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation atanh: value, derivative, bounds.
#pragma once

#include <gradsmith/ir/apply.hpp>
#include <gradsmith/op/artanh_density.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = artanh(x); -inf and +inf at -1 and 1, NaN beyond. dy/dx = 1/((1 - x)(1 + x)). Below 2.2 ulp. [DLMF, 4.37]
struct atanh {
  static constexpr std::string_view name = "atanh";
  static constexpr std::string_view cpp = "std::atanh($0)";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "artanh(x)", .domain = {domains::between(-1, 1)},
                                         .monotone = {monotonicity::increasing}, .mirrored = symmetry::odd,
                                         .positive = {monotonicity::increasing, curvature::convex}};
  static constexpr operation_counts cost{.transcendental = 1};
  static constexpr interval range(interval x) {
    return {x.lower >= 0 ? 0 : -interval::infinity, x.upper <= 0 ? 0 : interval::infinity};
  }
  static auto value(auto x) { return simd::atanh(x); }
  static constexpr refs<1> partials(ref, ref x) { return std::array{gs::call<artanh_density>(x)}; }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::atanh
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto atanh(T const&... x) {
  return call<op::atanh>(x...);
}

}  // namespace gradsmith
