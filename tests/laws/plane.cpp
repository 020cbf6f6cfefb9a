// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Laws of angle and length of a point of the plane, and of x log y.
#include "laws/operations.hpp"

using namespace gradsmith::tests;
namespace gs = gradsmith;

namespace {

constexpr auto i = gs::axis<"i">;
constexpr auto x = gs::input<"x">(i);
constexpr auto y = gs::input<"y">(i);

using by_x = law_program<i, x, atan2(x, y), hypot(x, y), xlogy(x, y)>;
using by_y = law_program<i, y, atan2(x, y), hypot(x, y), xlogy(x, y)>;

template <class T>
T scalar(std::size_t k, T a, T b) {
  T(*const all[])
  (T, T) = {[](T v, T w) { return static_cast<T>(gs::op::atan2::value(v, w)); },
            [](T v, T w) { return static_cast<T>(gs::op::hypot::value(v, w)); },
            [](T v, T w) { return static_cast<T>(gs::op::xlogy::value(v, w)); }};
  return all[k](a, b);
}

}  // namespace

TEST_CASE_TEMPLATE("laws: atan2, hypot and xlogy", T, GRADSMITH_TEST_TYPES) {
  auto const evaluate = [](std::vector<T> const& a, std::vector<T> const& b) { return by_x::values(x = a, y = b); };
  auto const first = [](std::vector<T> const& a, std::vector<T> const& b) { return by_x::derivatives(x = a, y = b); };
  auto const xs = law_sample<T>(601, -3, 3, 11), ys = law_sample<T>(601, 0.5, 3, 12);
  check_lanes<T, by_x::count>(evaluate, &scalar<T>, xs, ys);
  check_differences<T, by_x::count>(evaluate, first, xs, ys);
  // The same by y: the arguments change places.
  auto const exchanged = [](std::vector<T> const& b, std::vector<T> const& a) { return by_y::values(x = a, y = b); };
  auto const second = [](std::vector<T> const& b, std::vector<T> const& a) { return by_y::derivatives(x = a, y = b); };
  check_differences<T, by_y::count>(exchanged, second, ys, xs);
}

TEST_CASE_TEMPLATE("laws: xlogy has at most 2 ulp", T, GRADSMITH_TEST_TYPES) {
  using limits = std::numeric_limits<T>;
  std::mt19937_64 random(6);
  std::uniform_real_distribution<double> unit(0, 1);
  double worst = 0;
  for (int k = 0; k < 200'000; ++k) {
    T const a = std::ldexp(static_cast<T>(unit(random) + 0.5), static_cast<int>(random() % 40) - 20);
    T const b = k % 2 == 0 ? static_cast<T>(3 * unit(random))
                           : std::ldexp(static_cast<T>(unit(random) + 0.5), static_cast<int>(random() % 200) - 100);
    long double const truth = static_cast<long double>(a) * std::log(static_cast<long double>(b));
    if (truth == 0) continue;
    T const got = static_cast<T>(gs::op::xlogy::value(a, b));
    double const ulp = std::ldexp(1.0, std::max(std::ilogb(truth) + 1, limits::min_exponent) - limits::digits);
    worst = std::max(worst, static_cast<double>(std::abs(static_cast<long double>(got) - truth)) / ulp);
  }
  CHECK(worst <= 2);
  CHECK(std::isnan(gs::op::xlogy::value(T(0), limits::quiet_NaN())));
  CHECK(std::isnan(gs::op::xlogy::value(T(1), T(-1))));
  CHECK(gs::op::xlogy::value(T(0), limits::infinity()) == 0);
}
