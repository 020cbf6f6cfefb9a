// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The logarithm of the gamma function and its derivative, of scalars and batches.
#pragma once

#include <gradsmith/support/math/log.hpp>
#include <gradsmith/support/math/polynomial.hpp>
#include <gradsmith/support/math/trigonometry.hpp>

namespace gradsmith::simd {

namespace detail {

/// Minimax coefficients from scripts/minimax.py: log Gamma(2 + z)/z for |z| <= 1/2, relative error below 2^-55 (2^-24);
/// the correction of Stirling's formula in 1/x^2 for x >= 2.5, error below 2^-53 (2^-27); psi(1.5 + z) over the
/// distance to its root for |z| <= 1/2, relative error below 2^-53 (2^-24); the correction of log x - 1/(2x) in 1/x^2
/// for x >= 2, error below 2^-52 (2^-27).
template <scalar T>
struct gamma_table;
template <>
struct gamma_table<double> {
  static constexpr double near_two[] = {0x1.b0ee6072093cep-2,   0x1.4a34cc4a60fa8p-2,   -0x1.13e001a55755ep-4,
                                        0x1.51322ac7d6f96p-6,   -0x1.e404fc21d6147p-8,  0x1.7add6eb02222p-9,
                                        -0x1.38ac5bfe58e6fp-10, 0x1.0b36ae8193cf7p-11,  -0x1.d3fd69d999b51p-13,
                                        0x1.a1282788d2a2ap-14,  -0x1.78d910ca06061p-15, 0x1.57fe0cc052d6cp-16,
                                        -0x1.3d4b198c16eddp-17, 0x1.26d82185ec0ep-18,   -0x1.090e842cdc758p-19,
                                        0x1.e3213e8504c91p-21,  -0x1.37b6be3fabf22p-21, 0x1.3fa95122d84bdp-22};
  static constexpr double stirling[] = {0x1.5555555555551p-4,   -0x1.6c16c16bd4e14p-9, 0x1.a01a00532b7c2p-11,
                                        -0x1.3812db1e97b53p-11, 0x1.b9266a1daa5dcp-11, -0x1.f339734727e08p-10,
                                        0x1.8cffc2e267d31p-8,   -0x1.7670b4e931172p-6, 0x1.54ed6a34c8a6fp-4,
                                        -0x1.ed0a2e41e944cp-3,  0x1.d22ee344b0112p-2,  -0x1.a031873af8855p-2};
  static constexpr double by_root[] = {
      0x1.e6f0cbb873617p-1,  -0x1.b1cb63005ee98p-2,  0x1.eca189b8e6d99p-3,  -0x1.2feeeb98a7a33p-3,
      0x1.8512e5905da58p-4,  -0x1.fb44202a072cfp-5,  0x1.4de9aa059a742p-5,  -0x1.b9f8b124a110fp-6,
      0x1.256475f13f0c8p-6,  -0x1.8635627b3f49ep-7,  0x1.03c006a737007p-7,  -0x1.5a06cc77a3abep-8,
      0x1.cd3e7426717b3p-9,  -0x1.336b43822bf2fp-9,  0x1.980d9d8cf0b4cp-10, -0x1.0fcd48b066175p-10,
      0x1.7b4a0edb3ee31p-11, -0x1.fc46f761364dep-12, 0x1.dc1b40c7386e1p-13, -0x1.343b85931eb97p-13,
      0x1.107953cadc45bp-12, -0x1.7247eaf4d8159p-13};
  static constexpr double logarithmic[] = {
      0x1.555555555554cp-4, -0x1.11111110e7835p-7, 0x1.041040895eec2p-8, -0x1.1110c8e882d34p-8,
      0x1.f06585ed7afd3p-8, -0x1.587d8d26281eap-6, 0x1.4c1f418f3778bp-4, -0x1.8d59b82d02731p-2,
      0x1.000dc4f3c272cp+1, -0x1.36ddb916d32d6p+3, 0x1.418c8d0ee99dep+5, -0x1.07a2c837548efp+7,
      0x1.4206af56b2615p+8, -0x1.10404f2278834p+9, 0x1.1a7f7135cb58p+9,  -0x1.0e0354cc733bap+8};
};
template <>
struct gamma_table<float> {
  static constexpr float near_two[] = {0x1.b0ee6p-2f,    0x1.4a34ccp-2f,  -0x1.13dfecp-4f,
                                       0x1.51357ep-6f,   -0x1.e42476p-8f, 0x1.795d1ep-9f,
                                       -0x1.34c3a8p-10f, 0x1.2ac024p-11f, -0x1.1af58ap-12f};
  static constexpr float stirling[] = {0x1.555554p-4f, -0x1.6c0724p-9f, 0x1.97d7cp-11f, -0x1.b199d4p-12f};
  static constexpr float by_root[] = {0x1.e6f0ccp-1f, -0x1.b1cb66p-2f, 0x1.ec9f64p-3f, -0x1.2fec52p-3f,
                                      0x1.8599d4p-4f, -0x1.fc3b5p-5f,  0x1.4273b6p-5f, -0x1.a7e48ap-6f,
                                      0x1.87f9eep-6f, -0x1.09c532p-6f};
  static constexpr float logarithmic[] = {0x1.555556p-4f,  -0x1.110edep-7f, 0x1.0327f4p-8f,
                                          -0x1.fd880ap-9f, 0x1.3695c2p-8f,  -0x1.e3f442p-9f};
};

/// The positive root of digamma, as a pair.
template <scalar T>
inline constexpr pair<T> digamma_root{T(0x1.762d86356be3fp+0), T(0x1.b86a722197829p-54)};
template <>
inline constexpr pair<float> digamma_root<float>{0x1.762d86p+0f, 0x1.ab5f2p-27f};

/// x less the integer nearest to it, exact.
template <value V, class = isa>
[[gnu::always_inline]] inline V from_nearest_integer(V x) noexcept {
  return x - simd::round_to_even(x);
}

/// log |Gamma(x)| where x < 0, given log Gamma(1 - x): Gamma(x) Gamma(1 - x) = pi/sin(pi x).
template <value V, class = isa>
[[gnu::noinline, gnu::cold]] V lgamma_reflected(V x, V result) noexcept {
  using T = element_type<V>;
  V const r = simd::abs(detail::from_nearest_integer(x));
  V const sine = simd::sin(r * V(T(3.14159265358979323846))) * V(T(0.31830988618379067154));
  // Where pi r may be subnormal, sin(pi r)/pi is r.
  V const q = simd::select(simd::lt(r, V(T(sizeof(T) == 8 ? 0x1p-30 : 0x1p-15))), r, sine);
  V const reflected = simd::negate(simd::log(q)) - result;
  auto const pole = simd::eq(simd::round_to_even(x), x);
  V const defined = simd::select(pole, V(std::numeric_limits<T>::infinity()), reflected);
  return simd::select(simd::lt(x, V(T(0))), defined, result);
}

/// psi(x) where x < 0, given psi(1 - x): psi(1 - x) - psi(x) = pi cot(pi x).
template <value V, class = isa>
[[gnu::noinline, gnu::cold]] V digamma_reflected(V x, V result) noexcept {
  using T = element_type<V>;
  V const r = detail::from_nearest_integer(x), pi(T(3.14159265358979323846));
  V const reflected = result - pi / simd::tan(r * pi);
  V const defined = simd::select(simd::eq(r, V(T(0))), V(std::numeric_limits<T>::quiet_NaN()), reflected);
  return simd::select(simd::lt(x, V(T(0))), defined, result);
}

}  // namespace detail

/// log |Gamma(x)|. Error below 8 ulp for x > 0, also near the zeros 1 and 2; infinite at 0 and at the negative integers
/// and at both infinities. Below 0, by reflection, out of line, the error is 8 eps (|result| + log Gamma(1 - x) + 1):
/// near a zero, of which there are two between all negative integers from -2 on, that is more than the digits of the
/// result. For x >= 2.5 Stirling's formula with a polynomial; below, x = 2 + z - k: z P(z) - log(x ... (x + k - 1)).
/// [DLMF, 5.5, 5.11]
template <value V, class = isa>
[[gnu::always_inline]] inline V lgamma(V x) noexcept {
  using T = element_type<V>;
  using table = detail::gamma_table<T>;
  V const zero(T(0)), one(T(1)), half(T(0.5));
  auto const negative = simd::lt(x, zero);
  V const b = simd::select(negative, one - x, x);
  auto const low = simd::lt(b, half), middle = simd::lt(b, V(T(1.5))), near = simd::lt(b, V(T(2.5)));
  V const z = b - simd::select(low, zero, simd::select(middle, one, V(T(2))));
  V const product = simd::select(low, b * (b + one), b);
  V const log = simd::log(simd::select(simd::mask_and(near, simd::mask_not(middle)), one, product));
  V const inside = simd::fms(z, detail::polynomial(z, table::near_two), log);
  V const inverse = one / b;
  V const tail =
      simd::fma(inverse, detail::polynomial(inverse * inverse, table::stirling), V(T(0.41893853320467274178)));
  V const result = simd::select(near, inside, simd::fma(b - half, log - one, tail));
  if (simd::any(negative)) [[unlikely]]
    return detail::lgamma_reflected(x, result);
  return result;
}

/// psi(x), the derivative of log Gamma(x). Error below 8 ulp for x > 0, also near its root 1.4616; NaN at 0 and at the
/// negative integers, where it has a pole with both signs, and at -inf. Below 0, by reflection, out of line, the error
/// is 8 eps (|result| + psi(1 - x) + 1). For x >= 2 log x - 1/(2x) with a polynomial, for 1 <= x < 2 the distance to
/// the root times a polynomial, below psi(x + 1) - 1/x. [DLMF, 5.5, 5.11]
template <value V, class = isa>
[[gnu::always_inline]] inline V digamma(V x) noexcept {
  using T = element_type<V>;
  using table = detail::gamma_table<T>;
  V const zero(T(0)), one(T(1));
  auto const negative = simd::lt(x, zero);
  V const b = simd::select(negative, one - x, x);
  auto const low = simd::lt(b, one);
  V const inverse = one / b;
  V const y = simd::select(low, b + one, b);
  V const distance = (y - V(detail::digamma_root<T>.high)) - V(detail::digamma_root<T>.low);
  V const inside =
      simd::fms(distance, detail::polynomial(y - V(T(1.5)), table::by_root), simd::select(low, inverse, zero));
  V const correction = detail::polynomial(inverse * inverse, table::logarithmic);
  V const outside = simd::fnma(inverse, simd::fma(inverse, correction, V(T(0.5))), simd::log(b));
  V const right = simd::select(simd::lt(b, V(T(2))), inside, outside);
  V const result = simd::select(simd::eq(x, zero), V(std::numeric_limits<T>::quiet_NaN()), right);
  if (simd::any(negative)) [[unlikely]]
    return detail::digamma_reflected(x, result);
  return result;
}

}  // namespace gradsmith::simd
