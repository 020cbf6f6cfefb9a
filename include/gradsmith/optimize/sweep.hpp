// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Loops over vectors of parameters: registers of several elements first, single elements for the rest.
#pragma once

#include <cstddef>
#include <span>

#include <gradsmith/support/simd.hpp>

namespace gradsmith::optimize {

/// body.operator()<V>(k) for all n elements: V is a batch of elements k, k+1, ... or, at the end, one element.
/// Written out, because compilers leave loops with a square root or several arrays scalar at -O2.
template <class T, class Body>
inline void sweep(std::size_t n, Body body) {
  using V = simd::batch<T>;
  constexpr std::size_t width = static_cast<std::size_t>(simd::width<V>);
  std::size_t const whole = n - n % width;
  for (std::size_t k = 0; k < whole; k += width) body.template operator()<V>(k);
  for (std::size_t k = whole; k < n; ++k) body.template operator()<T>(k);
}

/// What bodies read and write with: elements k, k+1, ... of an array.
template <class V, class T>
[[gnu::always_inline]] inline V at(std::span<T> a, std::size_t k) {
  return simd::load<V>(a.data() + k);
}
template <class V, class T>
[[gnu::always_inline]] inline void put(std::span<T> a, std::size_t k, V v) {
  simd::store<V>(a.data() + k, v);
}

}  // namespace gradsmith::optimize
