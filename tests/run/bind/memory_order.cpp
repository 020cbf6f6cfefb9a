// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Values of several axes that wait in memory for a later loop: the axis in the lanes is the last one of each,
// in whichever orders the symbols have their axes.
#include <cmath>
#include <cstddef>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

#include "support/numeric.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr auto b = gs::axis<"b", 3>;
constexpr auto i = gs::axis<"i", 7>;
constexpr auto j = gs::axis<"j", 5>;
constexpr auto k = gs::axis<"k", 4>;
constexpr auto p = gs::param<"p">(b, i, k);
constexpr auto q = gs::param<"q">(b, k, j);  // names the axes in another order than the formula
constexpr auto r = gs::param<"r">(j, k);
constexpr auto s = gs::param<"s">(k, j);     // contradicts r

constexpr auto products = sum(b, i, j, square(sum(k, p * q)));
constexpr auto transposed = sum(j, k, square(r * exp(s) * sum(b, q))) + sum(j, square(sum(k, r * s))) + sum(k, square(sum(j, r * s)));

}  // namespace

TEST_CASE("axes in another order than the formula names them") {
  auto problem = gs::bind<products>();
  REQUIRE(problem.size() == 3 * 7 * 4 + 3 * 4 * 5);
  auto const theta = normal_numbers(problem.size(), 1);
  double expected = 0;
  for (std::size_t e = 0; e < 3; ++e)
    for (std::size_t row = 0; row < 7; ++row)
      for (std::size_t column = 0; column < 5; ++column) {
        double total = 0;
        for (std::size_t l = 0; l < 4; ++l) total += theta[(e * 7 + row) * 4 + l] * theta[84 + (e * 4 + l) * 5 + column];
        expected += total * total;
      }
  CHECK(distance(problem.value(theta), expected) < 1e-14);
  CHECK(gradient_error(problem, theta) < 1e-9);
  CHECK(hessian_error(problem, theta) < 1e-8);
  CHECK(whole_hessian_error(problem, theta) < 1e-12);
}

TEST_CASE("symbols that have the same axes in two orders") {
  auto problem = gs::bind<transposed>();
  REQUIRE(problem.size() == 20 + 20 + 60);
  auto const theta = normal_numbers(problem.size(), 3, 0.5);
  CHECK(gradient_error(problem, theta) < 1e-9);
  CHECK(hessian_error(problem, theta) < 1e-8);
  double expected = 0;
  std::vector<double> of_j(5), of_k(4);
  double const *const rs = theta.data(), *const ss = rs + 20, *const qs = ss + 20;
  for (std::size_t c = 0; c < 5; ++c)
    for (std::size_t l = 0; l < 4; ++l) {
      double const left = rs[c * 4 + l], right = ss[l * 5 + c];
      double const each = left * std::exp(right) * (qs[l * 5 + c] + qs[20 + l * 5 + c] + qs[40 + l * 5 + c]);
      expected += each * each;
      of_j[c] += left * right;
      of_k[l] += left * right;
    }
  for (double each : of_j) expected += each * each;
  for (double each : of_k) expected += each * each;
  CHECK(distance(problem.value(theta), expected) < 1e-14);
}
