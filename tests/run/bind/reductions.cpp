// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Reductions other than sums along the rows, and matrices that do not vary along the rows, in all layouts.
#include <algorithm>
#include <cmath>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

#include "support/numeric.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto k = gs::axis<"k">;
constexpr auto w = gs::param<"w">(j);
constexpr auto b = gs::param<"b">;
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);
constexpr auto a = gs::input<"a">(j, k);
constexpr auto score = gs::let([] { return sum(j, w * x) + b; });

constexpr auto extremes = max(i, score) - min(i, score) + logsumexp(i, score);
constexpr auto attention = sum(i, softmax(i, score) * y);
constexpr auto table = sum(k, square(sum(j, w * a)));

}  // namespace

TEST_CASE("reductions other than sums along the rows") {
  for (std::size_t const n : {1u, 2u, 7u, 300u}) {
    std::size_t const d = 3;
    auto const data = normal_numbers(n * d, 12), target = normal_numbers(n, 13);
    auto const theta = normal_numbers(d + 1, 14);
    std::vector<long double> s(n, theta[d]);
    for (std::size_t r = 0; r < n; ++r)
      for (std::size_t q = 0; q < d; ++q) s[r] += static_cast<long double>(theta[q]) * data[r * d + q];
    long double total = 0, picked = 0;
    for (std::size_t r = 0; r < n; ++r) total += std::exp(s[r]), picked += std::exp(s[r]) * target[r];
    auto spread = gs::bind<extremes>(x = gs::matrix(data, n, d));
    auto const [low, high] = std::minmax_element(s.begin(), s.end());
    CHECK(distance(spread.value(theta), static_cast<double>(*high - *low + std::log(total))) < 1e-13);
    CHECK(gradient_error(spread, theta, 1e-5) < 1e-8);
    auto weighted = gs::bind<attention>(x = gs::matrix(data, n, d), y = target);
    CHECK(distance(weighted.value(theta), static_cast<double>(picked / total)) < 1e-13);
    CHECK(gradient_error(weighted, theta) < 1e-9);
    CHECK(hessian_error(weighted, theta) < 1e-7);
  }
}

TEST_CASE("a matrix that is not streamed, by rows, by columns, with gaps and of integers") {
  std::size_t const d = 4, m = 5;
  std::vector<double> dense(d * m), by_columns(d * m), gaps(d * (m + 2), NAN);
  std::vector<short> integers(d * m);
  for (std::size_t r = 0; r < d; ++r)
    for (std::size_t q = 0; q < m; ++q) {
      integers[r * m + q] = static_cast<short>(3 * r - 2 * q);
      dense[r * m + q] = by_columns[q * d + r] = gaps[r * (m + 2) + q] = integers[r * m + q];
    }
  auto const theta = normal_numbers(d, 15);
  double expected = 0;
  for (std::size_t q = 0; q < m; ++q) {
    double s = 0;
    for (std::size_t r = 0; r < d; ++r) s += theta[r] * dense[r * m + q];
    expected += s * s;
  }
  auto const check = [&](auto problem) {
    CHECK(distance(problem.value(theta), expected) < 1e-14);
    CHECK(gradient_error(problem, theta) < 1e-9);
    CHECK(hessian_error(problem, theta) < 1e-9);
  };
  check(gs::bind<table>(a = gs::matrix(dense, d, m)));
  check(gs::bind<table>(a = gs::column_major(by_columns.data(), d, m)));
  check(gs::bind<table>(a = gs::matrix(gaps.data(), d, m, m + 2)));
  check(gs::bind<table>(a = gs::matrix(integers, d, m)));
}
