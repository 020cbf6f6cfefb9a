// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// tanh, provisional: lane by lane.
#pragma once
#include <cmath>
#include <gradsmith/support/simd/common.hpp>
namespace gradsmith::simd {
template <value V, class = isa>
[[gnu::always_inline]] inline V tanh(V x) noexcept {
  if constexpr (scalar<V>) return std::tanh(x);
  else {
    alignas(V) element_type<V> lane[width<V>];
    x.store_aligned(lane);
    for (auto& a : lane) a = std::tanh(a);
    return V::load_aligned(lane);
  }
}
}  // namespace gradsmith::simd
