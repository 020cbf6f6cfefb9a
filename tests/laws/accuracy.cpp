// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The largest errors of powers, logistic functions, comparisons and operations of two numbers.
#include "laws/accuracy.hpp"

using namespace gradsmith::tests;
using namespace gradsmith::tests::accuracy;
namespace gs = gradsmith;

TEST_CASE_TEMPLATE("accuracy: powers and choices of one number", T, double, float) {
  auto const a = anything<T>();
  auto const [squares, roots, differences, inverses] = programs<square(x), sqrt(x), gs::sqrt1pm1(x), reciprocal(x)>(x = a);
  auto const [cubes, inverse_roots] = programs<gs::cube(x), gs::rsqrt(x)>(x = a);
  measure<T>("cube", cubes, a, a, [](auto v, auto) { return v * v * v; });
  measure<T>("rsqrt", inverse_roots, a, a, [](auto v, auto) { return 1 / std::sqrt(v); });
  measure<T>("square", squares, a, a, [](auto v, auto) { return v * v; });
  measure<T>("sqrt", roots, a, a, [](auto v, auto) { return std::sqrt(v); });
  measure<T>("sqrt1pm1", differences, a, a, [](auto v, auto) { return v / (1 + std::sqrt(1 + v)); });
  measure<T>("reciprocal", inverses, a, a, [](auto v, auto) { return 1 / v; });
  auto const [sizes, signs, positive] = programs<abs(x), sign(x), relu(x)>(x = a);
  measure<T>("abs", sizes, a, a, [](auto v, auto) { return std::abs(v); });
  measure<T>("sign", signs, a, a, [](auto v, auto) { return decltype(v)((v > 0) - (v < 0)); });
  measure<T>("relu", positive, a, a, [](auto v, auto) { return v > 0 ? v : 0; });
}

TEST_CASE_TEMPLATE("accuracy: the angle less its sine", T, double, float) {
  auto const a = anything<T>();
  auto const [segment] = programs<gs::circular_segment(x)>(x = a);
  measure<T>("circular_segment", segment, a, a, [](auto v, auto) {
    if (std::abs(v) > 1) return v - std::sin(v);
    auto term = v * v * v / 6, series = term;
    for (int k = 4; k < 30; k += 2) series += term *= -v * v / static_cast<decltype(v)>(k * (k + 1));
    return series;
  });
}

TEST_CASE_TEMPLATE("accuracy: logistic functions", T, double, float) {
  auto const a = anything<T>();
  auto const [s, p, d] = programs<sigmoid(x), softplus(x), gs::logistic_density(x)>(x = a);
  auto const [negated, v_cosine] = programs<gs::logsigmoid(x), gs::versine(x)>(x = a);
  measure<T>("logsigmoid", negated, a, a, [](auto v, auto) { return (v < 0 ? v : 0) - std::log1p(std::exp(-std::abs(v))); });
  measure<T>("versine", v_cosine, a, a, [](auto v, auto) { return 2 * std::sin(v / 2) * std::sin(v / 2); });
  measure<T>("sigmoid", s, a, a, [](auto v, auto) { return 1 / (1 + std::exp(-v)); });
  measure<T>("softplus", p, a, a, [](auto v, auto) { return (v > 0 ? v : 0) + std::log1p(std::exp(-std::abs(v))); });
  measure<T>("logistic_density", d, a, a, [](auto v, auto) {
    auto const e = std::exp(-std::abs(v));
    return e / (1 + e) / (1 + e);
  });
  auto const negative = below_zero<T>();
  auto const [logarithms, bosons] = programs<gs::log1mexp(x), gs::reciprocal_expm1(x)>(x = negative);
  measure<T>("reciprocal_expm1", bosons, negative, negative, [](auto v, auto) { return 1 / std::expm1(v); });
  measure<T>("log1mexp", logarithms, negative, negative,
             [](auto v, auto) { return v > -0.6931471805599453L ? std::log(-std::expm1(v)) : std::log1p(-std::exp(v)); });
}

TEST_CASE_TEMPLATE("accuracy: between 0 and 1", T, double, float) {
  auto a = anything<T>();
  for (T& each : a)
    if (each = std::abs(each); each > 1) each = 1 / each;
  auto const [densities] = programs<gs::logit_density(x)>(x = a);
  measure<T>("logit_density", densities, a, a, [](auto v, auto) { return 1 / (v * (1 - v)); });
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
  auto const [both, either, neither] = programs<gs::logical_and(x, y), gs::logical_or(x, y), gs::logical_not(x)>(x = a, y = b);
  measure<T>("logical_and", both, a, b, [](auto v, auto w) { return decltype(v)(v != 0 && w != 0); });
  measure<T>("logical_or", either, a, b, [](auto v, auto w) { return decltype(v)(v != 0 || w != 0); });
  measure<T>("logical_not", neither, a, b, [](auto v, auto) { return decltype(v)(v == 0); });
  auto const [quotients, shifted] = programs<gs::div(x, y), gs::xlog1py(x, y)>(x = a, y = b);
  measure<T>("div", quotients, a, b, [](auto v, auto w) { return v / w; });
  measure<T>("xlog1py", shifted, a, b, [](auto v, auto w) { return v == 0 ? 0 : v * std::log1p(w); });
  measure<T>("xlogy", products, a, b, [](auto v, auto w) { return v == 0 ? 0 : v * std::log(w); });
  // Its logarithm may cancel the greater number, and the error of a - b is one of its exponential.
  auto const [sums] = programs<gs::logaddexp(x, y)>(x = a, y = b);
  measure<T>(
      "logaddexp", sums, a, b, [](auto v, auto w) { return (v > w ? v : w) + std::log1p(std::exp(-std::abs(v - w))); }, true);
}
