// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation cos: value, derivative, bounds.
#pragma once

#include <gradsmith/ir/apply.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = cos(x); NaN at infinity. dy/dx = -sin(x). Accuracy as that of sin. [DLMF, 4.14]
struct cos {
  static constexpr std::string_view name = "cos";
  static constexpr std::string_view latex = "\\cos$(";
  static constexpr std::string_view cpp = "std::cos($0)";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "cos(x)", .mirrored = symmetry::even};
  static constexpr operation_counts cost{.transcendental = 1};
  static constexpr interval range(interval) { return {-1, 1}; }
  static auto value(auto x) { return simd::cos(x); }
  static constexpr refs<1> partials(ref, ref x);
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::cos
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto cos(T const&... x) {
  return call<op::cos>(x...);
}

}  // namespace gradsmith

// Its derivative needs sin, whose derivative needs this file.
#include <gradsmith/op/sin.hpp>

namespace gradsmith::op {

constexpr refs<1> cos::partials(ref, ref x) { return std::array{-gs::sin(x)}; }

}  // namespace gradsmith::op
