// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Functions of the standard library for the lanes where a kernel does not hold.
#pragma once

#include <gradsmith/support/simd/common.hpp>

namespace gradsmith::simd::detail {

/// The type that standard functions are asked in: even good libraries lose digits near multiples of pi/2 far out.
template <scalar T>
using wider = std::conditional_t<sizeof(T) == 8, long double, double>;

/// Out of line: where it is needed, it takes as long as the function that it calls.
template <vector V, class F>
[[gnu::noinline, gnu::cold]] V each_lane_beyond(V x, element_type<V> bound, V within, F f) noexcept {
  element_type<V> argument[static_cast<std::size_t>(width<V>)], result[static_cast<std::size_t>(width<V>)];
  simd::store(argument, x);
  simd::store(result, within);
  for (std::size_t k = 0; k < static_cast<std::size_t>(width<V>); ++k)
    if (argument[k] > bound || argument[k] < -bound)
      result[k] = static_cast<element_type<V>>(f(static_cast<wider<element_type<V>>>(argument[k])));
  return simd::load<V>(result);
}

/// f(x) in the lanes where |x| > bound, `within` in the others.
template <value V, class F, class = isa>
[[gnu::always_inline]] inline V beyond(V x, element_type<V> bound, V within, F f) noexcept {
  if constexpr (scalar<V>) {
    return x > bound || x < -bound ? static_cast<V>(f(static_cast<wider<V>>(x))) : within;
  } else {
    if (simd::any(simd::gt(simd::abs(x), V(bound)))) [[unlikely]]
      return detail::each_lane_beyond(x, bound, within, f);
    return within;
  }
}

}  // namespace gradsmith::simd::detail
