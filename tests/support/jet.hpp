// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// A number with its first and second derivative by one variable: reference derivatives of a formula, from
// the formula alone, in as many digits as its naive form needs.
#pragma once

#include <boost/multiprecision/cpp_bin_float.hpp>

#include "support/erfc.hpp"

namespace gradsmith::tests {

/// e^-745 beside 1, and 60 digits more.
using many_digits = boost::multiprecision::number<boost::multiprecision::cpp_bin_float<390>, boost::multiprecision::et_off>;

struct jet {
  using T = many_digits;
  T value, first, second;

  jet(double constant = 0) : value(constant), first(0), second(0) {}
  jet(T v, T d, T dd) : value(std::move(v)), first(std::move(d)), second(std::move(dd)) {}
  static jet variable(double at) { return {T(at), T(1), T(0)}; }

  /// f(x) with f's value and derivatives there.
  static jet chain(jet const& x, T f, T df, T ddf) { return {f, df * x.first, ddf * x.first * x.first + df * x.second}; }

  friend jet operator+(jet const& a, jet const& b) { return {a.value + b.value, a.first + b.first, a.second + b.second}; }
  friend jet operator-(jet const& a, jet const& b) { return {a.value - b.value, a.first - b.first, a.second - b.second}; }
  friend jet operator-(jet const& a) { return {-a.value, -a.first, -a.second}; }
  friend jet operator*(jet const& a, jet const& b) {
    return {a.value * b.value, a.first * b.value + a.value * b.first, a.second * b.value + 2 * a.first * b.first + a.value * b.second};
  }
  friend jet operator/(jet const& a, jet const& b) {
    T const r = 1 / b.value;
    return a * chain(b, r, -r * r, 2 * r * r * r);
  }
};

inline jet exp(jet const& x) {
  jet::T const e = exp(x.value);
  return jet::chain(x, e, e, e);
}
inline jet log(jet const& x) {
  jet::T const r = 1 / x.value;
  return jet::chain(x, log(x.value), r, -r * r);
}
inline jet sqrt(jet const& x) {
  jet::T const s = sqrt(x.value);
  return jet::chain(x, s, 1 / (2 * s), -1 / (4 * s * x.value));
}
inline jet sin(jet const& x) {
  jet::T const s = sin(x.value);
  return jet::chain(x, s, cos(x.value), -s);
}
inline jet cos(jet const& x) {
  jet::T const c = cos(x.value);
  return jet::chain(x, c, -sin(x.value), -c);
}
inline jet square(jet const& x) { return x * x; }
inline jet abs(jet const& x) { return x.value < 0 ? -x : x; }
inline jet log1p(jet const& x) { return log(1 + x); }
inline jet expm1(jet const& x) { return exp(x) - 1; }
inline jet sigmoid(jet const& x) { return 1 / (1 + exp(-x)); }
inline jet sqrt1pm1(jet const& x) { return sqrt(1 + x) - 1; }
inline jet cosh(jet const& x) { return (exp(x) + exp(-x)) / 2; }
inline jet circular_segment(jet const& x) { return x - sin(x); }
inline jet versine(jet const& x) { return 1 - cos(x); }
inline jet softplus(jet const& x) { return log(1 + exp(x)); }
inline jet log1mexp(jet const& x) { return log(1 - exp(x)); }
inline jet logaddexp(jet const& a, jet const& b) { return log(exp(a) + exp(b)); }
inline jet tanh(jet const& x) { return 1 - 2 / (1 + exp(2 * x)); }
inline jet erf(jet const& x) {
  jet::T const slope = erf_slope(x.value);
  return jet::chain(x, exact_erf(x.value), slope, -2 * x.value * slope);
}
inline jet erfc(jet const& x) {
  jet const inner = erf(x);
  return {exact_erfc(x.value), -inner.first, -inner.second};
}
inline jet normal_cdf(jet const& x) { return 0.5 * erfc(-x / sqrt(jet(2))); }

}  // namespace gradsmith::tests
