// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Powers of scalars and batches.
#pragma once

#include <gradsmith/support/math/exp.hpp>

namespace gradsmith::simd {

namespace detail {

/// An unevaluated sum high + low, |low| about an ulp of high or less.
template <value V>
struct pair {
  V high, low;
};

/// a b - product, exact where product is a b rounded. Without fma by Dekker's splitting (A
/// floating-point technique for extending the available precision, Numer. Math. 18, 1971).
template <value V, class I = isa>
[[gnu::always_inline]] inline V product_error(V a, V b, V product) noexcept {
  if constexpr (has_fma<I>) {
    return simd::fms(a, b, product);
  } else {
    constexpr bool d = sizeof(element_type<V>) == 8;
    V const upper = simd::from_pattern<V>(d ? ~0x7ffffffull : ~0xfffull);
    V const a1 = simd::bits_and(a, upper), a2 = a - a1;
    V const b1 = simd::bits_and(b, upper), b2 = b - b1;
    V const error = simd::fma(a2, b1, simd::fma(a1, b2, simd::fms(a1, b1, product)));
    return simd::fma(a2, b2, error);
  }
}

/// c - a b, exact where the result is a number of the type.
template <value V, class I = isa>
[[gnu::always_inline]] inline V minus_product(V c, V a, V b) noexcept {
  if constexpr (has_fma<I>) {
    return simd::fnma(a, b, c);
  } else {
    V const product = a * b;
    return (c - product) - detail::product_error(a, b, product);
  }
}

/// log x for positive finite x, relative error about 2^-64 (double), 2^-35 (float).
/// x = 2^n m, s = (m - 1) / (m + 1): log m = 2 s + 2/3 s^3 + s^5 P(s^2), where the first two
/// terms are pairs. Coefficients of P: scripts/minimax.py.
template <value V, class = isa>
[[gnu::always_inline]] inline pair<V> log_pair(V x) noexcept {
  using T = element_type<V>;
  using b = binary<T>;
  constexpr bool d = sizeof(T) == 8;
  V const one(T(1));
  auto const [n, m] = detail::split(x);
  V const f = m - one;
  V const below = m + one;
  V const below_error = m - (below - one);
  V const inverse = one / below;
  V const s = f * inverse;
  V const remainder = detail::minus_product(f, s, below);
  V const s_error = simd::fnma(s, below_error, remainder) * inverse;

  V const z = s * s;
  V const z_error = simd::fma(s + s, s_error, detail::product_error(s, s, z));
  V p;
  if constexpr (d) {
    V const square = z * z;
    V const even = detail::horner(square, 0x1.dad3274c132e1p-4, 0x1.3b12993a903bbp-3,
                                  0x1.c71c71bc7a245p-3, 0x1.9999999999968p-2);
    V const odd = detail::horner(square, 0x1.01752f4cddd39p-3, 0x1.113a00c1165bdp-3,
                                 0x1.745d1bc2117a9p-3, 0x1.2492492498d27p-2);
    p = simd::fma(odd, z, even);
  } else {
    p = detail::horner(z, 0x1.98c34p-3f, 0x1.c5ac08p-3f, 0x1.24954ap-2f, 0x1.999996p-2f);
  }
  // 2/3 + s^2 P, then times s^3.
  V const third(T(d ? 0x1.5555555555555p-1 : 0x1.555556p-1));
  V const third_error(T(d ? 0x1.5555555555555p-55 : -0x1.555556p-26));
  V const q = simd::fma(z, p, third);
  V const q_error = simd::fma(z, p, third - q) + third_error;
  V const c = s * z;
  V const c_error = simd::fma(s, z_error, simd::fma(s_error, z, detail::product_error(s, z, c)));
  V const e = c * q;
  V const e_error = simd::fma(c, q_error, simd::fma(c_error, q, detail::product_error(c, q, e)));

  V const twice = s + s;
  V const a = twice + e;
  V const a_error = ((twice - a) + e) + simd::fma(V(T(2)), s_error, e_error);
  V const high = simd::fma(n, V(b::ln2_high), a);
  V const low = (simd::fms(n, V(b::ln2_high), high) + a) + simd::fma(n, V(b::ln2_low), a_error);
  return {high, low};
}

/// C's special cases of x^y, given power = |x|^y for finite x other than 0.
template <value V, class = isa>
[[gnu::always_inline]] inline V pow_special_cases(V power, V x, V y) noexcept {
  using T = element_type<V>;
  V const zero(T(0)), one(T(1));
  V const infinity(std::numeric_limits<T>::infinity());
  V const nan(std::numeric_limits<T>::quiet_NaN());
  V const size = simd::abs(x);
  auto const integer = simd::eq(simd::round_to_even(y), y);
  V const half = y * V(T(0.5));
  auto const odd = simd::mask_and(integer, simd::ne(simd::round_to_even(half), half));
  auto const y_negative = simd::lt(y, zero);
  V r = power;
  r = simd::select(simd::eq(size, zero), simd::select(y_negative, infinity, zero), r);
  r = simd::select(simd::eq(size, infinity), simd::select(y_negative, zero, infinity), r);
  r = simd::select(odd, simd::bits_or(r, simd::sign_bit(x)), r);
  auto const undefined = simd::mask_and(simd::mask_and(simd::lt(x, zero), simd::lt(size, infinity)),
                                        simd::mask_not(integer));
  r = simd::select(undefined, nan, r);
  r = simd::select(simd::mask_or(simd::is_nan(x), simd::is_nan(y)), nan, r);
  return simd::select(simd::mask_or(simd::eq(x, one), simd::eq(y, zero)), one, r);
}

}  // namespace detail

/// x^y. Error below 1.5 ulp; special cases as C's Annex F. exp(y log x) with the logarithm and
/// the product as pairs.
template <value V, class = isa>
[[gnu::always_inline]] inline V pow(V x, V y) noexcept {
  using T = element_type<V>;
  using b = detail::binary<T>;
  constexpr bool d = sizeof(T) == 8;
  auto const log = detail::log_pair(simd::abs(x));
  // |log x| >= 2^-53 (2^-24) unless x = 1: beyond this bound of y the power is 0, 1 or inf.
  V const bounded = detail::clamp(y, T(d ? -0x1p100 : -0x1p50), T(d ? 0x1p100 : 0x1p50));
  V const product = bounded * log.high;
  V const error = simd::fma(bounded, log.low, detail::product_error(bounded, log.high, product));
  V const in_range = detail::clamp(product, T(d ? -800 : -120), T(d ? 800 : 120));
  V const low = simd::select(simd::eq(in_range, product), error, V(T(0)));
  auto const n = detail::divided_by_ln2(in_range);
  V const r0 = simd::fnma(n.number, V(b::ln2_high), in_range);
  V const r = r0 + simd::fnma(n.number, V(b::ln2_low), low);
  V const square = r * r;
  V const p = V(T(1)) + simd::fma(square, detail::exp_tail(r, square), r);
  V const power = detail::scale(p, n);
  auto const ordinary = simd::mask_and(
      simd::mask_and(simd::gt(x, V(T(0))), simd::lt(x, V(std::numeric_limits<T>::infinity()))),
      simd::eq(y, y));
  if (simd::all(ordinary)) [[likely]]
    return power;
  return detail::pow_special_cases(power, x, y);
}

}  // namespace gradsmith::simd
