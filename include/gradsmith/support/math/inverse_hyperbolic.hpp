// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The inverses of the hyperbolic functions, of scalars and batches.
#pragma once

#include <gradsmith/support/math/log1p.hpp>

namespace gradsmith::simd {

namespace detail {

/// log1p(u), or log(2 a) where a is beyond the bound of squaring.
template <value V, class = isa>
[[gnu::always_inline]] inline V log1p_or_log_of_twice(V u, V a) noexcept {
  using T = element_type<V>;
  auto const large = simd::gt(a, V(T(sizeof(T) == 8 ? 0x1p100 : 0x1p50)));
  V const ln2(static_cast<T>(0x1.62e42fefa39efp-1));
  return simd::log1p(simd::select(large, a, u)) + simd::select(large, ln2, V(T(0)));
}

}  // namespace detail

/// asinh x. Error below 3 ulp; odd, also at zero. log1p(a + a^2/(1 + sqrt(1 + a^2))) with a = |x|.
template <value V, class = isa>
[[gnu::always_inline]] inline V asinh(V x) noexcept {
  using T = element_type<V>;
  V const a = simd::abs(x), one(T(1));
  V const root = simd::sqrt(simd::fma(a, a, one));
  V const u = simd::fma(a, a / (one + root), a);
  return simd::copysign(detail::log1p_or_log_of_twice(u, a), x);
}

/// acosh x. Error below 3 ulp; NaN below 1. log1p(t + sqrt(t (t + 2))) with t = x - 1.
template <value V, class = isa>
[[gnu::always_inline]] inline V acosh(V x) noexcept {
  using T = element_type<V>;
  V const one(T(1)), nan(std::numeric_limits<T>::quiet_NaN());
  V const t = x - one;
  V const u = t + simd::sqrt(t * (t + V(T(2))));
  return simd::select(simd::lt(x, one), nan, detail::log1p_or_log_of_twice(u, x));
}

/// atanh x. Error below 3 ulp; odd, also at zero; infinite at 1 and -1, NaN beyond. log1p(2 a / (1 - a)) / 2 with a =
/// |x|.
template <value V, class = isa>
[[gnu::always_inline]] inline V atanh(V x) noexcept {
  using T = element_type<V>;
  V const a = simd::abs(x);
  V const result = simd::log1p((a + a) / (V(T(1)) - a)) * V(T(0.5));
  return simd::copysign(result, x);
}

}  // namespace gradsmith::simd
