// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation atan2: value, derivative, bounds.
#pragma once

#include <gradsmith/ir/apply.hpp>
#include <gradsmith/op/inversion.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// The angle in [-pi, pi] of the point (x, y): arctan(y/x) for x > 0; zeros and infinities as in C. Its derivatives by
/// y and x, x/(x^2 + y^2) and -y/(x^2 + y^2), are 0 at (0, 0). Below 1.1 ulp. [DLMF, 4.23]
struct atan2 {
  static constexpr std::string_view name = "atan2";
  static constexpr std::string_view cpp = "std::atan2($0, $1)";
  static constexpr int arity = 2;
  static constexpr operation_facts facts{.formula = "the angle of the point (b, a)", .smooth = smoothness::jump};
  static constexpr operation_counts cost{.transcendental = 1};
  static constexpr interval range(interval, interval) { return {-4, 4}; }
  static auto value(auto y, auto x) { return simd::atan2(y, x); }
  static constexpr refs<2> partials(ref, ref y, ref x) {
    return std::array{gs::call<inversion>(x, y), -gs::call<inversion>(y, x)};
  }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::atan2
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto atan2(T const&... y_and_x) {
  return call<op::atan2>(y_and_x...);
}

}  // namespace gradsmith
