// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The logarithm of the hyperbolic cosine of scalars and batches.
#pragma once

#include <gradsmith/support/math/exp.hpp>
#include <gradsmith/support/math/log1p.hpp>
#include <gradsmith/support/math/polynomial.hpp>

namespace gradsmith::simd {

namespace detail {

/// Minimax coefficients from scripts/minimax.py: (log cosh x - x^2/2)/x^4 in x^2 for |x| <= 3/4, error below 2^-55
/// (2^-27) relative to 1/x^2.
template <scalar T>
struct logcosh_table;
template <>
struct logcosh_table<double> {
  static constexpr double near[] = {-0x1.555555555534dp-4,  0x1.6c16c16be18d3p-6,   -0x1.ba1ba19bcc783p-8,
                                    0x1.1ea5cf4b4766ap-9,   -0x1.833ce52a41c01p-11, 0x1.0d01b4a71be01p-12,
                                    -0x1.7cf8b773ec7ccp-14, 0x1.0efbb438a4de6p-15,  -0x1.70ed12fac35bp-17,
                                    0x1.a1960a2d3e3dap-19,  -0x1.138e495189952p-21};
};
template <>
struct logcosh_table<float> {
  static constexpr float near[] = {-0x1.55552p-4f, 0x1.6c0172p-6f, -0x1.b7438cp-8f, 0x1.08f334p-9f, -0x1.c7a39cp-12f};
};

}  // namespace detail

/// log cosh x. Error below 3 ulp, without overflow; even. A polynomial below 3/4, from there on |x| + log1p(e^(-2|x|))
/// - log 2.
template <value V, class = isa>
[[gnu::always_inline]] inline V logcosh(V x) noexcept {
  using T = element_type<V>;
  V const a = simd::abs(x), z = a * a;
  V const near = simd::fma(z * z, detail::polynomial(z, detail::logcosh_table<T>::near), z * V(T(0.5)));
  V const less = simd::log1p(simd::exp(a * V(T(-2)))) - V(T(0.69314718055994530942));
  return simd::select(simd::lt(a, V(T(0.75))), near, a + less);
}

}  // namespace gradsmith::simd
