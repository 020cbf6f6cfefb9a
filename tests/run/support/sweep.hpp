// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Sweeps over the arguments of a mathematical function of the vector layer: error in ulp, and the same bits for a
// scalar as for each lane. GRADSMITH_LONG=1 sweeps 1e7 points and prints the largest errors.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include <gradsmith/support/simd.hpp>

#include "support/measured_errors.hpp"

namespace gradsmith::tests {

inline bool long_run() { return std::getenv("GRADSMITH_LONG") != nullptr; }
inline int points() { return long_run() ? 10'000'000 : 200'000; }

template <class T>
bool same(T a, T b) {
  return (a != a && b != b) || std::memcmp(&a, &b, sizeof(T)) == 0;
}

/// The distance from a result to the true value in units of the true value's last place.
template <class T, class R>
double ulps(T result, R truth) {
  using limits = std::numeric_limits<T>;
  if (truth != truth || result != result) return truth != truth && result != result ? 0 : HUGE_VAL;
  // Beyond the largest number, count as if the exponent range went on.
  R const rounded = R(static_cast<T>(truth));
  if (std::isinf(result) || std::isinf(rounded)) {
    if (R(result) == rounded) return 0;
    R const end = std::ldexp(R(1), limits::max_exponent);
    R const a = std::isinf(result) ? std::copysign(end, R(result)) : R(result);
    R const b = std::isinf(truth) ? std::copysign(end, truth) : truth;
    return static_cast<double>(std::abs(a - b) / std::ldexp(end, -limits::digits));
  }
  int const exponent = truth == 0 ? limits::min_exponent : std::ilogb(truth) + 1;
  int const last = std::max(exponent, limits::min_exponent) - limits::digits;
  return static_cast<double>(std::abs(R(result) - truth) / std::ldexp(R(1), last));
}

/// Random bit patterns, all binade edges, the places where exponents switch, and the specials.
template <class T>
std::vector<T> anywhere() {
  using limits = std::numeric_limits<T>;
  using bits = std::conditional_t<sizeof(T) == 8, std::uint64_t, std::uint32_t>;
  std::vector<T> x;
  std::mt19937_64 random(1);
  for (int k = 0; k < points() / 2; ++k) {
    auto const pattern = static_cast<bits>(random());
    T value;
    std::memcpy(&value, &pattern, sizeof(T));
    x.push_back(value);
  }
  auto const around = [&](T a) {
    for (T b : {a, std::nextafter(a, T(0)), std::nextafter(a, limits::infinity())}) {
      x.push_back(b);
      x.push_back(-b);
    }
  };
  for (int e = limits::min_exponent - limits::digits; e < limits::max_exponent; ++e)
    for (T m : {T(1), T(1.5), T(1.25), T(1.75)}) around(std::ldexp(m, e));
  for (int e = 0; e <= limits::digits; ++e) {
    around(T(1) + std::ldexp(T(1), -e));
    around(T(1) - std::ldexp(T(1), -e));
    around(std::ldexp(T(1), e) - T(1));
    around(std::ldexp(T(1.5), e) - T(1));
  }
  for (int n = 0; n < 2200; ++n) around(T(n) * T(0.34657359027997264));
  for (T a : {T(0), limits::infinity(), limits::max(), limits::min(), limits::denorm_min()}) around(a);
  for (T a :
       {limits::quiet_NaN(), T(709.782712893384), T(709.7827128933841), T(-745.1332191019411), T(-745.1332191019412),
        T(-708.3964185322641), T(88.72283), T(88.72284), T(-103.97207), T(-103.97208), T(-87.33654)})
    x.push_back(a);
  return x;
}
template <class T>
void uniform(std::vector<T>& x, double low, double high, int count) {
  std::mt19937_64 random(2);
  std::uniform_real_distribution<double> number(low, high);
  for (int k = 0; k < count; ++k) x.push_back(static_cast<T>(number(random)));
}

template <class T>
using reference = std::conditional_t<sizeof(T) == 8, long double, double>;

inline void print_error(char const* name, std::size_t size, double worst, double at, double at2 = 0) {
  if (long_run())
    std::printf("%-6s %-6s %-8s %.3f ulp at %a %a\n", name, size == 8 ? "double" : "float",
                simd::instruction_set.data(), worst, at, at2);
}

/// Compares the largest error of an operation, in ulp, with those that the reference tells.
inline void report(char const* name, std::size_t size, double worst, double at, double at2 = 0) {
  CHECK(error_is_known(name, size, worst));
  print_error(name, size, worst, at, at2);
}

/// Checks f on the points: error against r at most `limit` ulp, lanes the same bits as scalars.
template <class T, class F, class R>
void sweep(std::string const& name, std::vector<T> x, double limit, F f, R r) {
  using V = simd::batch<T>;
  constexpr std::size_t width = V::size;
  while (x.size() % width != 0) x.push_back(T(1));
  double worst = 0;
  T where = 0;
  long differing = 0;
  T lane[width];
  for (std::size_t k = 0; k < x.size(); k += width) {
    simd::store(lane, V(f(simd::load<V>(&x[k]))));
    for (std::size_t i = 0; i < width; ++i) {
      T const a = x[k + i], scalar = f(a);
      if (!same(scalar, lane[i])) {
        if (++differing <= 5) {
          CAPTURE(a);
          CHECK(scalar == lane[i]);
        }
      }
      double const e = ulps(lane[i], reference<T>(r(reference<T>(a))));
      if (!(e <= worst)) worst = e, where = a;
    }
  }
  CAPTURE(name);
  CAPTURE(where);
  CHECK(differing == 0);
  CHECK(worst <= limit);
  report(name.c_str(), sizeof(T), worst, double(where));
}

}  // namespace gradsmith::tests
