// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// A number with its derivative along one direction; dual<dual<T>> has second derivatives. For formulas of tests whose
// derivatives are to come from nothing of the library.
#pragma once

#include <cmath>

namespace gradsmith::tests {

template <class T>
struct dual {
  T value{}, slope{};

  dual() = default;
  dual(T v, T s) : value(v), slope(s) {}
  dual(T constant) : value(constant) {}

  /// f(x) with f's value and derivative there.
  static dual chain(dual const& x, T f, T df) { return {f, df * x.slope}; }

  friend dual operator+(dual const& a, dual const& b) { return {a.value + b.value, a.slope + b.slope}; }
  friend dual operator-(dual const& a, dual const& b) { return {a.value - b.value, a.slope - b.slope}; }
  friend dual operator-(dual const& a) { return {-a.value, -a.slope}; }
  friend dual operator*(dual const& a, dual const& b) {
    return {a.value * b.value, a.slope * b.value + a.value * b.slope};
  }
  friend dual operator/(dual const& a, dual const& b) {
    T const quotient = a.value / b.value;
    return {quotient, (a.slope - quotient * b.slope) / b.value};
  }
  dual& operator+=(dual const& b) { return *this = *this + b; }
};

/// The number itself, without derivatives.
inline double plain(double x) { return x; }
inline float plain(float x) { return x; }
template <class T>
auto plain(dual<T> const& x) {
  return plain(x.value);
}

template <class T>
dual<T> exp(dual<T> const& x) {
  using std::exp;
  T const e = exp(x.value);
  return dual<T>::chain(x, e, e);
}
template <class T>
dual<T> log(dual<T> const& x) {
  using std::log;
  return dual<T>::chain(x, log(x.value), T(1) / x.value);
}
template <class T>
dual<T> sqrt(dual<T> const& x) {
  using std::sqrt;
  T const s = sqrt(x.value);
  return dual<T>::chain(x, s, T(1) / (T(2) * s));
}
template <class T>
dual<T> sin(dual<T> const& x) {
  using std::cos, std::sin;
  return dual<T>::chain(x, sin(x.value), cos(x.value));
}
template <class T>
dual<T> cos(dual<T> const& x) {
  using std::cos, std::sin;
  return dual<T>::chain(x, cos(x.value), -sin(x.value));
}
template <class T>
dual<T> atan(dual<T> const& x) {
  using std::atan;
  return dual<T>::chain(x, atan(x.value), T(1) / (T(1) + x.value * x.value));
}

}  // namespace gradsmith::tests
