// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The second and third derivative of the logarithm of the gamma function, of scalars and batches.
#pragma once

#include <gradsmith/support/math/gamma.hpp>

namespace gradsmith::simd {

namespace detail {

/// Minimax coefficients from scripts/minimax.py, with t = (x - 3)/(x + 1): x psi'(x) and -x^2 psi''(x) for x >= 1,
/// relative error below 2^-52 (2^-24).
template <scalar T>
struct polygamma_table;
template <>
struct polygamma_table<double> {
  static constexpr double first[] = {
      0x1.2f4f326f9177ap+0,  -0x1.1419bb4d1cf45p-2,  0x1.e7d08534707d2p-4,  -0x1.7e08a3edbb6c6p-5,
      0x1.0e9aafa1d2c1dp-6,  -0x1.69931696ecf98p-8,  0x1.de32ff70e9f2ap-10, -0x1.3f7263b6145f4p-11,
      0x1.aad909795da58p-13, -0x1.1be3a28e8229fp-14, 0x1.7ab51e02b70f2p-16, -0x1.f995e3e7bab64p-18,
      0x1.508e884e54f44p-19, -0x1.c120ec774832p-21,  0x1.2a5f872ef35c4p-22, -0x1.8cc8de04bec63p-24,
      0x1.155d3496963b6p-25, -0x1.733bd973313d8p-27, 0x1.5affbf679b29dp-29, -0x1.c6a81e586fd35p-31,
      0x1.8e569af98c05bp-31, -0x1.0d357c16fd6d2p-32};
  static constexpr double second[] = {
      0x1.6314058e06e56p+0,  -0x1.2a8a6573aad66p-1,  0x1.1a5441e1cdcf4p-2,  -0x1.b4968e083cefap-4,
      0x1.20de7f16ffd7ep-5,  -0x1.6888b801f44a6p-7,  0x1.d7bc698675c1p-9,   -0x1.4197a3a70665fp-10,
      0x1.ac1e48ea7ca0dp-12, -0x1.1a0a9048d3d01p-13, 0x1.7c0522d504dcp-15,  -0x1.faaf37bdd122dp-17,
      0x1.4e94e511e4a99p-18, -0x1.c351938c415b5p-20, 0x1.2a63719f8643p-21,  -0x1.8acb6d0aa5b1dp-23,
      0x1.1841facc66a1p-24,  -0x1.6c7d966122e14p-26, 0x1.56d6c51dfa973p-28, -0x1.f2b79216f607cp-30,
      0x1.8c91340621b54p-30, -0x1.0080bbeebff4dp-31};
};
template <>
struct polygamma_table<float> {
  static constexpr float first[] = {0x1.2f4f32p+0f,  -0x1.1419c2p-2f,  0x1.e7d09cp-4f,  -0x1.7e03fep-5f,
                                    0x1.0e95dep-6f,  -0x1.6a604p-8f,   0x1.df914cp-10f, -0x1.31366cp-11f,
                                    0x1.95242ap-13f, -0x1.86cc18p-14f, 0x1.08eecep-15f};
  static constexpr float second[] = {0x1.631406p+0f,  -0x1.2a8a6cp-1f,  0x1.1a544p-2f,  -0x1.b49206p-4f,
                                     0x1.20dd08p-5f,  -0x1.6952cp-7f,   0x1.d8827ap-9f, -0x1.3379dp-10f,
                                     0x1.9bedb6p-12f, -0x1.84a936p-13f, 0x1.008412p-14f};
};

/// psi'(x) + psi'(1 - x) = (pi/sin(pi x))^2.
template <value V, class = isa>
[[gnu::noinline, gnu::cold]] V trigamma_reflected(V x, V result) noexcept {
  using T = element_type<V>;
  V const pi(T(3.14159265358979323846)), q = pi / simd::sin(detail::from_nearest_integer(x) * pi);
  return simd::select(simd::lt(x, V(T(0))), simd::fms(q, q, result), result);
}

/// psi''(1 - x) - psi''(x) = 2 cos(pi x) (pi/sin(pi x))^3.
template <value V, class = isa>
[[gnu::noinline, gnu::cold]] V tetragamma_reflected(V x, V result) noexcept {
  using T = element_type<V>;
  V const pi(T(3.14159265358979323846)), r = detail::from_nearest_integer(x), angle = r * pi;
  V const q = pi / simd::sin(angle);
  V const reflected = simd::fnma(V(T(2)) * simd::cos(angle) * q, q * q, result);
  V const defined = simd::select(simd::eq(r, V(T(0))), V(std::numeric_limits<T>::quiet_NaN()), reflected);
  return simd::select(simd::lt(x, V(T(0))), defined, result);
}

}  // namespace detail

/// psi'(x). Error below 8 ulp for x > 0, 16 below 0, by reflection, out of line; infinite at 0 and at the negative
/// integers, NaN at -inf. A polynomial for x >= 1, 1/x^2 + psi'(x + 1) below. [DLMF, 5.15]
template <value V, class = isa>
[[gnu::always_inline]] inline V trigamma(V x) noexcept {
  using T = element_type<V>;
  V const zero(T(0)), one(T(1));
  auto const negative = simd::lt(x, zero);
  V const b = simd::select(negative, one - x, x);
  auto const low = simd::lt(b, one);
  V const y = simd::select(low, b + one, b), inverse = one / b;
  V const above = detail::polynomial(one - V(T(4)) / (y + one), detail::polygamma_table<T>::first) / y;
  V const result = above + simd::select(low, inverse * inverse, zero);
  if (simd::any(negative)) [[unlikely]]
    return detail::trigamma_reflected(x, result);
  return result;
}

/// psi''(x). Error below 8 ulp for x > 0; NaN at the negative integers, where it has a pole with both signs, and at
/// -inf. Below 0, by reflection, out of line, the error is relative to 2 pi^3/|sin(pi x)|^3. As trigamma. [DLMF, 5.15]
template <value V, class = isa>
[[gnu::always_inline]] inline V tetragamma(V x) noexcept {
  using T = element_type<V>;
  V const zero(T(0)), one(T(1));
  auto const negative = simd::lt(x, zero);
  V const b = simd::select(negative, one - x, x);
  auto const low = simd::lt(b, one);
  V const y = simd::select(low, b + one, b), inverse = one / b;
  V const above = detail::polynomial(one - V(T(4)) / (y + one), detail::polygamma_table<T>::second) / y / y;
  V const result = simd::select(low, V(T(-2)) * inverse * (inverse * inverse), zero) - above;
  if (simd::any(negative)) [[unlikely]]
    return detail::tetragamma_reflected(x, result);
  return result;
}

}  // namespace gradsmith::simd
