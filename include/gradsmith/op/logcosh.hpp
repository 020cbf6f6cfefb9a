// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation logcosh: value, derivative, bounds.
#pragma once

#include <gradsmith/ir/apply.hpp>
#include <gradsmith/op/tanh.hpp>
#include <gradsmith/support/simd.hpp>

namespace gradsmith::op {

/// y = log(cosh(x)) without overflow, even, about |x| - log 2 for large |x|. dy/dx = tanh(x). Below 3 ulp.
struct logcosh {
  static constexpr std::string_view name = "logcosh";
  static constexpr std::string_view cpp = "logcosh($0)";
  static constexpr std::string_view cpp_function =
      "inline double logcosh(double x) {\n"
      "  double const a = std::fabs(x), s = std::sinh(a < 3 ? a : 0);\n"
      "  return a < 3 ? 0.5*std::log1p(s*s) : a + (std::log1p(std::exp(-2*a)) - 0.6931471805599453);\n"
      "}";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "ln cosh(x)", .curved = curvature::convex,
                                         .mirrored = symmetry::even, .positive = {monotonicity::increasing}};
  static constexpr operation_counts cost{.transcendental = 2};
  static constexpr interval range(interval) { return non_negative; }
  static auto value(auto x) { return simd::logcosh(x); }
  static constexpr refs<1> partials(ref, ref x) { return std::array{gs::tanh(x)}; }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::logcosh
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto logcosh(T const&... x) { return call<op::logcosh>(x...); }

}  // namespace gradsmith
