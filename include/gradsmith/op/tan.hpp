// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation tan: value, derivative, bounds.
#pragma once

#include <gradsmith/ir/apply.hpp>
#include <gradsmith/op/square.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = tan(x); NaN at infinity. dy/dx = 1 + y^2, which keeps its digits near the poles. Below 1.1 ulp. [DLMF, 4.20]
struct tan {
  static constexpr std::string_view name = "tan";
  static constexpr std::string_view latex = "\\tan$(";
  static constexpr std::string_view cpp = "std::tan($0)";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "tan(x)", .domain = {domains::all_but(gaps::odd_quarter_turns)},
                                         .mirrored = symmetry::odd};
  static constexpr operation_counts cost{.div = 2, .transcendental = 1};
  static auto value(auto x) { return simd::tan(x); }
  static constexpr refs<1> partials(ref y, ref) { return std::array{1 + gs::square(y)}; }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::tan
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto tan(T const&... x) {
  return call<op::tan>(x...);
}

}  // namespace gradsmith
