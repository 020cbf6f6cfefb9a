// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The value of a user's operation, which may be written for a single number.
#pragma once

#include <cstddef>

#include <gradsmith/support/simd.hpp>

namespace gradsmith::emit::detail {

/// `Op::value` in each lane: for a value with branches, or with functions of the standard library.
template <class Op, simd::vector V, class... More>
V value_lane_by_lane(V first, More... more) {
  using T = simd::element_type<V>;
  constexpr auto width = static_cast<std::size_t>(simd::width<V>);
  T arguments[1 + sizeof...(More)][width], results[width];
  std::size_t which = 0;
  simd::store(arguments[which++], first);
  (simd::store(arguments[which++], more), ...);
  for (std::size_t lane = 0; lane < width; ++lane) {
    if constexpr (sizeof...(More) == 0) results[lane] = static_cast<T>(Op::value(arguments[0][lane]));
    else if constexpr (sizeof...(More) == 1) results[lane] = static_cast<T>(Op::value(arguments[0][lane], arguments[1][lane]));
    else if constexpr (sizeof...(More) == 2)
      results[lane] = static_cast<T>(Op::value(arguments[0][lane], arguments[1][lane], arguments[2][lane]));
    else
      results[lane] = static_cast<T>(Op::value(arguments[0][lane], arguments[1][lane], arguments[2][lane], arguments[3][lane]));
  }
  return simd::load<V>(results);
}

/// A user's operation, whose value takes numbers and vectors: lane by lane where it is written as value(double x), or as
/// value(T x) with a T that is constrained to numbers.
template <class Op>
struct own_operation {
  template <simd::value V, class... More>
  [[gnu::always_inline]] static V value(V first, More... more) {
    if constexpr (requires { Op::value(first, more...); }) return static_cast<V>(Op::value(first, more...));
    else return value_lane_by_lane<Op>(first, more...);
  }
};

}  // namespace gradsmith::emit::detail
