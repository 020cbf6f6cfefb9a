// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Arrays of several element types: which one is computed with, and what is converted.
#include <cstdint>
#include <type_traits>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

#include "support/numeric.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto w = gs::param<"w">(j);
constexpr auto b = gs::param<"b">;
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);
constexpr auto lambda = gs::input<"lambda">;
constexpr auto loss = mean(i, square(sum(j, w * x) + b - y)) + lambda * sum(j, square(w));
constexpr auto f = gs::compile<loss, gs::gradient(loss)>;
constexpr auto scale = gs::input<"scale">(j);
constexpr auto scaled = mean(i, square(sum(j, w * scale * x) + b - y));

// Three rows, two columns; the loss written out.
std::vector<double> const data{1, 2, 3, 4, 5, 7};
std::vector<double> const target{1, 0, -1};
std::vector<double> const weights{0.5, -0.25};
double expected_value() {
  double const e[]{0.5 - 0.5 + 0.75 - 1, 1.5 - 1 + 0.75, 2.5 - 1.75 + 0.75 + 1};
  return (e[0] * e[0] + e[1] * e[1] + e[2] * e[2]) / 3 + 0.1 * (0.25 + 0.0625);
}

}  // namespace

TEST_CASE("the element type") {
  std::vector<float> const x32{1, 2, 3, 4, 5, 7}, y32{1, 0, -1}, w32{0.5f, -0.25f};
  std::vector<int> const integers{1, 0, -1};
  auto const single = f(w = w32, b = 0.75, x = gs::matrix(x32, 3, 2), y = y32, lambda = 0.1);
  static_assert(std::is_same_v<std::remove_cvref_t<decltype(single.get<0>())>, float>);
  CHECK(single.get<0>() == doctest::Approx(expected_value()).epsilon(1e-6));
  // Integer arrays and numbers do not count.
  auto const mixed = f(w = w32, b = 0.75, x = gs::matrix(x32, 3, 2), y = integers, lambda = 0.1);
  static_assert(std::is_same_v<std::remove_cvref_t<decltype(mixed.get<0>())>, float>);
  CHECK(mixed.get<0>() == single.get<0>());
  static_assert(std::is_same_v<decltype(gs::bind<loss>(x = gs::matrix(x32, 3, 2), y = integers, lambda = 1.0))::value_type, float>);
  // bind<loss, T> overrides: float data, arithmetic in double.
  auto wide = gs::bind<loss, double>(x = gs::matrix(x32, 3, 2), y = y32, lambda = 0.1);
  static_assert(std::is_same_v<decltype(wide)::value_type, double>);
  std::vector<double> const theta{0.5, -0.25, 0.75};
  std::vector<double> g(3);
  CHECK(wide.value_and_gradient(theta, g) == doctest::Approx(expected_value()).epsilon(1e-15));
  CHECK(gradient_error(wide, theta) < 1e-10);
  // Integer matrices and vectors as data.
  std::vector<std::uint8_t> const bytes{1, 2, 3, 4, 5, 7};
  auto const from_bytes = f(w = weights, b = 0.75, x = gs::matrix(bytes, 3, 2), y = integers, lambda = 0.1);
  CHECK(from_bytes.get<0>() == doctest::Approx(expected_value()).epsilon(1e-15));
  auto problem = gs::bind<loss>(x = gs::matrix(bytes, 3, 2), y = integers, lambda = 0.1);
  static_assert(std::is_same_v<decltype(problem)::value_type, double>);
  CHECK(problem.value(theta) == doctest::Approx(expected_value()).epsilon(1e-15));
}

TEST_CASE("arrays of another type that do not vary along the rows") {
  std::vector<int> const integers{2, 3};
  std::vector<float> const floats{2, 3};
  std::vector<double> const theta{0.5, -0.25, 0.75};
  double const e[]{1 - 1.5 + 0.75 - 1, 3 - 3 + 0.75, 5 - 5.25 + 0.75 + 1};
  double const expected = (e[0] * e[0] + e[1] * e[1] + e[2] * e[2]) / 3;
  auto problem = gs::bind<scaled>(x = gs::matrix(data, 3, 2), y = target, scale = integers);
  CHECK(problem.value(theta) == doctest::Approx(expected).epsilon(1e-15));
  CHECK(gradient_error(problem, theta) < 1e-10);
  auto wide = gs::bind<scaled, double>(x = gs::matrix(data, 3, 2), y = target, scale = floats);
  CHECK(wide.value(theta) == doctest::Approx(expected).epsilon(1e-15));
  auto const [value] = gs::compile<scaled>(w = weights, b = 0.75, x = gs::matrix(data, 3, 2), y = target, scale = integers);
  CHECK(value == doctest::Approx(expected).epsilon(1e-15));
  auto copy = problem;
  CHECK(copy.value(theta) == problem.value(theta));
}
