// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// expm1, provisional: lane by lane.
#pragma once
#include <cmath>
#include <gradsmith/support/simd/common.hpp>
namespace gradsmith::simd {
template <value V, class = isa>
[[gnu::always_inline]] inline V expm1(V x) noexcept {
  if constexpr (scalar<V>) return std::expm1(x);
  else {
    alignas(V) element_type<V> lane[width<V>];
    x.store_aligned(lane);
    for (auto& a : lane) a = std::expm1(a);
    return V::load_aligned(lane);
  }
}
}  // namespace gradsmith::simd
