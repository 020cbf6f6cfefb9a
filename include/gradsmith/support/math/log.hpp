// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The natural logarithm of scalars and batches.
#pragma once

#include <gradsmith/support/math/log_table.hpp>

namespace gradsmith::simd {

namespace detail {

/// (log(1 + f) - f + f^2/2) / f^3 for -0.25 <= f <= 0.5, square = f^2; relative error of f^3 times it below
/// 2^-57 (double), 2^-27 (float). No division: it would compete with the quotients that losses need anyway.
/// Coefficients: scripts/minimax.py.
template <value V, class = isa>
[[gnu::always_inline]] inline V log_tail(V f, V square) noexcept {
  if constexpr (sizeof(element_type<V>) == 8) {
    // Four interleaved chains: latency counts when the loop around is long.
    V const fourth = square * square;
    V const p0 = detail::horner(fourth, 0x1.d112e377dcd25p-5, 0x1.10d7ab14e6904p-4,
                                0x1.745cddab5530ep-4, 0x1.249249226865cp-3, 0x1.5555555555547p-2);
    V const p1 =
        detail::horner(fourth, -0x1.870c90a6d63bbp-5, -0x1.fddcf58c9434fp-5, -0x1.55552df405355p-4,
                       -0x1.0000000acc177p-3, -0x1.0000000000131p-2);
    V const p2 = detail::horner(fourth, 0x1.bc7f41be4901fp-6, 0x1.e2352ace07351p-5,
                                0x1.3b18eefd176bcp-4, 0x1.c71c731edcebep-4, 0x1.999999999cf82p-3);
    V const p3 =
        detail::horner(fourth, -0x1.dde6e04bd82a1p-8, -0x1.d8eeacb9ea887p-5, -0x1.249f319a2324ep-4,
                       -0x1.9999977bd72fbp-4, -0x1.5555555531809p-3);
    return simd::fma(simd::fma(p3, f, p2), square, simd::fma(p1, f, p0));
  } else {
    V const even = detail::horner(square, 0x1.3de7e6p-5f, 0x1.e0b3bp-4f, 0x1.2442aap-3f,
                                  0x1.9998c8p-3f, 0x1.555558p-2f);
    V const odd =
        detail::horner(square, -0x1.7afc4ep-4f, -0x1.04661ap-3f, -0x1.551b22p-3f, -0x1.00007p-2f);
    return simd::fma(odd, f, even);
  }
}

/// log(1 + f) + n ln 2 for -0.25 <= f <= 0.5. Takes -n because f - (-n) ln 2 keeps the sign of a zero f.
template <value V, class = isa>
[[gnu::always_inline]] inline V log_by_polynomial(V f, V minus_n) noexcept {
  using T = element_type<V>;
  using b = binary<T>;
  V const square = f * f;
  V const tail = detail::log_tail(f, square);
  V const low = simd::fma(square, simd::fma(f, tail, V(T(-0.5))), minus_n * V(-b::ln2_low));
  return simd::fnma(minus_n, V(b::ln2_high), f + low);
}

/// log(1 + f) + n ln 2 as above; key has the fraction bits of 1 + f.
template <value V, class = isa>
[[gnu::always_inline]] inline V log_reduced(V f, [[maybe_unused]] V key, V minus_n) noexcept {
  if constexpr (has_table<V>)
    return detail::log_by_table(f, key, minus_n);
  else
    return detail::log_by_polynomial(f, minus_n);
}

}  // namespace detail

/// log x. Error below 1.1 ulp, also for subnormal x; -inf at 0, NaN below.
/// x = 2^n (1 + f), 0.75 <= 1 + f < 1.5 (exact), log x = n ln 2 + log(1 + f).
template <value V, class = isa>
[[gnu::always_inline]] inline V log(V x) noexcept {
  auto const [n, m] = detail::split(x);
  V const result = detail::log_reduced(m - V(element_type<V>(1)), m, simd::negate(n));
  return detail::log_special_cases(result, x);
}

}  // namespace gradsmith::simd
