// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// The error function and its complement in types of many digits, to 90 of them.
#pragma once

#include <cmath>

namespace gradsmith::tests {

/// e^(-x^2) and 2/sqrt(pi) of it, the derivative of erf.
template <class T>
T erf_slope(T const& x) {
  using std::acos, std::exp, std::sqrt;
  static T const factor = 2 / sqrt(T(acos(T(-1))));
  return factor * exp(T(-x * x));
}

/// erf x for |x| < 2: terms of one sign.
template <class T>
T erf_series(T const& x) {
  T term = x, total = 0;
  for (int n = 1; n < 400; ++n) {
    total += term;
    term *= 2 * x * x / (2 * n + 1);
  }
  return erf_slope(x) * total;
}

/// erfc x from the continued fraction x + (1/2)/(x + (2/2)/(x + (3/2)/(x + ...))) from 2 on. [DLMF, 7.9]
template <class T>
T exact_erfc(T const& x) {
  if (x < 0) return 2 - exact_erfc(T(-x));
  if (x < 2) return 1 - erf_series(x);
  T tail = 0;
  for (int n = 1500; n > 0; --n) tail = n / (2 * (x + tail));
  return erf_slope(x) / (2 * (x + tail));
}

template <class T>
T exact_erf(T const& x) {
  if (x < 2 && x > -2) return erf_series(x);
  return x < 0 ? T(exact_erfc(T(-x)) - 1) : T(1 - exact_erfc(x));
}

}  // namespace gradsmith::tests
