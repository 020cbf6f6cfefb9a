// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Sine, cosine and tangent of scalars and batches.
#pragma once

#include <cmath>

#include <gradsmith/support/math/each_lane.hpp>
#include <gradsmith/support/math/pow.hpp>

namespace gradsmith::simd {

namespace detail {

/// pi/2 as a sum of parts so short that their products with the numbers below 2^20 (2^12 in float) are exact, but for
/// the last. Together they have 152 (72) bits: no number up to the bound is so near to a multiple of pi/2 that the
/// remainder would have fewer digits than its type.
template <scalar T>
struct quarter_turn;
template <>
struct quarter_turn<double> {
  static constexpr double bound = 0x1p20;
  static constexpr double inverse = 0x1.45f306dc9c883p-1;
  static constexpr double first = 0x1.921fb544p+0;
  static constexpr double middle[] = {0x1.0b4611a6p-34, 0x1.3198a2ep-69};
  static constexpr double last = 0x1.b839a252049c1p-104;
};
template <>
struct quarter_turn<float> {
  static constexpr float bound = 0x1p12f;
  static constexpr float inverse = 0x1.45f306p-1f;
  static constexpr float first = 0x1.92p+0f;
  static constexpr float middle[] = {0x1.fb4p-12f, 0x1.444p-24f, 0x1.68cp-39f};
  static constexpr float last = 0x1.1a6264p-54f;
};

/// x = n pi/2 + high + low with |high + low| <= pi/4 up to rounding; n in the low bits of `turns`.
template <value V>
struct reduced_angle {
  V high, low, turns;
};

/// Cody and Waite's reduction (Software Manual for the Elementary Functions, 1980, chapter 8) with the rounding errors
/// of the differences carried along (Knuth's sum). Requires |x| <= quarter_turn::bound.
template <value V, class = isa>
[[gnu::always_inline]] inline reduced_angle<V> reduce_angle(V x) noexcept {
  using T = element_type<V>;
  using turn = quarter_turn<T>;
  V const shift(binary<T>::ulp_one);
  V const turns = simd::fma(x, V(turn::inverse), shift);
  V const n = turns - shift;
  V high = simd::fnma(n, V(turn::first), x);  // exact
  V low(T(0));
  for (T const part : turn::middle) {
    V const product = n * V(part);  // exact
    V const difference = high - product;
    V const back = difference - high;
    low = low + ((high - (difference - back)) - (product + back));
    high = difference;
  }
  low = simd::fnma(n, V(turn::last), low);
  V const sum = high + low;
  return {sum, (high - sum) + low, turns};
}

/// sin(r + low) as a pair: r - r^3/6 ..., minimax coefficients from scripts/minimax.py, relative error below 2^-56
/// (2^-27).
template <value V, class = isa>
[[gnu::always_inline]] inline pair<V> sine_near_zero(V r, V low) noexcept {
  using T = element_type<V>;
  V const z = r * r;
  V s;
  if constexpr (sizeof(T) == 8) {
    s = detail::horner(z, 0x1.5d9168f56bc2bp-33, -0x1.ae5e60e8f11f6p-26, 0x1.71de35712a443p-19, -0x1.a01a019c0a5a7p-13,
                       0x1.111111110f843p-7, -0x1.5555555555549p-3);
  } else {
    s = detail::horner(z, -0x1.994b54p-13f, 0x1.110756p-7f, -0x1.555546p-3f);
  }
  return {r, simd::fma(z * r, s, simd::fnma(z * V(T(0.5)), low, low))};
}
/// cos(r + low) as a pair: (1 - r^2/2) + ..., the difference with its rounding error.
template <value V, class = isa>
[[gnu::always_inline]] inline pair<V> cosine_near_zero(V r, V low) noexcept {
  using T = element_type<V>;
  V const z = r * r, half = z * V(T(0.5)), one(T(1));
  V c;
  if constexpr (sizeof(T) == 8) {
    c = detail::horner(z, -0x1.8facdd2ca89d0p-37, 0x1.1ee9e8a6c9470p-29, -0x1.27e4f80552f96p-22, 0x1.a01a019cab9d9p-16,
                       -0x1.6c16c16c15142p-10, 0x1.555555555554cp-5);
  } else {
    c = detail::horner(z, 0x1.99ff54p-16f, -0x1.6c0c82p-10f, 0x1.55554ap-5f);
  }
  V const high = one - half;
  return {high, simd::fma(z * z, c, simd::fnma(r, low, (one - high) - half))};
}

/// Whether n is odd.
template <value V, class = isa>
[[gnu::always_inline]] inline mask_type<V> odd_turns(V turns) noexcept {
  using T = element_type<V>;
  constexpr int up = sizeof(T) == 8 ? 63 : 31;
  return simd::lt(simd::copysign(V(T(1)), simd::bits_left<up>(turns)), V(T(0)));
}

/// The sine of the angle, n as in `turns`.
template <value V, class = isa>
[[gnu::always_inline]] inline V sine_of(reduced_angle<V> angle) noexcept {
  constexpr int up = sizeof(element_type<V>) == 8 ? 62 : 30;
  auto const s = detail::sine_near_zero(angle.high, angle.low), c = detail::cosine_near_zero(angle.high, angle.low);
  V const size = simd::select(detail::odd_turns(angle.turns), c.high + c.low, s.high + s.low);
  return simd::bits_xor(size, simd::sign_bit(simd::bits_left<up>(angle.turns)));
}

}  // namespace detail

/// sin x. Error below 1 ulp; the sign of x at zero; NaN at infinity. Beyond 2^20 (2^12 in float) std::sin, lane by
/// lane.
template <value V, class = isa>
[[gnu::always_inline]] inline V sin(V x) noexcept {
  using T = element_type<V>;
  V const sine = detail::sine_of(detail::reduce_angle(x));
  V const result = simd::select(simd::eq(x, V(T(0))), x, sine);
  return detail::beyond(x, detail::quarter_turn<T>::bound, result, [](auto one_lane) { return std::sin(one_lane); });
}

/// cos x = sin(x + pi/2). Error below 1 ulp; NaN at infinity. Beyond 2^20 (2^12 in float) std::cos, lane by lane.
template <value V, class = isa>
[[gnu::always_inline]] inline V cos(V x) noexcept {
  using T = element_type<V>;
  auto angle = detail::reduce_angle(x);
  angle.turns = simd::bits_add(angle.turns, simd::from_pattern<V>(1));
  return detail::beyond(x, detail::quarter_turn<T>::bound, detail::sine_of(angle),
                        [](auto one_lane) { return std::cos(one_lane); });
}

/// tan x. Error below 1.1 ulp; the sign of x at zero; NaN at infinity. Beyond 2^20 (2^12 in float) std::tan, lane by
/// lane. Sine by cosine, or minus cosine by sine, as pairs: the quotient's remainder corrects it.
template <value V, class = isa>
[[gnu::always_inline]] inline V tan(V x) noexcept {
  using T = element_type<V>;
  auto const angle = detail::reduce_angle(x);
  auto const s = detail::sine_near_zero(angle.high, angle.low), c = detail::cosine_near_zero(angle.high, angle.low);
  V const sine = s.high + s.low, cosine = c.high + c.low;
  V const sine_error = (s.high - sine) + s.low, cosine_error = (c.high - cosine) + c.low;
  auto const odd = detail::odd_turns(angle.turns);
  V const above = simd::select(odd, simd::negate(cosine), sine);
  V const above_error = simd::select(odd, simd::negate(cosine_error), sine_error);
  V const below = simd::select(odd, sine, cosine), below_error = simd::select(odd, sine_error, cosine_error);
  V const quotient = above / below;
  V const remainder = detail::minus_product(above, quotient, below) + above_error;
  V const tangent = quotient + simd::fnma(quotient, below_error, remainder) / below;
  V const result = simd::select(simd::eq(x, V(T(0))), x, tangent);
  return detail::beyond(x, detail::quarter_turn<T>::bound, result, [](auto one_lane) { return std::tan(one_lane); });
}

}  // namespace gradsmith::simd
