// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The exponential function of scalars and batches.
#pragma once

#include <gradsmith/support/math/exp_table.hpp>

namespace gradsmith::simd {

namespace detail {

/// (e^r - 1 - r) / r^2 for |r| <= ln(2)/2, relative error of e^r - 1 below 2^-57 (double), 2^-28
/// (float). Coefficients: scripts/minimax.py.
template <value V, class = isa>
[[gnu::always_inline]] inline V exp_tail(V r, V square) noexcept {
  if constexpr (sizeof(element_type<V>) == 8) {
    V const even =
        detail::horner(square, 0x1.21044f7a1dd94p-29, 0x1.27e3a94ce02f3p-22, 0x1.a01a025637ba4p-16,
                       0x1.6c16c16be81d7p-10, 0x1.5555555555600p-5, 0x1.0p-1);
    V const odd = detail::horner(square, 0x1.af4b38b09cd57p-26, 0x1.71de042c71931p-19,
                                 0x1.a01a01aae3728p-13, 0x1.111111111043ap-7, 0x1.5555555555556p-3);
    return simd::fma(odd, r, even);
  } else {
    V const even = detail::horner(square, 0x1.6d7474p-10f, 0x1.5554aep-5f, 0x1.0p-1f);
    V const odd = detail::horner(square, 0x1.a1a15p-13f, 0x1.11109p-7f, 0x1.555556p-3f);
    return simd::fma(odd, r, even);
  }
}
/// The same one degree lower: 2^-57 (2^-27) relative to e^r.
template <value V, class = isa>
[[gnu::always_inline]] inline V exp_short_tail(V r, V square) noexcept {
  if constexpr (sizeof(element_type<V>) == 8) {
    V const even =
        detail::horner(square, 0x1.28a2a1b35cc6dp-22, 0x1.a019a68f4140dp-16, 0x1.6c16c17f347aap-10,
                       0x1.55555555520ffp-5, 0x1.0000000000005p-1);
    V const odd = detail::horner(square, 0x1.af768c09d47f8p-26, 0x1.71ddea18bb162p-19,
                                 0x1.a01a01b5cffd4p-13, 0x1.111111110e6ebp-7, 0x1.555555555555cp-3);
    return simd::fma(odd, r, even);
  } else {
    V const even = detail::horner(square, 0x1.6d98fap-10f, 0x1.555486p-5f, 0x1.0p-1f);
    V const odd = detail::horner(square, 0x1.1227fp-7f, 0x1.5554bp-3f);
    return simd::fma(odd, r, even);
  }
}

/// e^y for -746 <= y <= 710 (-104, 89), or NaN.
template <value V, class = isa>
[[gnu::always_inline]] inline V exp_within(V y) noexcept {
  if constexpr (has_table<V>) {
    return detail::exp_by_table(y);
  } else {
    using b = binary<element_type<V>>;
    auto const n = detail::divided_by_ln2(y);
    V r = simd::fnma(n.number, V(b::ln2_high), y);
    r = simd::fnma(n.number, V(b::ln2_low), r);
    V const square = r * r;
    V const p = V(element_type<V>(1)) + simd::fma(square, detail::exp_short_tail(r, square), r);
    return detail::scale(p, n);
  }
}

}  // namespace detail

/// e^x. Error below 1.2 ulp, also for subnormal results; inf above 709.78 (88.72), 0 below -745.13
/// (-103.97). e^x = 2^n e^r with n = round(x / ln 2), r = x - n ln 2 in two steps (Cody and Waite,
/// Software Manual for the Elementary Functions, 1980, chapter 6) and a minimax polynomial; a table shortens the polynomial where
/// looking up is one instruction.
template <value V, class = isa>
[[gnu::always_inline]] inline V exp(V x) noexcept {
  using T = element_type<V>;
  constexpr bool d = sizeof(T) == 8;
  // Just beyond the ends of the range, so that scaling overflows and underflows by itself.
  return detail::exp_within(detail::clamp(x, T(d ? -746 : -104), T(d ? 710 : 89)));
}

/// The same for x <= 0, or NaN.
template <value V, class = isa>
[[gnu::always_inline]] inline V exp_of_nonpositive(V x) noexcept {
  using T = element_type<V>;
  return detail::exp_within(simd::greater(V(T(sizeof(T) == 8 ? -746 : -104)), x));
}

}  // namespace gradsmith::simd
