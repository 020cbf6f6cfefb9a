// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Batches on other processors (NEON ...): lane by lane, in loops that the compiler may vectorize.
#pragma once

#include <gradsmith/support/simd/batch.hpp>

#include <gradsmith/support/simd/scalar.hpp>

namespace gradsmith::simd {

namespace detail {

template <vector V>
struct lanes_of {
  alignas(V) element_type<V> lane[static_cast<std::size_t>(width<V>)];

  lanes_of() = default;
  [[gnu::always_inline]] explicit lanes_of(V a) noexcept { a.store_aligned(lane); }
  [[gnu::always_inline]] V vector() const noexcept { return V::load_aligned(lane); }
};

template <vector V, class F, class... Vs>
[[gnu::always_inline]] inline V lane_by_lane(F f, V a, Vs... more) noexcept {
  lanes_of<V> x(a);
  auto const combine = [&](auto const&... y) {
    for (int k = 0; k < width<V>; ++k) x.lane[k] = f(x.lane[k], y.lane[k]...);
  };
  combine(lanes_of<V>(more)...);
  return x.vector();
}

template <vector V>
[[gnu::always_inline]] inline mask_type<V> first_n(std::type_identity<V>, int n) noexcept {
  return detail::counting(std::type_identity<V>{}) < V(static_cast<element_type<V>>(n));
}
template <vector V>
[[gnu::always_inline]] inline V load_strided(
    std::type_identity<V>, element_type<V> const* p, std::ptrdiff_t stride) noexcept {
  lanes_of<V> x;
  for (int k = 0; k < width<V>; ++k) x.lane[k] = p[k * stride];
  return x.vector();
}
template <vector V>
[[gnu::always_inline]] inline V counting(std::type_identity<V>) noexcept {
  lanes_of<V> x;
  for (int k = 0; k < width<V>; ++k) x.lane[k] = static_cast<element_type<V>>(k);
  return x.vector();
}
template <vector V>
[[gnu::always_inline]] inline V load_first(
    std::type_identity<V>, element_type<V> const* p, int n) noexcept {
  lanes_of<V> x;
  for (int k = 0; k < width<V>; ++k) x.lane[k] = k < n ? p[k] : element_type<V>(0);
  return x.vector();
}
template <vector V>
[[gnu::always_inline]] inline void store_first(element_type<V>* p, V a, int n) noexcept {
  lanes_of<V> const x(a);
  for (int k = 0; k < width<V> && k < n; ++k) p[k] = x.lane[k];
}

}  // namespace detail
}  // namespace gradsmith::simd
