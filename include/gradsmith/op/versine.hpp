// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operation versine: value, derivative, bounds.
#pragma once

#include <gradsmith/op/cos.hpp>
#include <gradsmith/op/sin.hpp>
#include <gradsmith/op/square.hpp>

namespace gradsmith::op {

/// y = 1 - cos(x) = 2 sin(x/2)^2, which has its digits near x = 0, where the difference has none. dy/dx = sin(x),
/// which other terms share: differentiating the square would need two functions more. [DLMF, 4.21.27]
struct versine {
  static constexpr std::string_view name = "versine";
  static constexpr int arity = 1;
  static constexpr operation_facts facts{.formula = "1 - cos(x)", .mirrored = symmetry::even};
  static constexpr interval range(interval) { return {0, 2}; }
  static constexpr refs<1> partials(ref, ref x) { return std::array{gs::sin(x)}; }
  static constexpr ref expand(ref, ref x) { return 2 * gs::square(gs::sin(0.5 * x)); }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// @copydoc op::versine
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto versine(T const&... x) {
  return call<op::versine>(x...);
}

}  // namespace gradsmith
