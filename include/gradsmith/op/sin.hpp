// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation sin: value, derivative, bounds.
#pragma once

#include <gradsmith/ir/apply.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = sin(x); NaN at infinity. dy/dx = cos(x). Below 0.9 ulp for every x: up to 2^20 (2^12 in float) by reduction in
/// four (five) parts, beyond by the standard library in the wider type. [DLMF, 4.14]
struct sin {
  static constexpr std::string_view name = "sin";
  static constexpr std::string_view latex = "\\sin$(";
  static constexpr std::string_view cpp = "std::sin($0)";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "sin(x)", .mirrored = symmetry::odd};
  static constexpr operation_counts cost{.transcendental = 1};
  static constexpr interval range(interval) { return {-1, 1}; }
  static auto value(auto x) { return simd::sin(x); }
  static constexpr refs<1> partials(ref, ref x);
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::sin
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto sin(T const&... x) {
  return call<op::sin>(x...);
}

}  // namespace gradsmith

// Its derivative needs cos, whose derivative needs this file.
#include <gradsmith/op/cos.hpp>

namespace gradsmith::op {

constexpr refs<1> sin::partials(ref, ref x) { return std::array{gs::cos(x)}; }

}  // namespace gradsmith::op
