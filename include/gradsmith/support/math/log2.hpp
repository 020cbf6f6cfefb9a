// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Logarithms to the bases 2 and 10 of scalars and batches.
#pragma once

#include <gradsmith/support/math/log.hpp>
#include <gradsmith/support/math/pow.hpp>

namespace gradsmith::simd {

namespace detail {

/// A logarithm's numbers: log e and log 2 to its base, as sums of two. log2_high has so many trailing zeros that its
/// product with any exponent is exact.
template <scalar T>
struct logarithm_base {
  T log_e_high, log_e_low, log2_high, log2_low;
};
template <scalar T>
inline constexpr logarithm_base<T> base_two;
template <>
inline constexpr logarithm_base<double> base_two<double>{0x1.71547652b82fep+0, 0x1.777d0ffda0d24p-56, 1, 0};
template <>
inline constexpr logarithm_base<float> base_two<float>{0x1.715476p+0f, 0x1.4ae0cp-26f, 1, 0};
template <scalar T>
inline constexpr logarithm_base<T> base_ten;
template <>
inline constexpr logarithm_base<double> base_ten<double>{0x1.bcb7b1526e50ep-2, 0x1.95355baaafad3p-57, 0x1.34413509f7800p-2,
                                                         0x1.fef311f12b358p-46};
template <>
inline constexpr logarithm_base<float> base_ten<float>{0x1.bcb7b2p-2f, -0x1.5b235ep-27f, 0x1.3442p-2f, -0x1.95ec1p-19f};

/// The logarithm of x = 2^n (1 + f): n log 2 + f log e + (log(1 + f) - f) log e. The first two terms and their sum are
/// kept with their rounding errors, so that only the last sum is rounded: where the result is an integer, it is exact.
template <value V, class = isa>
[[gnu::always_inline]] inline V log_to_base(V x, logarithm_base<element_type<V>> const& base) noexcept {
  using T = element_type<V>;
  auto const [n, m] = detail::split(x);
  V const f = m - V(T(1));
  V const square = f * f;
  V const rest = square * simd::fma(f, detail::log_tail(f, square), V(T(-0.5)));
  V const log_e(base.log_e_high);
  V const high = f * log_e;
  V const low = simd::fma(rest, log_e, simd::fma(f, V(base.log_e_low), detail::product_error(f, log_e, high)));
  V const whole = n * V(base.log2_high);
  V const sum = whole + high;
  V const error = (whole - sum) + high;
  return detail::log_special_cases(sum + (simd::fma(n, V(base.log2_low), error) + low), x);
}

}  // namespace detail

/// log x to the base 2. Error below 1.4 ulp, also for subnormal x; exact for powers of 2; -inf at 0, NaN below.
template <value V, class = isa>
[[gnu::always_inline]] inline V log2(V x) noexcept {
  return detail::log_to_base(x, detail::base_two<element_type<V>>);
}

/// log x to the base 10. Error below 1.2 ulp, also for subnormal x; exact for powers of 10; -inf at 0, NaN below.
template <value V, class = isa>
[[gnu::always_inline]] inline V log10(V x) noexcept {
  return detail::log_to_base(x, detail::base_ten<element_type<V>>);
}

}  // namespace gradsmith::simd
