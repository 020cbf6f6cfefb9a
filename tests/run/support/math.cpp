// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The mathematical functions of the vector layer: error in ulp over their whole range, special
// cases, and the same bits for a scalar as for each lane. GRADSMITH_LONG=1 sweeps 1e7 points and
// prints the largest errors.
#include "run/support/sweep.hpp"

using namespace gradsmith::tests;
namespace simd = gradsmith::simd;

TEST_CASE_TEMPLATE("exp", T, double, float) {
  auto x = anywhere<T>();
  uniform(x, sizeof(T) == 8 ? -746 : -104, sizeof(T) == 8 ? 710 : 89, points() / 4);
  uniform(x, -1, 1, points() / 4);
  sweep<T>(
      "exp", x, 1.2, [](auto a) { return simd::exp(a); }, [](auto a) { return std::exp(a); });
  for (T& a : x) a = -std::abs(a);
  sweep<T>(
      "exp", x, 1.2, [](auto a) { return simd::exp_of_nonpositive(a); }, [](auto a) { return std::exp(a); });
  T const inf = std::numeric_limits<T>::infinity();
  CHECK(simd::exp_of_nonpositive(-inf) == 0);
  CHECK(simd::exp_of_nonpositive(T(0)) == 1);
  CHECK(std::isnan(simd::exp_of_nonpositive(std::numeric_limits<T>::quiet_NaN())));
  CHECK(simd::exp(-inf) == 0);
  CHECK(simd::exp(inf) == inf);
  CHECK(simd::exp(T(-0.0)) == 1);
}
TEST_CASE_TEMPLATE("expm1", T, double, float) {
  auto x = anywhere<T>();
  uniform(x, sizeof(T) == 8 ? -50 : -20, sizeof(T) == 8 ? 710 : 89, points() / 4);
  uniform(x, -3, 3, points() / 4);
  sweep<T>(
      "expm1", x, 1.3, [](auto a) { return simd::expm1(a); }, [](auto a) { return std::expm1(a); });
  T const inf = std::numeric_limits<T>::infinity();
  CHECK(simd::expm1(-inf) == -1);
  CHECK(simd::expm1(inf) == inf);
  CHECK(same(simd::expm1(T(-0.0)), T(-0.0)));
  CHECK(same(simd::expm1(T(0)), T(0)));
}
TEST_CASE_TEMPLATE("log", T, double, float) {
  auto x = anywhere<T>();
  for (auto& a : x) a = a == 0 ? a : std::abs(a);
  uniform(x, 0, 3, points() / 4);
  uniform(x, 0.99, 1.01, points() / 4);
  sweep<T>(
      "log", x, 1.1, [](auto a) { return simd::log(a); }, [](auto a) { return std::log(a); });
  T const inf = std::numeric_limits<T>::infinity();
  CHECK(simd::log(T(0)) == -inf);
  CHECK(simd::log(T(-0.0)) == -inf);
  CHECK(same(simd::log(T(1)), T(0)));
  CHECK(simd::log(inf) == inf);
  CHECK(std::isnan(simd::log(T(-1))));
  CHECK(std::isnan(simd::log(-inf)));
  CHECK(std::isnan(simd::log(-std::numeric_limits<T>::denorm_min())));
}
TEST_CASE_TEMPLATE("log1p", T, double, float) {
  auto x = anywhere<T>();
  for (auto& a : x)
    if (a < -1) a = -a;
  uniform(x, -1, 3, points() / 4);
  uniform(x, 0, 1, points() / 4);
  sweep<T>(
      "log1p", x, 1.1, [](auto a) { return simd::log1p(a); }, [](auto a) { return std::log1p(a); });
  T const inf = std::numeric_limits<T>::infinity();
  CHECK(simd::log1p(T(-1)) == -inf);
  CHECK(simd::log1p(inf) == inf);
  CHECK(same(simd::log1p(T(-0.0)), T(-0.0)));
  CHECK(same(simd::log1p(T(0)), T(0)));
  CHECK(std::isnan(simd::log1p(T(-1.5))));
  CHECK(std::isnan(simd::log1p(-inf)));
}
TEST_CASE_TEMPLATE("tanh", T, double, float) {
  auto x = anywhere<T>();
  uniform(x, -20, 20, points() / 4);
  uniform(x, -1, 1, points() / 4);
  sweep<T>(
      "tanh", x, 2.5, [](auto a) { return simd::tanh(a); }, [](auto a) { return std::tanh(a); });
  T const inf = std::numeric_limits<T>::infinity();
  CHECK(simd::tanh(inf) == 1);
  CHECK(simd::tanh(-inf) == -1);
  CHECK(same(simd::tanh(T(-0.0)), T(-0.0)));
}

TEST_CASE_TEMPLATE("pow", T, double, float) {
  using V = simd::batch<T>;
  constexpr std::size_t width = V::size;
  using limits = std::numeric_limits<T>;
  std::vector<T> x, y;
  auto const add = [&](T a, T b) {
    x.push_back(a);
    y.push_back(b);
  };
  std::mt19937_64 random(3);
  std::uniform_real_distribution<double> unit(0, 1);
  double const range = sizeof(T) == 8 ? 746 : 104;
  for (int k = 0; k < points() / 4; ++k) {
    // Any base with a power in range; bases near 1; small integers; roots.
    T const any = static_cast<T>(std::exp((2 * unit(random) - 1) * range));
    add(any, static_cast<T>((2 * unit(random) - 1) * range / std::log(double(any))));
    T const near = static_cast<T>(1 + (2 * unit(random) - 1) * std::exp(-30 * unit(random)) / 2);
    add(near, static_cast<T>((2 * unit(random) - 1) * range / std::log(double(near) + 1e-300)));
    add(static_cast<T>(10 * unit(random)), static_cast<T>(20 * unit(random) - 10));
    add(static_cast<T>(std::floor(40 * unit(random) - 20)),
        static_cast<T>(std::floor(21 * unit(random) - 10)));
  }
  T const inf = limits::infinity();
  std::vector<T> const special{T(0),
                               T(-0.0),
                               T(1),
                               T(-1),
                               T(0.5),
                               T(-0.5),
                               T(2),
                               T(-2),
                               T(3),
                               T(-3),
                               T(2.5),
                               T(-2.5),
                               inf,
                               -inf,
                               limits::quiet_NaN(),
                               limits::max(),
                               -limits::max(),
                               limits::min(),
                               limits::denorm_min(),
                               -limits::denorm_min(),
                               T(1) + limits::epsilon(),
                               T(1) - limits::epsilon() / 2,
                               T(1e9) + T(1)};
  for (T a : special)
    for (T b : special) add(a, b);
  while (x.size() % width != 0) add(T(1), T(1));
  double worst = 0;
  T where = 0, where_y = 0;
  long differing = 0, wrong = 0;
  T lane[width];
  for (std::size_t k = 0; k < x.size(); k += width) {
    simd::store(lane, simd::pow(simd::load<V>(&x[k]), simd::load<V>(&y[k])));
    for (std::size_t i = 0; i < width; ++i) {
      T const a = x[k + i], b = y[k + i];
      differing += !same(simd::pow(a, b), lane[i]);
      auto const truth = std::pow(reference<T>(a), reference<T>(b));
      // Zeros and infinities with their signs; a product beyond the range of T rounds to them too.
      T const rounded = static_cast<T>(truth);
      if (truth != truth || truth == 0 || std::isinf(truth)) {
        if (!same(lane[i], rounded) && ++wrong <= 5) {
          CAPTURE(a);
          CAPTURE(b);
          CHECK(lane[i] == rounded);
        }
        continue;
      }
      double const e = ulps(lane[i], truth);
      if (!(e <= worst)) worst = e, where = a, where_y = b;
    }
  }
  CAPTURE(where);
  CAPTURE(where_y);
  CHECK(differing == 0);
  CHECK(wrong == 0);
  CHECK(worst <= 1.5);
  report("pow", sizeof(T), worst, double(where), double(where_y));
}
