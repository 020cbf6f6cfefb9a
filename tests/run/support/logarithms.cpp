// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// exp2, log2, log10 and logit: error in ulp over their whole range, exact results, special cases.
#include "run/support/sweep.hpp"

using namespace gradsmith::tests;
namespace simd = gradsmith::simd;

namespace {

template <class T>
constexpr T inf = std::numeric_limits<T>::infinity();
template <class T>
constexpr int smallest_exponent = std::numeric_limits<T>::min_exponent - std::numeric_limits<T>::digits;

/// f(a) in a scalar and in each lane.
template <class T, class F>
bool gives(F f, T a, T want) {
  using V = simd::batch<T>;
  T lane[V::size];
  simd::store(lane, f(V(a)));
  bool same_everywhere = same(f(a), want);
  for (T each : lane) same_everywhere = same_everywhere && same(each, want);
  return same_everywhere;
}

template <class T>
std::vector<T> positive() {
  auto x = anywhere<T>();
  for (auto& a : x) a = a == 0 ? a : std::abs(a);
  uniform(x, 0, 3, points() / 4);
  uniform(x, 0.99, 1.01, points() / 4);
  return x;
}

/// The logarithms of a result that is not positive or not finite.
template <class T, class F>
void check_specials_of_logarithm(F f) {
  CHECK(gives(f, T(0), -inf<T>));
  CHECK(gives(f, T(-0.0), -inf<T>));
  CHECK(gives(f, T(1), T(0)));
  CHECK(gives(f, inf<T>, inf<T>));
  for (T a : {T(-1), -inf<T>, -std::numeric_limits<T>::denorm_min(), std::numeric_limits<T>::quiet_NaN()}) CHECK(std::isnan(f(a)));
}

}  // namespace

TEST_CASE_TEMPLATE("exp2", T, double, float) {
  auto const f = [](auto a) { return simd::exp2(a); };
  auto x = anywhere<T>();
  uniform(x, sizeof(T) == 8 ? -1080 : -155, sizeof(T) == 8 ? 1026 : 130, points() / 4);
  uniform(x, -1, 1, points() / 4);
  for (int n = 0; n < 1100; ++n)
    for (T a : {T(n), T(n) - T(0.5), std::nextafter(T(n), T(0)), std::nextafter(T(n), inf<T>), std::nextafter(T(n) + T(0.5), T(0))})
      x.push_back(a), x.push_back(-a);
  sweep<T>("exp2", x, 1.2, f, [](auto a) { return std::exp2(a); });
  for (int n = smallest_exponent<T>; n < std::numeric_limits<T>::max_exponent; ++n) CHECK(gives(f, T(n), std::ldexp(T(1), n)));
  CHECK(gives(f, -inf<T>, T(0)));
  CHECK(gives(f, inf<T>, inf<T>));
  CHECK(gives(f, T(std::numeric_limits<T>::max_exponent), inf<T>));
  CHECK(gives(f, T(-0.0), T(1)));
}

TEST_CASE_TEMPLATE("log2 and log10", T, double, float) {
  auto const base_two = [](auto a) { return simd::log2(a); };
  auto const base_ten = [](auto a) { return simd::log10(a); };
  auto const x = positive<T>();
  sweep<T>("log2", x, 1.4, base_two, [](auto a) { return std::log2(a); });
  sweep<T>("log10", x, 1.2, base_ten, [](auto a) { return std::log10(a); });
  check_specials_of_logarithm<T>(base_two);
  check_specials_of_logarithm<T>(base_ten);
  for (int n = smallest_exponent<T>; n < std::numeric_limits<T>::max_exponent; ++n) CHECK(gives(base_two, std::ldexp(T(1), n), T(n)));
  T power = 1;
  for (int n = 0; n <= (sizeof(T) == 8 ? 22 : 10); ++n, power *= 10) CHECK(gives(base_ten, power, T(n)));
}

TEST_CASE_TEMPLATE("logit", T, double, float) {
  auto const f = [](auto a) { return simd::logit(a); };
  auto x = anywhere<T>();
  for (auto& a : x)
    if (std::abs(a) > 1) a = 1 / a;
  for (auto& a : x) a = a == 0 ? a : std::abs(a);
  uniform(x, 0, 1, points() / 4);
  uniform(x, 0.49, 0.51, points() / 4);
  uniform(x, 0.99, 1, points() / 4);
  for (int e = 1; e <= std::numeric_limits<T>::digits; ++e)
    for (T a : {T(0.5) + std::ldexp(T(1), -e), T(0.5) - std::ldexp(T(1), -e)}) x.push_back(a);
  // log1p of the excess over 1, which is exact: log(x/(1-x)) has no digits near 1/2 in any precision.
  sweep<T>("logit", x, 2, f, [](auto a) {
    using R = decltype(a);
    R const t = a < R(0.5) ? a : 1 - a, y = t < R(0.25) ? std::log(1 - t) - std::log(t) : std::log1p((1 - 2 * t) / t);
    return a < R(0.5) ? -y : y;
  });
  CHECK(gives(f, T(0), -inf<T>));
  CHECK(gives(f, T(-0.0), -inf<T>));
  CHECK(gives(f, T(1), inf<T>));
  CHECK(gives(f, T(0.5), T(0)));
  for (T a : {T(-1), T(2), inf<T>, -inf<T>, std::nextafter(T(1), T(2)), -std::numeric_limits<T>::denorm_min(), std::numeric_limits<T>::quiet_NaN()})
    CHECK(std::isnan(f(a)));
}
