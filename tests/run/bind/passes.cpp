// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Losses that need several passes over the data, as a value along the rows needs a sum over all of them:
// values, gradients and Hessians against formulas written out, and against differences.
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
constexpr auto variance = mean(i, square(z - mean(i, z)));
constexpr auto standardised = mean(i, square((z - mean(i, z)) / sqrt(mean(i, square(z - mean(i, z))) + 0.5) - y));
constexpr auto log_mean_exp = log(mean(i, exp(z)));

void check(std::size_t n) {
  CAPTURE(n);
  constexpr std::size_t d = 4;
  auto const data = normal_numbers(n * d, 5);
  auto const target = normal_numbers(n, 6);
  auto const theta = normal_numbers(d + 1, 7);
  std::vector<long double> scores(n);
  long double mean = 0;
  for (std::size_t r = 0; r < n; ++r) {
    scores[r] = theta[d];
    for (std::size_t c = 0; c < d; ++c) scores[r] += static_cast<long double>(theta[c]) * data[r * d + c];
    mean += scores[r];
  }
  mean /= static_cast<long double>(n);
  long double spread = 0, exponentials = 0;
  for (long double s : scores) spread += (s - mean) * (s - mean), exponentials += std::exp(s);
  spread /= static_cast<long double>(n);
  auto const bound = gs::matrix(data, n, d);

  {  // the variance
    auto problem = gs::bind<variance>(x = bound);
    REQUIRE(problem.size() == d + 1);
    CHECK(distance(problem.value(theta), static_cast<double>(spread)) < 1e-13);
    std::vector<double> g(d + 1), expected(d + 1);
    problem.gradient(theta, g);
    for (std::size_t r = 0; r < n; ++r)
      for (std::size_t c = 0; c < d; ++c)
        expected[c] += static_cast<double>(2 * (scores[r] - mean) * data[r * d + c] / static_cast<long double>(n));
    CHECK(largest_distance(g, expected) < 1e-13);
    CHECK(hessian_error(problem, theta) < 1e-8);
    CHECK(whole_hessian_error(problem, theta) < 1e-12);
  }
  {  // standardised scores
    auto problem = gs::bind<standardised>(x = bound, y = target);
    long double expected = 0;
    for (std::size_t r = 0; r < n; ++r) {
      long double const e = (scores[r] - mean) / std::sqrt(spread + 0.5L) - target[r];
      expected += e * e / static_cast<long double>(n);
    }
    CHECK(distance(problem.value(theta), static_cast<double>(expected)) < 1e-13);
    CHECK(gradient_error(problem, theta) < 1e-9);
    CHECK(hessian_error(problem, theta) < 1e-7);
  }
  {  // log(mean(exp))
    auto problem = gs::bind<log_mean_exp>(x = bound);
    CHECK(distance(problem.value(theta), static_cast<double>(std::log(exponentials / static_cast<long double>(n)))) < 1e-13);
    CHECK(gradient_error(problem, theta) < 1e-9);
    CHECK(hessian_error(problem, theta) < 1e-8);
  }
}

}  // namespace

TEST_CASE("several passes over the data") {
  for (std::size_t const n : {1u, 5u, 403u}) check(n);
}
