// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The inverse of the logistic function, of scalars and batches.
#pragma once

#include <gradsmith/support/math/log1p.hpp>

namespace gradsmith::simd {

/// log(x/(1-x)). Error below 2 ulp, also around 1/2, where it is 0; NaN outside [0, 1]. With t the smaller of x and
/// 1 - x it is log1p((1-2t)/t), negative for x < 1/2: 1 - 2t and, where it matters, 1 - x are exact.
template <value V, class = isa>
[[gnu::always_inline]] inline V logit(V x) noexcept {
  using T = element_type<V>;
  constexpr bool d = sizeof(T) == 8;
  V const one(T(1));
  auto const left = simd::lt(x, V(T(0.5)));
  V const t = simd::select(left, x + V(T(0)), one - x);  // + 0: the logit of -0 is -inf
  // Below this 1/t could overflow.
  auto const tiny = simd::lt(simd::abs(t), V(T(d ? 0x1p-1000 : 0x1p-100)));
  V const scaled = simd::select(tiny, t * V(T(d ? 0x1p100 : 0x1p50)), t);
  V const log_of_scale(T(d ? 69.314718055994530942 : 34.657359027997265471));
  V const y = simd::log1p(simd::fnma(V(T(2)), t, one) / scaled) + simd::select(tiny, log_of_scale, V(T(0)));
  return simd::select(left, simd::negate(y), y);
}

}  // namespace gradsmith::simd
