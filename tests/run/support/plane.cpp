// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// atan2 and hypot: error in ulp for points of every size and direction, special cases, the same bits in every lane.
#include "run/support/sweep.hpp"

using namespace gradsmith::tests;
namespace simd = gradsmith::simd;

namespace {

template <class T>
struct plane_points {
  std::vector<T> x, y;
  void add(T a, T b) {
    x.push_back(a);
    y.push_back(b);
  }
};

/// Any bits, coordinates of similar size and any signs, integers, and all pairs of special numbers.
template <class T>
plane_points<T> plane() {
  using limits = std::numeric_limits<T>;
  plane_points<T> all;
  auto bits = anywhere<T>();
  std::mt19937_64 random(5);
  std::uniform_real_distribution<double> unit(-1, 1);
  for (int k = 0; k < points() / 4; ++k) all.add(bits[random() % bits.size()], bits[random() % bits.size()]);
  for (int k = 0; k < points() / 2; ++k) {
    int const size = static_cast<int>(random() % (limits::max_exponent - limits::min_exponent)) + limits::min_exponent;
    int const apart = static_cast<int>(random() % 64) - 32;
    all.add(std::ldexp(static_cast<T>(unit(random)), size), std::ldexp(static_cast<T>(unit(random)), size + apart));
    all.add(static_cast<T>(4 * unit(random)), static_cast<T>(4 * unit(random)));
  }
  T const inf = limits::infinity();
  std::vector<T> const special{T(0),
                               T(1),
                               T(2),
                               T(3),
                               inf,
                               limits::max(),
                               limits::max() / 2,
                               limits::min(),
                               limits::denorm_min(),
                               limits::quiet_NaN(),
                               limits::epsilon(),
                               std::sqrt(limits::max()),
                               std::sqrt(limits::min())};
  for (T a : special)
    for (T b : special)
      for (T s : {T(1), T(-1)})
        for (T t : {T(1), T(-1)}) all.add(s * a, t * b);
  while (all.x.size() % std::size_t{simd::batch<T>::size} != 0) all.add(T(1), T(1));
  return all;
}

template <class T, class F, class R>
void sweep_plane(std::string const& name, double limit, F f, R r) {
  using V = simd::batch<T>;
  constexpr std::size_t width = V::size;
  auto const [x, y] = plane<T>();
  double worst = 0;
  T where_x = 0, where_y = 0;
  long differing = 0, wrong = 0;
  T lane[width];
  for (std::size_t k = 0; k < x.size(); k += width) {
    simd::store(lane, V(f(simd::load<V>(&x[k]), simd::load<V>(&y[k]))));
    for (std::size_t i = 0; i < width; ++i) {
      T const a = x[k + i], b = y[k + i];
      differing += !same(static_cast<T>(f(a, b)), lane[i]);
      auto const truth = r(reference<T>(a), reference<T>(b));
      // Zeros and infinities with their signs.
      if (truth != truth || truth == 0 || std::isinf(truth)) {
        wrong += !same(lane[i], static_cast<T>(truth));
        continue;
      }
      double const e = ulps(lane[i], truth);
      if (!(e <= worst)) worst = e, where_x = a, where_y = b;
    }
  }
  CAPTURE(name);
  CAPTURE(where_x);
  CAPTURE(where_y);
  CHECK(differing == 0);
  CHECK(wrong == 0);
  CHECK(worst <= limit);
  report(name.c_str(), sizeof(T), worst, double(where_x), double(where_y));
}

}  // namespace

TEST_CASE_TEMPLATE("atan2", T, double, float) {
  sweep_plane<T>(
      "atan2", 1.1, [](auto y, auto x) { return simd::atan2(y, x); }, [](auto y, auto x) { return std::atan2(y, x); });
}
TEST_CASE_TEMPLATE("hypot", T, double, float) {
  sweep_plane<T>(
      "hypot", 1.3, [](auto x, auto y) { return simd::hypot(x, y); }, [](auto x, auto y) { return std::hypot(x, y); });
}
