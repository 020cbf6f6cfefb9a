// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// pow, provisional: lane by lane.
#pragma once
#include <cmath>
#include <gradsmith/support/simd/common.hpp>
namespace gradsmith::simd {
template <value V, class = isa>
[[gnu::always_inline]] inline V pow(V x, V y) noexcept {
  if constexpr (scalar<V>) return std::pow(x, y);
  else {
    alignas(V) element_type<V> a[width<V>], b[width<V>];
    x.store_aligned(a);
    y.store_aligned(b);
    for (int k = 0; k < width<V>; ++k) a[k] = std::pow(a[k], b[k]);
    return V::load_aligned(a);
  }
}
}  // namespace gradsmith::simd
