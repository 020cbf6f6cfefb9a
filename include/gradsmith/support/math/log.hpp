// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// log, provisional: lane by lane.
#pragma once
#include <cmath>
#include <gradsmith/support/simd/common.hpp>
namespace gradsmith::simd {
template <value V, class = isa>
[[gnu::always_inline]] inline V log(V x) noexcept {
  if constexpr (scalar<V>) return std::log(x);
  else {
    alignas(V) element_type<V> lane[width<V>];
    x.store_aligned(lane);
    for (auto& a : lane) a = std::log(a);
    return V::load_aligned(lane);
  }
}
}  // namespace gradsmith::simd
