// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The error function, its complement and what belongs to their tails, of scalars and batches.
#pragma once

#include <gradsmith/support/math/polynomial.hpp>
#include <gradsmith/support/math/pow.hpp>

namespace gradsmith::simd {

namespace detail {

/// Minimax coefficients from scripts/minimax.py, with t = (x - 4)/(x + 4): erf x / x - 1 in x^2 for |x| <= 1, error
/// below 2^-54 (2^-26); ((1 + 2x) e^(x^2) erfc x - 1)/(1 + t) for x >= 0, error below 2^-53 (2^-24) relative to (1 +
/// 2x) e^(x^2) erfc x; (1 + 2x)^(n+1) e^(x^2) i^n erfc x, n = 1 and 2, relative error below 2^-52 (2^-24).
template <scalar T>
struct error_function_table;
template <>
struct error_function_table<double> {
  static constexpr double near[] = {0x1.06eba8214db68p-3,   -0x1.812746b0379c2p-2,  0x1.ce2f21a041017p-4,
                                    -0x1.b82ce31206287p-6,  0x1.565bccfa9a2d5p-8,   -0x1.c02db072ea33ep-11,
                                    0x1.f9a2bf7341819p-14,  -0x1.f4ca949181055p-17, 0x1.b9827ae6e14c4p-20,
                                    -0x1.5c16e260e3f3cp-23, 0x1.d78491a9034cbp-27,  -0x1.acdffb81f2768p-31};
  static constexpr double scaled[] = {
      0x1.dd2c8b74febf6p-3,   -0x1.7d8f1c4524742p-2,  0x1.8d4ecb405c5f9p-2,   -0x1.47938f4c73134p-2,
      0x1.c0398cb6f1d2cp-3,   -0x1.00428c8fe81afp-3,  0x1.e1a95642fcdefp-5,   -0x1.625ed0993b596p-6,
      0x1.63f26056535dep-8,   -0x1.a2bedc62b92abp-12, -0x1.77d6598a7db0ap-12, 0x1.4dcd86bf01a7p-13,
      -0x1.1ed3b58d9bfffp-17, -0x1.09eea71b471p-16,   0x1.36ae8789c7761p-18,  0x1.21cdeff7c6aa7p-20,
      -0x1.a6dd5a167f7aep-21, -0x1.3f25bafd4c1a1p-25, 0x1.ec5e18445f369p-24,  -0x1.4013d2092343dp-28,
      -0x1.115f4543fd832p-26, 0x1.5eba482a109c2p-30,  0x1.04bd716642d85p-29,  -0x1.2510462084a04p-33,
      -0x1.250631c34f8ffp-33};
  static constexpr double integral[] = {
      0x1.4fc08f9a1f0edp+0,   -0x1.651f2c6d31402p-3,  -0x1.4112709c78098p-3,  0x1.56746fa964ae5p-2,
      -0x1.4d9fc6f03a6fep-2,  0x1.984b5a9127ec6p-3,   -0x1.d618589ecb211p-5,  -0x1.025ca41f8fa3dp-5,
      0x1.ca639bc15c67cp-5,   -0x1.55e81de5788cdp-5,  0x1.3ce3439094f16p-6,   -0x1.3ae9ab041d80bp-8,
      -0x1.a7931d9246859p-12, 0x1.ab566b3e9b06fp-11,  -0x1.c8c1ce85e1f44p-13, -0x1.cce0a2298093ap-15,
      0x1.83ced5cd9244p-15,   -0x1.633e906ee6f8p-20,  -0x1.d9bd68dedc3afp-18, 0x1.46ee3b6129e35p-20,
      0x1.10b60dde57f74p-20,  -0x1.27f23b7642b58p-22, -0x1.38de6d201733ap-23, 0x1.6a93c80b6f26cp-25,
      0x1.3f729b389472bp-26,  -0x1.e80b4264823a3p-29, -0x1.8f703b84b48a7p-30};
  static constexpr double second_integral[] = {
      0x1.5c4ea829f5ca1p+0,   -0x1.8dad7fb8019c5p-4, -0x1.fc9c066ae1fa6p-2,  0x1.63e0fde29777fp-1,
      -0x1.df604b1327bdcp-2,  0x1.2cbb203a423f9p-4,  0x1.9c23a55e5a8a5p-3,   -0x1.f8f14fac6d40ep-3,
      0x1.215ac69091b9bp-3,   -0x1.6357ea47a97f2p-6, -0x1.25dff8cda488cp-5,  0x1.235668dd2fbe1p-5,
      -0x1.f3b2469074c03p-7,  0x1.4e1d1dab98c6bp-10, 0x1.18a81010589fep-9,   -0x1.014aa75bebb1ep-10,
      -0x1.5536c89716937p-14, 0x1.9889502ad977cp-13, -0x1.bf1827d491d49p-16, -0x1.02a2a89b26646p-15,
      0x1.357f7747e911dp-17,  0x1.3af784f6d3666p-18, -0x1.1701673d27808p-19, -0x1.7f1835964ad1p-21,
      0x1.9ac6cbdba7d17p-22,  0x1.9948bdc63013fp-24, -0x1.c64e1fb62484fp-25, -0x1.0623a93281408p-27,
      0x1.1112d5ee49beap-28};
};
template <>
struct error_function_table<float> {
  static constexpr float near[] = {0x1.06eba8p-3f, -0x1.81273ep-2f,  0x1.ce2d2p-4f, -0x1.b7fbb4p-6f,
                                   0x1.5419f6p-8f, -0x1.a485ecp-11f, 0x1.4ae4dp-14f};
  static constexpr float scaled[] = {0x1.dd2c8cp-3f,  -0x1.7d8f1cp-2f,  0x1.8d4ed2p-2f,  -0x1.4793a4p-2f,
                                     0x1.c038bap-3f,  -0x1.0040aap-3f,  0x1.e1b9c6p-5f,  -0x1.62a478p-6f,
                                     0x1.62e0c2p-8f,  -0x1.7cb92cp-12f, -0x1.6a90ap-12f, 0x1.fda238p-14f,
                                     -0x1.f10d64p-18f};
  static constexpr float integral[] = {0x1.4fc09p+0f,    -0x1.651f34p-3f, -0x1.411254p-3f, 0x1.5674f4p-2f,
                                       -0x1.4da0dcp-2f,  0x1.98406p-3f,   -0x1.d5da76p-5f, -0x1.018ebcp-5f,
                                       0x1.c987bcp-5f,   -0x1.57da16p-5f, 0x1.40416p-6f,   -0x1.26a802p-8f,
                                       -0x1.4c62ecp-11f, 0x1.3f499p-11f,  -0x1.36793p-14f};
  static constexpr float second_integral[] = {
      0x1.5c4ea8p+0f,  -0x1.8dad88p-4f, -0x1.fc9c02p-2f, 0x1.63e13p-1f,    -0x1.df60bcp-2f, 0x1.2ca5a8p-4f,
      0x1.9c2b18p-3f,  -0x1.f8af1ep-3f, 0x1.213bfep-3f,  -0x1.6a34dp-6f,   -0x1.24c70ep-5f, 0x1.29ebb6p-5f,
      -0x1.f9828cp-7f, 0x1.81ae3p-12f,  0x1.2af61cp-9f,  -0x1.a2157cp-12f, -0x1.3bce6ap-13f};
};

/// e^(-x^2) with the rounding error of the square; 0 for the largest |x| that is asked for. Requires |x| < 40.
template <value V, class = isa>
[[gnu::always_inline]] inline V gauss(V x) noexcept {
  V const square = x * x;
  V const e = simd::exp(simd::negate(square));
  return simd::fnma(e, detail::product_error(x, x, square), e);
}

/// 2x/(x + 4) for x >= 0, in [0, 2]: 1 + t of the tables. NaN stays.
template <value V, class = isa>
[[gnu::always_inline]] inline V on_half_line(V x) noexcept {
  using T = element_type<V>;
  V const bounded = simd::lesser(V(T(0x1p100)), x);
  return (bounded + bounded) / (bounded + V(T(4)));
}

/// (1 + 2x) e^(x^2) erfc x for x >= 0, in [1, 1.2]: one polynomial for the whole half line, as in M. M. Shepherd and J.
/// G. Laframboise, Chebyshev approximation of (1 + 2x) exp(x^2) erfc x in 0 <= x < inf, Math. Comp. 36, 1981.
template <value V, class = isa>
[[gnu::always_inline]] inline V erfcx_numerator(V x) noexcept {
  using T = element_type<V>;
  V const one(T(1)), s = detail::on_half_line(x);
  return simd::fma(s, detail::polynomial(s - one, error_function_table<T>::scaled), one);
}
/// The same of the integrals: (1 + 2x)^(n+1) e^(x^2) i^n erfc x.
template <value V, std::size_t N, class = isa>
[[gnu::always_inline]] inline V integral_numerator(V x, element_type<V> const (&table)[N]) noexcept {
  return detail::polynomial(detail::on_half_line(x) - V(element_type<V>(1)), table);
}

/// a/(1 + 2x), for these numerators.
template <value V, class = isa>
[[gnu::always_inline]] inline V over_one_and_twice(V a, V x) noexcept {
  V const half(element_type<V>(0.5));
  return a * half / (x + half);
}

/// erf x for |x| <= 1.
template <value V, class = isa>
[[gnu::always_inline]] inline V erf_near_zero(V x) noexcept {
  return simd::fma(x, detail::polynomial(x * x, error_function_table<element_type<V>>::near), x);
}
/// erfc x for x >= 0; no digits below 1/2.
template <value V, class = isa>
[[gnu::always_inline]] inline V erfc_tail(V x) noexcept {
  using T = element_type<V>;
  // From here on it is 0; NaN stays.
  V const a = simd::lesser(V(T(sizeof(T) == 8 ? 28 : 11)), x);
  return detail::gauss(a) * detail::over_one_and_twice(detail::erfcx_numerator(a), a);
}

}  // namespace detail

/// erf x. Error below 1.6 ulp; odd, also at zero. A polynomial up to 1, from there on 1 - erfc |x|. [DLMF, 7.2]
template <value V, class = isa>
[[gnu::always_inline]] inline V erf(V x) noexcept {
  V const a = simd::abs(x), one(element_type<V>(1));
  return simd::select(simd::lt(a, one), detail::erf_near_zero(x), simd::copysign(one - detail::erfc_tail(a), x));
}

/// erfc x = 1 - erf x. Error below 4.5 ulp, also for subnormal results; 0 from 27.3 (10.1) on, 2 at -inf. e^(-x^2)
/// times a polynomial from 1/2 on. [DLMF, 7.2]
template <value V, class = isa>
[[gnu::always_inline]] inline V erfc(V x) noexcept {
  using T = element_type<V>;
  V const one(T(1)), tail = detail::erfc_tail(simd::abs(x));
  V const near = one - detail::erf_near_zero(x);
  V const outside = simd::select(simd::lt(x, V(T(0))), V(T(2)) - tail, tail);
  return simd::select(simd::mask_and(simd::lt(x, V(T(0.5))), simd::gt(x, V(T(-1)))), near, outside);
}

/// e^(x^2) erfc x. Error below 6 ulp; 1/(sqrt(pi) x) for large x, infinite below -26.63 (-9.38). [DLMF, 7.2]
template <value V, class = isa>
[[gnu::always_inline]] inline V erfcx(V x) noexcept {
  using T = element_type<V>;
  V const a = simd::abs(x), one(T(1));
  V const above = detail::over_one_and_twice(detail::erfcx_numerator(a), a);
  V const bounded = simd::lesser(V(T(sizeof(T) == 8 ? 28 : 11)), a);
  V const square = bounded * bounded;
  V const e = simd::exp(square) * (one + detail::product_error(bounded, bounded, square));
  return simd::select(simd::lt(x, V(T(0))), (e + e) - above, above);
}

/// e^(x^2) ierfc x = 1/sqrt(pi) - x erfcx x, without the difference from 1/2 on: about 1/(2 sqrt(pi) x^2) for large x.
/// Error below 6 ulp. [DLMF, 7.18]
template <value V, class = isa>
[[gnu::always_inline]] inline V scaled_ierfc(V x) noexcept {
  using T = element_type<V>;
  V const r = detail::over_one_and_twice(V(T(1)), x);
  V const above = detail::integral_numerator(x, detail::error_function_table<T>::integral) * r * r;
  V const below = simd::fnma(x, simd::erfcx(x), V(T(0.56418958354775628695)));
  return simd::select(simd::lt(x, V(T(0.5))), below, above);
}

/// e^(x^2) i2erfc x = (erfcx x - 2 x e^(x^2) ierfc x)/4, without the difference from 1/2 on. Error below 10 ulp. [DLMF,
/// 7.18]
template <value V, class = isa>
[[gnu::always_inline]] inline V scaled_i2erfc(V x) noexcept {
  using T = element_type<V>;
  V const r = detail::over_one_and_twice(V(T(1)), x);
  V const above = detail::integral_numerator(x, detail::error_function_table<T>::second_integral) * r * r * r;
  V const below = simd::fnma(x * V(T(0.5)), simd::scaled_ierfc(x), simd::erfcx(x) * V(T(0.25)));
  return simd::select(simd::lt(x, V(T(0.5))), below, above);
}

}  // namespace gradsmith::simd
