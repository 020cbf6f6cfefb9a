// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation sinh: value, derivative, bounds.
#pragma once

#include <gradsmith/ir/apply.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = sinh(x) = (e^x - e^-x)/2; infinite beyond 710.48 (89.42 in float). dy/dx = cosh(x). Below 2.2 ulp. [DLMF, 4.28]
struct sinh {
  static constexpr std::string_view name = "sinh";
  static constexpr std::string_view latex = "\\sinh$(";
  static constexpr std::string_view cpp = "std::sinh($0)";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "(e^x - e^-x)/2", .monotone = {monotonicity::increasing},
                                         .mirrored = symmetry::odd,
                                         .positive = {monotonicity::increasing, curvature::convex}};
  static constexpr operation_counts cost{.transcendental = 1};
  static constexpr interval range(interval x) {
    return {x.lower >= 0 ? 0 : -interval::infinity, x.upper <= 0 ? 0 : interval::infinity};
  }
  static auto value(auto x) { return simd::sinh(x); }
  static constexpr refs<1> partials(ref, ref x);
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::sinh
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto sinh(T const&... x) {
  return call<op::sinh>(x...);
}

}  // namespace gradsmith

// Its derivative needs cosh, whose derivative needs this file.
#include <gradsmith/op/cosh.hpp>

namespace gradsmith::op {

constexpr refs<1> sinh::partials(ref, ref x) { return std::array{gs::cosh(x)}; }

}  // namespace gradsmith::op
