// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Shapes that a schedule must get right: parameters along the rows, several axes of run-time extent, parameters
// without influence.
#include <cmath>
#include <cstdint>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

#include "support/numeric.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto t = gs::axis<"t">;
constexpr auto w = gs::param<"w">(j);
constexpr auto u = gs::param<"u">(j);
constexpr auto b = gs::param<"b">;
constexpr auto offset = gs::param<"offset">(i);
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);
constexpr auto other = gs::input<"other">(t, j);

constexpr auto per_row = sum(i, square(sum(j, w * x) + offset - y)) + 0.5 * sum(i, square(offset));
constexpr auto two_sets = mean(i, square(sum(j, w * x))) + mean(t, exp(sum(j, w * other))) + sum(i, sum(t, square(sum(j, x * other * w))));
constexpr auto no_influence = sum(j, square(w)) + 0.0 * sum(j, u) + mean(i, where(y > 0, y, b - b));

}  // namespace

TEST_CASE("a parameter per row") {
  std::size_t const n = 45, d = 3;
  auto const data = normal_numbers(n * d, 1), target = normal_numbers(n, 2);
  auto problem = gs::bind<per_row>(x = gs::matrix(data, n, d), y = target);
  REQUIRE(problem.size() == d + n);
  auto const theta = normal_numbers(d + n, 3);
  CHECK(gradient_error(problem, theta) < 1e-9);
  CHECK(hessian_error(problem, theta) < 1e-8);
}

TEST_CASE("two sets of rows, and all pairs of them") {
  std::size_t const n = 45, m = 33, d = 3;
  auto const data = normal_numbers(n * d, 4), more = normal_numbers(m * d, 5);
  auto problem = gs::bind<two_sets>(x = gs::matrix(data, n, d), other = gs::matrix(more, m, d));
  auto const theta = normal_numbers(d, 6, 0.5);
  long double expected = 0, squares = 0, exponentials = 0;
  for (std::size_t r = 0; r < n; ++r) {
    long double s = 0;
    for (std::size_t q = 0; q < d; ++q) s += static_cast<long double>(theta[q]) * data[r * d + q];
    squares += s * s;
    for (std::size_t o = 0; o < m; ++o) {
      long double p = 0;
      for (std::size_t q = 0; q < d; ++q) p += static_cast<long double>(theta[q]) * data[r * d + q] * more[o * d + q];
      expected += p * p;
    }
  }
  for (std::size_t o = 0; o < m; ++o) {
    long double s = 0;
    for (std::size_t q = 0; q < d; ++q) s += static_cast<long double>(theta[q]) * more[o * d + q];
    exponentials += std::exp(s);
  }
  expected += squares / static_cast<long double>(n) + exponentials / static_cast<long double>(m);
  CHECK(distance(problem.value(theta), static_cast<double>(expected)) < 1e-13);
  CHECK(gradient_error(problem, theta) < 1e-9);
  CHECK(hessian_error(problem, theta) < 1e-8);
}

TEST_CASE("gradients are assigned, also those that are zero") {
  std::size_t const n = 5, d = 3;
  auto const target = normal_numbers(n, 11);
  auto problem = gs::bind<no_influence>(y = target, j = d);
  std::vector<double> const theta(problem.size(), 2);
  std::vector<double> g(problem.size(), NAN);
  problem.gradient(theta, g);
  for (auto const& block : problem.blocks())
    for (std::size_t q = 0; q < block.size; ++q) CHECK(g[block.offset + q] == (block.name == "w" ? 4 : 0));
}
