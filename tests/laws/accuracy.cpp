// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The largest error in ulp of operations that are made of others, as programs compute them: docs/data/errors.tsv.
#include <cmath>
#include <string>
#include <vector>

#include <gradsmith/gradsmith.hpp>

#include "run/support/sweep.hpp"

using namespace gradsmith::tests;
namespace gs = gradsmith;

namespace {

constexpr auto i = gs::axis<"i">;
constexpr auto x = gs::input<"x">(i);
constexpr auto y = gs::input<"y">(i);

template <auto... E>
inline constexpr auto programs = gs::compile<E...>;

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

}  // namespace

TEST_CASE_TEMPLATE("accuracy: powers and choices of one number", T, double, float) {
  auto const a = anything<T>();
  auto const [squares, roots, differences, inverses] = programs<square(x), sqrt(x), gs::sqrt1pm1(x), reciprocal(x)>(x = a);
  measure<T>("square", squares, a, a, [](auto v, auto) { return v * v; });
  measure<T>("sqrt", roots, a, a, [](auto v, auto) { return std::sqrt(v); });
  measure<T>("sqrt1pm1", differences, a, a, [](auto v, auto) { return v / (1 + std::sqrt(1 + v)); });
  measure<T>("reciprocal", inverses, a, a, [](auto v, auto) { return 1 / v; });
  auto const [sizes, signs, positive] = programs<abs(x), sign(x), relu(x)>(x = a);
  measure<T>("abs", sizes, a, a, [](auto v, auto) { return std::abs(v); });
  measure<T>("sign", signs, a, a, [](auto v, auto) { return decltype(v)((v > 0) - (v < 0)); });
  measure<T>("relu", positive, a, a, [](auto v, auto) { return v > 0 ? v : 0; });
}

TEST_CASE_TEMPLATE("accuracy: logistic functions", T, double, float) {
  auto const a = anything<T>();
  auto const [s, p, d] = programs<sigmoid(x), softplus(x), gs::logistic_density(x)>(x = a);
  measure<T>("sigmoid", s, a, a, [](auto v, auto) { return 1 / (1 + std::exp(-v)); });
  measure<T>("softplus", p, a, a, [](auto v, auto) { return (v > 0 ? v : 0) + std::log1p(std::exp(-std::abs(v))); });
  measure<T>("logistic_density", d, a, a, [](auto v, auto) {
    auto const e = std::exp(-std::abs(v));
    return e / (1 + e) / (1 + e);
  });
  auto const negative = below_zero<T>();
  auto const [logarithms] = programs<gs::log1mexp(x)>(x = negative);
  measure<T>("log1mexp", logarithms, negative, negative,
             [](auto v, auto) { return v > -0.6931471805599453L ? std::log(-std::expm1(v)) : std::log1p(-std::exp(v)); });
}

TEST_CASE_TEMPLATE("accuracy: two numbers", T, double, float) {
  auto const a = anything<T>();
  auto const b = shuffled(a);
  auto const [greater, lesser, products] = programs<max(x, y), min(x, y), gs::xlogy(x, y)>(x = a, y = b);
  measure<T>("max", greater, a, b, [](auto v, auto w) { return v > w ? v : w; });
  measure<T>("min", lesser, a, b, [](auto v, auto w) { return v < w ? v : w; });
  auto const [chosen, equal, unequal, less, at_most] = programs<where(x, y, 1), x == y, x != y, x < y, x <= y>(x = a, y = b);
  measure<T>("where", chosen, a, b, [](auto v, auto w) { return v != 0 ? w : 1; });
  measure<T>("eq", equal, a, b, [](auto v, auto w) { return decltype(v)(v == w); });
  measure<T>("ne", unequal, a, b, [](auto v, auto w) { return decltype(v)(v != w); });
  measure<T>("lt", less, a, b, [](auto v, auto w) { return decltype(v)(v < w); });
  measure<T>("le", at_most, a, b, [](auto v, auto w) { return decltype(v)(v <= w); });
  auto const [more, at_least] = programs<(x > y), x >= y>(x = a, y = b);
  measure<T>("gt", more, a, b, [](auto v, auto w) { return decltype(v)(v > w); });
  measure<T>("ge", at_least, a, b, [](auto v, auto w) { return decltype(v)(v >= w); });
  measure<T>("xlogy", products, a, b, [](auto v, auto w) { return v == 0 ? 0 : v * std::log(w); });
  // Its logarithm may cancel the greater number, and the error of a - b is one of its exponential.
  auto const [sums] = programs<gs::logaddexp(x, y)>(x = a, y = b);
  measure<T>(
      "logaddexp", sums, a, b, [](auto v, auto w) { return (v > w ? v : w) + std::log1p(std::exp(-std::abs(v - w))); }, true);
}
