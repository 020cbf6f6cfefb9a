// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation acosh: value, derivative, bounds.
#pragma once

#include <gradsmith/ir/apply.hpp>
#include <gradsmith/op/arcosh_density.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = arcosh(x) >= 0; NaN for x < 1. dy/dx = 1/sqrt((x - 1)(x + 1)), +inf at 1. Below 2.6 ulp. [DLMF, 4.37]
struct acosh {
  static constexpr std::string_view name = "acosh";
  static constexpr std::string_view cpp = "std::acosh($0)";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "arcosh(x)", .domain = {domains::at_least(1)},
                                         .monotone = {monotonicity::increasing}, .curved = curvature::concave};
  static constexpr operation_counts cost{.transcendental = 1};
  static constexpr interval range(interval) { return non_negative; }
  static auto value(auto x) { return simd::acosh(x); }
  static constexpr refs<1> partials(ref, ref x) { return std::array{gs::call<arcosh_density>(x)}; }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::acosh
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto acosh(T const&... x) {
  return call<op::acosh>(x...);
}

}  // namespace gradsmith
