// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation cosh: value, derivative, bounds.
#pragma once

#include <gradsmith/ir/apply.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = cosh(x) = (e^x + e^-x)/2 >= 1; infinite beyond 710.48 (89.42 in float). dy/dx = sinh(x). Below 1.8 ulp. [DLMF,
/// 4.28]
struct cosh {
  static constexpr std::string_view name = "cosh";
  static constexpr std::string_view latex = "\\cosh$(";
  static constexpr std::string_view cpp = "std::cosh($0)";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "(e^x + e^-x)/2", .curved = curvature::convex,
                                         .mirrored = symmetry::even, .positive = {monotonicity::increasing}};
  static constexpr operation_counts cost{.transcendental = 1};
  static constexpr interval range(interval) { return {1, interval::infinity}; }
  static auto value(auto x) { return simd::cosh(x); }
  static constexpr refs<1> partials(ref, ref x);
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::cosh
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto cosh(T const&... x) {
  return call<op::cosh>(x...);
}

}  // namespace gradsmith

// Its derivative needs sinh, whose derivative needs this file.
#include <gradsmith/op/sinh.hpp>

namespace gradsmith::op {

constexpr refs<1> cosh::partials(ref, ref x) { return std::array{gs::sinh(x)}; }

}  // namespace gradsmith::op
