// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Polynomials with their coefficients in tables.
#pragma once

#include <cstddef>
#include <utility>

#include <gradsmith/support/simd/common.hpp>

namespace gradsmith::simd::detail {

/// c[Last % 2] + ... + c[Last - 2] z^k + c[Last] z^(k+1): every second coefficient.
template <std::size_t Last, value V, std::size_t N, std::size_t... K, class = isa>
[[gnu::always_inline]] inline V every_second(V z, element_type<V> const (&c)[N], std::index_sequence<K...>) noexcept {
  V sum(c[Last]);
  ((sum = simd::fma(sum, z, V(c[Last - 2 * (K + 1)]))), ...);
  return sum;
}

/// c[0] + c[1] x + ... + c[N-1] x^(N-1), as two chains.
template <value V, std::size_t N, class = isa>
[[gnu::always_inline]] inline V polynomial(V x, element_type<V> const (&c)[N]) noexcept {
  V const z = x * x;
  V const last = detail::every_second<N - 1>(z, c, std::make_index_sequence<(N - 1) / 2>{});
  V const other = detail::every_second<N - 2>(z, c, std::make_index_sequence<(N - 2) / 2>{});
  if constexpr (N % 2 == 0) return simd::fma(last, x, other);
  else return simd::fma(other, x, last);
}

}  // namespace gradsmith::simd::detail
