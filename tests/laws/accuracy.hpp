// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The largest error in ulp of an operation as programs compute it, for docs/data/errors.tsv.
#pragma once

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include <gradsmith/gradsmith.hpp>

#include "run/support/sweep.hpp"

namespace gradsmith::tests::accuracy {

inline constexpr auto i = axis<"i">;
inline constexpr auto x = input<"x">(i);
inline constexpr auto y = input<"y">(i);

template <auto... E>
inline constexpr auto programs = compile<E...>;

/// The unit in the last place of a number, up to the precision.
template <class R>
R unit(R number) {
  return number == 0 ? 0 : std::ldexp(R(1), std::ilogb(number));
}

/// Compares values with r at the points; those where r is no finite number of the type are left out. With `of_all`, in
/// ulp of the greatest of |a|, |b| and the value.
template <class T, class Values, class R>
void measure(std::string const& name, Values const& values, std::vector<T> const& a, std::vector<T> const& b, R r, bool of_all = false) {
  double worst = 0;
  T at = 0;
  for (std::size_t k = 0; k < a.size(); ++k) {
    auto const truth = r(reference<T>(a[k]), reference<T>(b[k]));
    if (std::isnan(a[k]) || std::isnan(b[k]) || !std::isfinite(static_cast<T>(truth))) continue;
    double e = ulps(static_cast<T>(values[k]), truth);
    if (of_all) {
      auto const size = std::max({std::abs(reference<T>(a[k])), std::abs(reference<T>(b[k])), std::abs(truth)});
      if (std::isfinite(size)) e *= static_cast<double>(unit(truth) / unit(size));
    }
    if (!(e <= worst)) worst = e, at = a[k];
  }
  CAPTURE(name);
  report(name.c_str(), sizeof(T), worst, static_cast<double>(at));
}

template <class T>
std::vector<T> anything() {
  auto points_there = anywhere<T>();
  uniform(points_there, -40, 40, points() / 4);
  uniform(points_there, -3, 3, points() / 4);
  return points_there;
}
template <class T>
std::vector<T> below_zero() {
  auto points_there = anything<T>();
  for (T& each : points_there) each = -std::abs(each);
  return points_there;
}
template <class T>
std::vector<T> shuffled(std::vector<T> points_there) {
  std::mt19937_64 random(9);
  std::shuffle(points_there.begin(), points_there.end(), random);
  return points_there;
}

}  // namespace gradsmith::tests::accuracy
