// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The trigonometric and hyperbolic functions, their inverses and the cube root: error in ulp over their whole range and
// special cases.
#include "run/support/sweep.hpp"

using namespace gradsmith::tests;
namespace simd = gradsmith::simd;

namespace {

template <class T>
constexpr T inf = std::numeric_limits<T>::infinity();

/// Multiples of pi/2 and their neighbours, where remainders are smallest; both sides of the bound of the reduction.
template <class T>
std::vector<T> angles() {
  auto x = anywhere<T>();
  uniform(x, -10, 10, points() / 4);
  uniform(x, sizeof(T) == 8 ? -1.1e6 : -4500, sizeof(T) == 8 ? 1.1e6 : 4500, points() / 4);
  std::mt19937_64 random(4);
  for (int k = 0; k < points() / 8; ++k) {
    auto const n =
        static_cast<long double>(k < 2000 ? k : static_cast<int>(random() % (sizeof(T) == 8 ? 700'000 : 2700)));
    T const near = static_cast<T>(n * 1.57079632679489661923132169163975144L);
    for (T each : {near, std::nextafter(near, T(0)), std::nextafter(near, inf<T>)})
      x.push_back(each), x.push_back(-each);
  }
  for (T bound : {T(0x1p20), T(0x1p12)})
    for (T each : {bound, std::nextafter(bound, T(0)), std::nextafter(bound, inf<T>)})
      x.push_back(each), x.push_back(-each);
  // The numbers of the type nearest to a multiple of pi/2, from continued fractions.
  if constexpr (sizeof(T) == 8) {
    x.push_back(0x1.6ac5b262ca1ffp+849);
  } else {
    x.push_back(0x1.f37c8ap+95f);
    x.push_back(0x1.47d0fep+34f);
  }
  return x;
}

template <class T>
std::vector<T> within_one() {
  auto x = anywhere<T>();
  for (T& a : x)
    if (std::abs(a) > 1) a = 1 / a;
  uniform(x, -1, 1, points() / 4);
  uniform(x, 0.4, 0.6, points() / 4);
  uniform(x, 0.99, 1, points() / 4);
  return x;
}

}  // namespace

TEST_CASE_TEMPLATE("sin, cos and tan", T, double, float) {
  auto const x = angles<T>();
  sweep<T>(
      "sin", x, 1, [](auto a) { return simd::sin(a); }, [](auto a) { return std::sin(a); });
  sweep<T>(
      "cos", x, 1, [](auto a) { return simd::cos(a); }, [](auto a) { return std::cos(a); });
  sweep<T>(
      "tan", x, 1.1, [](auto a) { return simd::tan(a); }, [](auto a) { return std::tan(a); });
  CHECK(same(simd::sin(T(-0.0)), T(-0.0)));
  CHECK(same(simd::sin(T(0)), T(0)));
  CHECK(same(simd::tan(T(-0.0)), T(-0.0)));
  CHECK(simd::cos(T(0)) == 1);
  for (T a : {inf<T>, -inf<T>}) {
    CHECK(std::isnan(simd::sin(a)));
    CHECK(std::isnan(simd::cos(a)));
    CHECK(std::isnan(simd::tan(a)));
  }
}

TEST_CASE_TEMPLATE("asin and acos", T, double, float) {
  auto const x = within_one<T>();
  sweep<T>(
      "asin", x, 1, [](auto a) { return simd::asin(a); }, [](auto a) { return std::asin(a); });
  sweep<T>(
      "acos", x, 1, [](auto a) { return simd::acos(a); }, [](auto a) { return std::acos(a); });
  CHECK(same(simd::asin(T(-0.0)), T(-0.0)));
  CHECK(same(simd::acos(T(1)), T(0)));
  for (T a : {std::nextafter(T(1), T(2)), T(-1.5), inf<T>, -inf<T>}) {
    CHECK(std::isnan(simd::asin(a)));
    CHECK(std::isnan(simd::acos(a)));
  }
}

TEST_CASE_TEMPLATE("atan", T, double, float) {
  auto x = anywhere<T>();
  uniform(x, -3, 3, points() / 2);
  sweep<T>(
      "atan", x, 1, [](auto a) { return simd::atan(a); }, [](auto a) { return std::atan(a); });
  CHECK(same(simd::atan(T(-0.0)), T(-0.0)));
  CHECK(simd::atan(-inf<T>) == static_cast<T>(-1.57079632679489661923132169163975144L));
}

TEST_CASE_TEMPLATE("sinh and cosh", T, double, float) {
  auto x = anywhere<T>();
  uniform(x, sizeof(T) == 8 ? -711 : -90, sizeof(T) == 8 ? 711 : 90, points() / 4);
  uniform(x, -2, 2, points() / 4);
  for (T a : {T(710.4758600739439), T(710.475860073944), T(89.41599), T(89.416), T(89.41598)}) x.push_back(a);
  sweep<T>(
      "sinh", x, 2.2, [](auto a) { return simd::sinh(a); }, [](auto a) { return std::sinh(a); });
  sweep<T>(
      "cosh", x, 2, [](auto a) { return simd::cosh(a); }, [](auto a) { return std::cosh(a); });
  CHECK(same(simd::sinh(T(-0.0)), T(-0.0)));
  CHECK(simd::sinh(-inf<T>) == -inf<T>);
  CHECK(simd::cosh(-inf<T>) == inf<T>);
  CHECK(simd::cosh(T(0)) == 1);
}

TEST_CASE_TEMPLATE("asinh, acosh and atanh", T, double, float) {
  auto x = anywhere<T>();
  uniform(x, -3, 3, points() / 2);
  sweep<T>(
      "asinh", x, 3, [](auto a) { return simd::asinh(a); }, [](auto a) { return std::asinh(a); });
  auto above = x;
  for (T& a : above)
    if (a < 1) a = 1 + std::abs(a);
  sweep<T>(
      "acosh", above, 3, [](auto a) { return simd::acosh(a); }, [](auto a) { return std::acosh(a); });
  sweep<T>(
      "atanh", within_one<T>(), 3, [](auto a) { return simd::atanh(a); }, [](auto a) { return std::atanh(a); });
  CHECK(same(simd::asinh(T(-0.0)), T(-0.0)));
  CHECK(simd::asinh(-inf<T>) == -inf<T>);
  CHECK(same(simd::acosh(T(1)), T(0)));
  CHECK(simd::acosh(inf<T>) == inf<T>);
  CHECK(same(simd::atanh(T(-0.0)), T(-0.0)));
  CHECK(simd::atanh(T(-1)) == -inf<T>);
  for (T a : {T(0), T(-3), -inf<T>, std::nextafter(T(1), T(0))}) CHECK(std::isnan(simd::acosh(a)));
  for (T a : {std::nextafter(T(1), T(2)), T(-3), inf<T>}) CHECK(std::isnan(simd::atanh(a)));
}

TEST_CASE_TEMPLATE("cbrt", T, double, float) {
  auto x = anywhere<T>();
  uniform(x, -8, 8, points() / 2);
  sweep<T>(
      "cbrt", x, 1, [](auto a) { return simd::cbrt(a); }, [](auto a) { return std::cbrt(a); });
  CHECK(same(simd::cbrt(T(-0.0)), T(-0.0)));
  CHECK(simd::cbrt(-inf<T>) == -inf<T>);
  CHECK(simd::cbrt(T(-27)) == -3);
}
