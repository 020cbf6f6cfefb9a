// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The logarithm of the gamma function and its derivatives: error in ulp over their whole range, by the terms of the
// reflection below zero, special cases.
#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/polygamma.hpp>
#include <boost/math/special_functions/trigamma.hpp>

#include <gradsmith/support/math/polygamma_series.hpp>

#include "run/support/sweep.hpp"

using namespace gradsmith::tests;
namespace simd = gradsmith::simd;

namespace {

template <class T>
constexpr T inf = std::numeric_limits<T>::infinity();

/// Positive numbers of all sizes, the places where the kernels switch, both zeros and the root of digamma.
template <class T>
std::vector<T> positive() {
  auto x = anywhere<T>();
  for (T& a : x) a = std::abs(a);
  uniform(x, 0, 3, points() / 2);
  uniform(x, 0, 40, points() / 4);
  for (double const place : {0.5, 1.0, 1.4616321449683623, 1.5, 2.0, 2.5}) {
    uniform(x, place - 1e-3, place + 1e-3, points() / 20);
    uniform(x, place - 1e-6, place + 1e-6, points() / 20);
    T above = static_cast<T>(place), below = above;
    for (int k = 0; k < 50; ++k) {
      x.push_back(above = std::nextafter(above, T(3)));
      x.push_back(below = std::nextafter(below, T(0)));
    }
  }
  return x;
}

/// Negative numbers but integers, also next to these.
template <class T>
std::vector<T> negative() {
  std::vector<T> x;
  uniform(x, -5, 0, points() / 4);
  uniform(x, -200, 0, points() / 4);
  for (T const a : anywhere<T>()) x.push_back(-std::abs(a));
  for (int n = 0; n < 100; ++n)
    for (T const direction : {T(1), T(-300)}) {
      T near = static_cast<T>(-n);
      for (int k = 0; k < 20; ++k) x.push_back(near = std::nextafter(near, direction));
    }
  std::erase_if(x, [](T a) { return !(a < 0) || a == std::floor(a); });
  while (x.size() % simd::batch<T>::size != 0) x.push_back(T(-0.5));
  return x;
}

/// The largest error of f below 0 in units of eps (|r(x)| + s(x)); lanes as scalars.
template <class T, class F, class R, class S>
void below_zero(char const* name, double limit, F f, R r, S s) {
  using V = simd::batch<T>;
  constexpr std::size_t width = V::size;
  auto const x = negative<T>();
  double worst = 0;
  T where = 0, lane[width];
  long differing = 0;
  for (std::size_t k = 0; k < x.size(); k += width) {
    simd::store(lane, V(f(simd::load<V>(&x[k]))));
    for (std::size_t i = 0; i < width; ++i) {
      auto const a = static_cast<reference<T>>(x[k + i]);
      differing += !same(static_cast<T>(f(x[k + i])), lane[i]);
      auto const truth = r(a);
      if (std::abs(truth) >= static_cast<reference<T>>(std::numeric_limits<T>::max())) continue;
      double const e =
          static_cast<double>(std::abs(static_cast<reference<T>>(lane[i]) - truth) / (std::abs(truth) + s(a))) /
          static_cast<double>(std::numeric_limits<T>::epsilon());
      if (!(e <= worst)) worst = e, where = x[k + i];
    }
  }
  CAPTURE(name);
  CAPTURE(where);
  CHECK(differing == 0);
  CHECK(worst <= limit);
  print_error(name, sizeof(T), worst, double(where));
}

/// The same bits for a scalar as for a lane beside lanes of other signs.
template <class T, class F>
void beside_others(F f) {
  constexpr std::size_t width = simd::batch<T>::size;
  T const values[] = {T(-0.5), T(0),   T(1.5),  T(-3), T(7), T(-0.0), inf<T>, std::numeric_limits<T>::quiet_NaN(),
                      -inf<T>, T(0.1), T(-2.75)};
  constexpr std::size_t count = sizeof(values) / sizeof(T);
  T in[width], out[width];
  for (std::size_t start = 0; start < count; ++start) {
    for (std::size_t k = 0; k < width; ++k) in[k] = values[(start + k) % count];
    simd::store(out, f(simd::load<simd::batch<T>>(in)));
    for (std::size_t k = 0; k < width; ++k) {
      CAPTURE(in[k]);
      CHECK(same(static_cast<T>(f(in[k])), out[k]));
    }
  }
}

// Beyond 1e10 digamma and its derivatives are their asymptotic series. Below zero they are reflected here: sin_pi of
// Boost 1.74 makes an int of any number.
template <class R>
R pi_times_fraction(R x) {
  return R(3.14159265358979323846264338327950288L) * (x - std::nearbyint(x));
}
template <class R>
R digamma(R x) {
  if (x > R(1e10) || x != x) return std::log(x) - 1 / x / 2;
  return x > 0 ? boost::math::digamma(x)
               : boost::math::digamma(1 - x) - R(3.14159265358979323846264338327950288L) / std::tan(pi_times_fraction(x));
}
template <class R>
R trigamma(R x) {
  if (x == 0) return inf<R>;
  if (x > R(1e10) || x != x) return 1 / x + 1 / x / x / 2;
  if (x > 0) return boost::math::trigamma(x);
  R const ratio = R(3.14159265358979323846264338327950288L) / std::sin(pi_times_fraction(x));
  return ratio * ratio - trigamma(1 - x);
}

}  // namespace

TEST_CASE_TEMPLATE("lgamma", T, double, float) {
  auto const log_gamma = [](auto a) { return std::lgamma(a); };
  auto const kernel = [](auto a) { return simd::lgamma(a); };
  sweep<T>("lgamma", positive<T>(), 8, kernel, log_gamma);
  below_zero<T>("lgamma", 8, kernel, log_gamma, [](auto a) { return std::lgamma(1 - a) + 1; });
  beside_others<T>(kernel);
  CHECK(simd::lgamma(T(0)) == inf<T>);
  CHECK(simd::lgamma(T(-0.0)) == inf<T>);
  CHECK(same(simd::lgamma(T(1)), T(0)));
  CHECK(same(simd::lgamma(T(2)), T(0)));
  for (T a : {T(-1), T(-2), T(-17), T(-1e30), -inf<T>, inf<T>}) CHECK(simd::lgamma(a) == inf<T>);
}

TEST_CASE_TEMPLATE("digamma", T, double, float) {
  auto const psi = [](auto a) { return a == 0 ? decltype(a)(NAN) : digamma(a); };
  auto const kernel = [](auto a) { return simd::digamma(a); };
  sweep<T>("digamma", positive<T>(), 8, kernel, psi);
  below_zero<T>("digamma", 8, kernel, psi, [](auto a) { return digamma(1 - a) + 1; });
  beside_others<T>(kernel);
  CHECK(simd::digamma(inf<T>) == inf<T>);
  for (T a : {T(0), T(-0.0), T(-1), T(-2), T(-17), T(-1e30), -inf<T>}) CHECK(std::isnan(simd::digamma(a)));
}

TEST_CASE_TEMPLATE("trigamma and tetragamma", T, double, float) {
  auto const first = [](auto a) { return trigamma(a); };
  auto const second = [](auto a) {
    using R = decltype(a);
    if (a < R(1e-5)) return -2 / a / a / a - R(2.40411380631918857079947632302289998L);
    return a > R(1e10) || a != a ? -1 / a / a - 1 / a / a / a : boost::math::polygamma(2, a);
  };
  auto const kernel = [](auto a) { return simd::trigamma(a); };
  auto const tetragamma = [](auto a) { return simd::tetragamma(a); };
  sweep<T>("trigamma", positive<T>(), 8, kernel, first);
  below_zero<T>("trigamma", 16, kernel, first, [](auto) { return 0; });
  beside_others<T>(kernel);
  auto const all = positive<T>();
  std::vector<T> x;  // fewer: the reference is slow
  for (std::size_t k = 0; k < all.size(); k += 8) x.push_back(all[k]);
  sweep<T>("tetragamma", x, 8, tetragamma, second);
  beside_others<T>(tetragamma);
  for (T a : {T(0), T(-0.0), T(-1), T(-17), T(-1e30)}) CHECK(simd::trigamma(a) == inf<T>);
  CHECK(std::isnan(simd::trigamma(-inf<T>)));
  CHECK(same(simd::trigamma(inf<T>), T(0)));
  CHECK(simd::tetragamma(T(0)) == -inf<T>);
  CHECK(std::isnan(simd::tetragamma(T(-2))));
  // by the derivative of the recurrence: psi''(x) = psi''(x + 1) - 2/x^3, where x + 1 is exact
  for (T a : {T(-0.75), T(-3.25), T(-0.125), T(-7.375)}) {
    double const b = static_cast<double>(a), c = static_cast<double>(simd::tetragamma(a + 1)) - 2 / (b * b * b);
    CHECK(std::abs(static_cast<double>(simd::tetragamma(a)) - c) <=
          64 * static_cast<double>(std::numeric_limits<T>::epsilon()) * (std::abs(c) + std::abs(2 / (b * b * b))));
  }
}

TEST_CASE_TEMPLATE("derivatives of digamma of higher order", T, double, float) {
  auto const all = positive<T>();
  std::vector<T> x;  // the reference is slow
  for (std::size_t k = 0; k < all.size(); k += 40) x.push_back(all[k]);
  for (int n : {3, 4, 7, 20}) {
    CAPTURE(n);
    auto const reference_value = [n](auto a) {
      using R = decltype(a);
      // The sizes of (n - 1)!/a^n and n!/a^(n+1) where one of them is all that is left.
      if (a != a) return a;
      if (a > R(1e10)) return (n % 2 != 0 ? 1 : -1) * std::exp(std::lgamma(R(n)) - R(n) * std::log(a));
      return boost::math::polygamma(n, a, boost::math::policies::make_policy(boost::math::policies::overflow_error<boost::math::policies::ignore_error>()));
    };
    // A power of 1e10 and more by its logarithm has fewer digits.
    std::vector<T> near;
    for (T a : x)
      if (!(a > T(1e10)) && !(a < T(1e-3))) near.push_back(a);
    near.resize(near.size() / simd::batch<T>::size * simd::batch<T>::size);
    sweep<T>("polygamma", near, 16, [n](auto a) { return simd::polygamma(decltype(a)(static_cast<T>(n)), a); }, reference_value);
    beside_others<T>([n](auto a) { return simd::polygamma(decltype(a)(static_cast<T>(n)), a); });
    CHECK(simd::polygamma(T(n), T(0)) == (n % 2 != 0 ? inf<T> : -inf<T>));
    CHECK(std::isnan(simd::polygamma(T(4), T(-3))));
    CHECK(simd::polygamma(T(3), T(-3)) == inf<T>);
    CHECK(simd::polygamma(T(n), inf<T>) == 0);
    CHECK(std::isnan(simd::polygamma(T(n), std::numeric_limits<T>::quiet_NaN())));
  }
  // psi^(3)(-1/2) = psi^(3)(1/2) + 6/(1/2)^4 = pi^4 + 96
  CHECK(static_cast<double>(simd::polygamma(T(3), T(-0.5))) == doctest::Approx(std::pow(std::acos(-1.0), 4) + 96).epsilon(sizeof(T) == 8 ? 1e-15 : 1e-6));
}
