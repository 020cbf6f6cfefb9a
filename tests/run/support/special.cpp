// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The error function, the normal distribution and log cosh: error in ulp over their whole range and special cases.
#include <array>

#include "run/support/sweep.hpp"

using namespace gradsmith::tests;
namespace simd = gradsmith::simd;

namespace {

template <class T>
constexpr T inf = std::numeric_limits<T>::infinity();
constexpr auto root_of_pi = 1.772453850905516027298167483341145183L;

/// e^(x^2) i^n erfc x for n = 0, 1, 2: the recurrence backwards, normalized at n = -1; near 0 and below it forwards.
template <class R>
std::array<R, 3> scaled_integrals(R x) {
  std::array<R, 3> y{};
  if (std::isnan(x) || x == inf<R>) return x == inf<R> ? y : std::array<R, 3>{x, x, x};
  if (x < 1) {
    // exp(x^2) with the rounding error of x^2
    R const square = x * x, error = std::fma(x, x, -square), power = std::exp(square);
    y[0] = std::isinf(power) ? power : power * (1 + error) * std::erfc(x);
    y[1] = 1 / static_cast<R>(root_of_pi) - x * y[0];
    y[2] = (y[0] - 2 * x * y[1]) / 4;
    return y;
  }
  R after = 0, at = 1;  // n + 1 and n, up to a common factor
  for (int n = 200; n >= 0; --n) {
    if (n < 3) y[static_cast<std::size_t>(n)] = at;
    R const before = 2 * R(n + 1) * after + 2 * x * at;
    after = at / before, at = 1;
    for (R& each : y) each /= before;
  }
  // now at = 1 stands for n = -1, which is 2/sqrt(pi)
  for (R& each : y) each *= 2 / static_cast<R>(root_of_pi);
  return y;
}

}  // namespace

TEST_CASE_TEMPLATE("erf and erfc", T, double, float) {
  auto x = anywhere<T>();
  uniform(x, -7, 7, points() / 2);
  uniform(x, sizeof(T) == 8 ? 5 : 3, sizeof(T) == 8 ? 27.5 : 10.3, points() / 4);
  sweep<T>(
      "erf", x, 1.6, [](auto a) { return simd::erf(a); }, [](auto a) { return std::erf(a); });
  sweep<T>(
      "erfc", x, 6, [](auto a) { return simd::erfc(a); }, [](auto a) { return std::erfc(a); });
  CHECK(same(simd::erf(T(-0.0)), T(-0.0)));
  CHECK(simd::erf(-inf<T>) == -1);
  CHECK(simd::erf(inf<T>) == 1);
  CHECK(simd::erfc(T(0)) == 1);
  CHECK(simd::erfc(-inf<T>) == 2);
  CHECK(same(simd::erfc(inf<T>), T(0)));
}

TEST_CASE_TEMPLATE("erfcx and the integrals of erfc", T, double, float) {
  auto x = anywhere<T>();
  uniform(x, 0, 10, points() / 4);
  uniform(x, sizeof(T) == 8 ? -26.7 : -9.4, 1, points() / 4);
  sweep<T>(
      "erfcx", x, 6, [](auto a) { return simd::erfcx(a); }, [](auto a) { return scaled_integrals(a)[0]; });
  sweep<T>(
      "scaled_ierfc", x, 8, [](auto a) { return simd::scaled_ierfc(a); },
      [](auto a) { return scaled_integrals(a)[1]; });
  sweep<T>(
      "scaled_i2erfc", x, 10, [](auto a) { return simd::scaled_i2erfc(a); },
      [](auto a) { return scaled_integrals(a)[2]; });
  CHECK(simd::erfcx(T(0)) == 1);
  CHECK(simd::erfcx(-inf<T>) == inf<T>);
  CHECK(same(simd::erfcx(inf<T>), T(0)));
}

TEST_CASE_TEMPLATE("the normal distribution", T, double, float) {
  auto x = anywhere<T>();
  uniform(x, -4, 9, points() / 4);
  uniform(x, sizeof(T) == 8 ? -39 : -15, 1, points() / 4);
  // -x/sqrt(2) as the two parts that a reference needs
  auto const argument = [](auto a) { return a * -decltype(a)(0.707106781186547524400844362104849L); };
  auto const density = [](auto a) {
    auto const square = a * a;
    return std::exp(-square / 2) * (1 - std::fma(a, a, -square) / 2) *
           decltype(a)(0.398942280401432677939946059934382L);
  };
  auto const cdf = [=](auto a) {
    using R = decltype(a);
    auto const tail = density(std::min(std::abs(a), R(1000))) * scaled_integrals(-argument(std::abs(a)))[0] *
                      R(1.25331413731550025120788264240552L);
    return std::isnan(a) ? a : a < 0 ? tail : 1 - tail;
  };
  sweep<T>(
      "normal_cdf", x, 5.5, [](auto a) { return simd::normal_cdf(a); }, cdf);
  sweep<T>(
      "log_normal_cdf", x, 6, [](auto a) { return simd::log_normal_cdf(a); },
      [=](auto a) {
        return a >= 0 ? std::log1p(-cdf(-a)) : std::log(scaled_integrals(argument(a))[0] / 2) - a / 2 * a;
      });
  auto const ratio = [=](auto a) {
    using R = decltype(a);
    return a >= 0 ? density(std::min(a, R(1000))) / cdf(a)
                  : R(0.797884560802865355879892119868764L) / scaled_integrals(argument(a))[0];
  };
  sweep<T>(
      "inverse_mills_ratio", x, 6, [](auto a) { return simd::inverse_mills_ratio(a); }, ratio);
  sweep<T>(
      "inverse_mills_excess", x, 10, [](auto a) { return simd::inverse_mills_excess(a); },
      [=](auto a) {
        using R = decltype(a);
        auto const y = scaled_integrals(argument(a));
        return a >= -1 ? a + ratio(a) : a == -inf<R> ? R(0) : R(1.41421356237309504880168872420969L) * y[1] / y[0];
      });
  CHECK(simd::normal_cdf(T(0)) == T(0.5));
  CHECK(simd::normal_cdf(inf<T>) == 1);
  CHECK(same(simd::normal_cdf(-inf<T>), T(0)));
  CHECK(simd::log_normal_cdf(-inf<T>) == -inf<T>);
  CHECK(same(simd::log_normal_cdf(inf<T>), T(-0.0)));
  CHECK(simd::inverse_mills_ratio(-inf<T>) == inf<T>);
  CHECK(same(simd::inverse_mills_ratio(inf<T>), T(0)));
}

TEST_CASE_TEMPLATE("logcosh", T, double, float) {
  auto x = anywhere<T>();
  uniform(x, -1.5, 1.5, points() / 2);
  uniform(x, -25, 25, points() / 4);
  sweep<T>(
      "logcosh", x, 3, [](auto a) { return simd::logcosh(a); },
      [](auto a) {
        auto const b = std::abs(a), s = std::sinh(b / 2);
        return b < 1 ? std::log1p(2 * s * s)
                     : b + (std::log1p(std::exp(-2 * b)) - decltype(a)(0.693147180559945309417232121458L));
      });
  CHECK(same(simd::logcosh(T(0)), T(0)));
  CHECK(simd::logcosh(-inf<T>) == inf<T>);
  CHECK(simd::logcosh(std::numeric_limits<T>::lowest()) == std::numeric_limits<T>::max());
}
