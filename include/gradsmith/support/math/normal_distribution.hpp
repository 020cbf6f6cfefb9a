// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The cumulative distribution of the standard normal, of scalars and batches.
#pragma once

#include <gradsmith/support/math/error_function.hpp>
#include <gradsmith/support/math/log1p.hpp>

namespace gradsmith::simd {

namespace detail {

/// With a = |x|: e^(-x^2/2), a/sqrt(2), and the factor by which the former becomes the probability beyond a.
template <value V>
struct normal_tail_parts {
  V density, argument, factor;
};
template <value V, class = isa>
[[gnu::always_inline]] inline normal_tail_parts<V> normal_tail(V x) noexcept {
  using T = element_type<V>;
  V const a = simd::abs(x), half(T(0.5));
  // From here on the density is 0; NaN stays.
  V const bounded = simd::lesser(V(T(sizeof(T) == 8 ? 39 : 15)), a);
  V const square = bounded * bounded;
  V const e = simd::exp(square * V(T(-0.5)));
  V const density = simd::fnma(e, detail::product_error(bounded, bounded, square) * half, e);
  V const u = a * V(T(0.70710678118654752440));
  return {density, u, detail::over_one_and_twice(detail::erfcx_numerator(u) * half, u)};
}

}  // namespace detail

/// (1 + erf(x/sqrt(2)))/2. Error below 5.5 ulp, also in the left tail and for subnormal results. [DLMF, 7.2]
template <value V, class = isa>
[[gnu::always_inline]] inline V normal_cdf(V x) noexcept {
  using T = element_type<V>;
  auto const tail = detail::normal_tail(x);
  V const beyond = tail.density * tail.factor;
  return simd::select(simd::lt(x, V(T(0))), beyond, V(T(1)) - beyond);
}

/// log of normal_cdf. Error below 6 ulp: log1p(-tail) for x >= 0, else -x^2/2 + log(erfcx(-x/sqrt(2))/2).
template <value V, class = isa>
[[gnu::always_inline]] inline V log_normal_cdf(V x) noexcept {
  using T = element_type<V>;
  auto const tail = detail::normal_tail(x);
  V const above = simd::log1p(simd::negate(tail.density * tail.factor));
  V const below = simd::fnma(x * V(T(0.5)), x, simd::log(tail.factor));
  return simd::select(simd::lt(x, V(T(0))), below, above);
}

/// The density over normal_cdf. Error below 6 ulp; about -x for large negative x.
template <value V, class = isa>
[[gnu::always_inline]] inline V inverse_mills_ratio(V x) noexcept {
  using T = element_type<V>;
  auto const tail = detail::normal_tail(x);
  V const half(T(0.5)), one(T(1));
  V const above = tail.density * V(T(0.39894228040143267794)) / simd::fnma(tail.density, tail.factor, one);
  V const below = (tail.argument + half) / detail::erfcx_numerator(tail.argument) * V(T(1.5957691216057307118));
  return simd::select(simd::lt(x, V(T(0))), below, above);
}

/// x plus the inverse Mills ratio, without the difference below -0.7: about -1/x for large negative x. Error below 10
/// ulp.
template <value V, class = isa>
[[gnu::always_inline]] inline V inverse_mills_excess(V x) noexcept {
  using T = element_type<V>;
  V const u = x * V(T(-0.70710678118654752440));
  V const quotient =
      detail::integral_numerator(u, detail::error_function_table<T>::integral) / detail::erfcx_numerator(u);
  V const below = detail::over_one_and_twice(quotient, u) * V(T(1.4142135623730950488));
  return simd::select(simd::lt(x, V(T(-0.7))), below, x + simd::inverse_mills_ratio(x));
}

}  // namespace gradsmith::simd
