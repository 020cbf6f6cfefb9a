// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A loss with the square of a gradient in it, which takes several passes over the data: its value against the
// formula written out, its gradient and Hessian against differences.
#include <cmath>
#include <cstddef>
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
constexpr auto z = gs::let([] { return sum(j, w * x) + b; });
constexpr auto penalised = mean(i, square(z - y)) + 0.1 * sum(j, square(diff(mean(i, log(1 + exp(z))), w)));

void check(std::size_t n) {
  CAPTURE(n);
  constexpr std::size_t d = 4;
  auto const data = normal_numbers(n * d, 5);
  auto const target = normal_numbers(n, 6);
  auto const theta = normal_numbers(d + 1, 7);
  auto problem = gs::bind<penalised>(x = gs::matrix(data, n, d), y = target);
  long double expected = 0;
  std::vector<long double> slope(d);
  for (std::size_t r = 0; r < n; ++r) {
    long double score = theta[d];
    for (std::size_t c = 0; c < d; ++c) score += static_cast<long double>(theta[c]) * data[r * d + c];
    expected += (score - target[r]) * (score - target[r]) / static_cast<long double>(n);
    for (std::size_t c = 0; c < d; ++c) slope[c] += data[r * d + c] / (1 + std::exp(-score)) / static_cast<long double>(n);
  }
  for (long double s : slope) expected += 0.1L * s * s;
  CHECK(distance(problem.value(theta), static_cast<double>(expected)) < 1e-13);
  CHECK(gradient_error(problem, theta) < 1e-9);
  CHECK(hessian_error(problem, theta) < 1e-7);
}

}  // namespace

TEST_CASE("a gradient penalty") {
  for (std::size_t const n : {1u, 5u, 403u}) check(n);
}
