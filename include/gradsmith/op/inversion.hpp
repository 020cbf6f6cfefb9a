// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation inversion: value, derivative, bounds.
#pragma once

#include <gradsmith/op/arithmetic.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// w = x/(x^2 + y^2), 0 at (0, 0). With z = y/(x^2 + y^2), dw/dx = (z - w)(z + w) and dw/dy = -2 w z.
struct inversion {
  static constexpr std::string_view name = "inversion";
  static constexpr std::string_view cpp = "inversion($0, $1)";
  static constexpr std::string_view cpp_function =
      "inline double inversion(double x, double y) {\n"
      "  double const h = std::hypot(x, y);\n"
      "  return h == 0 ? x : x/h/h;\n"
      "}";
  static constexpr int arity = 2;
  static constexpr operation_facts facts{.formula = "a/(a^2 + b^2)", .smooth = smoothness::jump,
                                         .mirrored = symmetry::odd};
  static constexpr operation_counts cost{.mul = 4, .fma = 1, .div = 2, .sqrt = 1, .compare = 4, .select = 6};
  static constexpr interval range(interval x, interval) {
    return {x.lower >= 0 ? 0 : -interval::infinity, x.upper <= 0 ? 0 : interval::infinity};
  }
  static auto value(auto x, auto y) {
    using V = decltype(x + y);
    V const h = simd::hypot(V(x), V(y));
    V const safe = simd::select(simd::eq(h, simd::broadcast<V>(0)), simd::broadcast<V>(1), h);
    return x / safe / safe;
  }
  static constexpr refs<2> partials(ref w, ref x, ref y) {
    ref const z = gs::call<inversion>(y, x);
    return std::array{(z - w) * (z + w), -2 * w * z};
  }
};

}  // namespace gradsmith::op
