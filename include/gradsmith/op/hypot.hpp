// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation hypot: value, derivative, bounds.
#pragma once

#include <gradsmith/ir/apply.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// h = sqrt(x^2 + y^2) without overflow and underflow of the squares. dh/dx = x/h, dh/dy = y/h, both 0 at (0, 0). Below
/// 1.3 ulp.
struct hypot {
  static constexpr std::string_view name = "hypot";
  static constexpr std::string_view latex = "\\sqrt{$^0^{2} + $^1^{2}}";
  static constexpr std::string_view cpp = "std::hypot($0, $1)";
  static constexpr int arity = 2;
  static constexpr operation_facts facts{.formula = "sqrt(a^2 + b^2)", .curved = curvature::convex,
                                         .smooth = smoothness::kink, .mirrored = symmetry::even};
  static constexpr bool commutative = true;
  static constexpr operation_counts cost{.mul = 4, .fma = 1, .sqrt = 1, .compare = 3, .select = 5};
  static constexpr interval range(interval, interval) { return non_negative; }
  static auto value(auto x, auto y) { return simd::hypot(x, y); }
  static constexpr refs<2> partials(ref, ref x, ref y);
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::hypot
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto hypot(T const&... x_and_y) {
  return call<op::hypot>(x_and_y...);
}

}  // namespace gradsmith

// Its derivative needs direction, whose derivative needs this file.
#include <gradsmith/op/direction.hpp>

namespace gradsmith::op {

constexpr refs<2> hypot::partials(ref, ref x, ref y) {
  return std::array{gs::call<direction>(x, y), gs::call<direction>(y, x)};
}

}  // namespace gradsmith::op
