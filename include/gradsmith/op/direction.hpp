// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation direction: value, derivative, bounds.
#pragma once

#include <gradsmith/op/arithmetic.hpp>
#include <gradsmith/op/compare.hpp>
#include <gradsmith/op/where.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// u = x/h with h = hypot(x, y): the cosine of the angle of (x, y), and dh/dx; 0 at (0, 0). With v = y/h, du/dx = v^2/h
/// and du/dy = -u v/h: no difference that cancels; 0 at (0, 0). An operation of its own, so that no product of powers
/// of h is formed, which overflows.
struct direction {
  static constexpr std::string_view name = "direction";
  static constexpr std::string_view cpp = "direction($0, $1)";
  static constexpr std::string_view cpp_function =
      "inline double direction(double x, double y) {\n"
      "  double const h = std::hypot(x, y);\n"
      "  return h == 0 ? x : x/h;\n"
      "}";
  static constexpr int arity = 2;
  static constexpr operation_facts facts{.formula = "a/hypot(a, b)", .monotone = {monotonicity::increasing},
                                         .smooth = smoothness::jump, .mirrored = symmetry::odd};
  static constexpr operation_counts cost{.mul = 4, .fma = 1, .div = 1, .sqrt = 1, .compare = 4, .select = 6};
  static constexpr interval range(interval x, interval) {
    return {x.lower >= 0 ? 0.0 : -1.0, x.upper <= 0 ? 0.0 : 1.0};
  }
  static auto value(auto x, auto y) {
    using V = decltype(x + y);
    V const h = simd::hypot(V(x), V(y));
    return x / simd::select(simd::eq(h, simd::broadcast<V>(0)), simd::broadcast<V>(1), h);
  }
  static constexpr refs<2> partials(ref u, ref x, ref y);
};

}  // namespace gradsmith::op

// Its derivative needs hypot, whose derivative needs this file.
#include <gradsmith/op/hypot.hpp>

namespace gradsmith::op {

constexpr refs<2> direction::partials(ref u, ref x, ref y) {
  ref const v = gs::call<direction>(y, x), h = gs::hypot(x, y), safe = gs::where(gs::eq(h, 0), 1, h);
  return std::array{v * v / safe, -(u * v / safe)};
}

}  // namespace gradsmith::op
