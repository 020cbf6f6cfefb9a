// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Cox's partial likelihood with times in descending order, by cumulative sums: value, gradient and Hessian against a
// loop over all risk sets.                                                                            [Cox1972]
#include <cmath>
#include <cstddef>
#include <type_traits>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

#include "support/numeric.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr auto i = gs::axis<"i">;  // patients, those observed longest first
constexpr auto j = gs::axis<"j">;
constexpr auto t = gs::axis<"t">;
constexpr auto beta = gs::param<"beta">(j);
constexpr auto x = gs::input<"x">(i, j);
constexpr auto died = gs::input<"died">(i);
constexpr auto risk = gs::let([] { return sum(j, beta * x); });
constexpr auto loss = sum(i, died * (log(cumulative_sum(i, exp(risk))) - risk)) / sum(i, died);

// Each row is a series of its own, along t.
constexpr auto series = gs::input<"series">(i, t);
constexpr auto a = gs::param<"a">(t);
constexpr auto path = mean(i, sum(t, square(cumulative_sum(t, a * series) - reverse_cumulative_sum(t, tanh(a) * series))));

}  // namespace

TEST_CASE("cumulative sums: Cox's partial likelihood against a loop over risk sets") {
  for (std::size_t n : {1U, 5U, 16U, 203U}) {
    std::size_t const d = 3;
    auto const data = normal_numbers(n * d, 1);
    std::vector<double> event(n);
    double deaths = 0;
    for (std::size_t k = 0; k < n; ++k) deaths += event[k] = k % 3 != 1 ? 1 : 0;
    auto problem = gs::bind<loss>(x = gs::matrix(data, n, d), died = event);
    auto const theta = normal_numbers(d, 2);
    auto const score = [&](std::size_t r) {
      long double sum = 0;
      for (std::size_t k = 0; k < d; ++k) sum += static_cast<long double>(theta[k]) * data[r * d + k];
      return sum;
    };
    long double total = 0;
    std::vector<long double> g(d);
    for (std::size_t r = 0; r < n; ++r) {
      if (event[r] == 0) continue;
      long double at_risk = 0;
      std::vector<long double> mean(d);
      for (std::size_t m = 0; m <= r; ++m) {
        at_risk += std::exp(score(m));
        for (std::size_t k = 0; k < d; ++k) mean[k] += std::exp(score(m)) * data[m * d + k];
      }
      total += (std::log(at_risk) - score(r)) / deaths;
      for (std::size_t k = 0; k < d; ++k) g[k] += (mean[k] / at_risk - data[r * d + k]) / deaths;
    }
    std::vector<double> slope(d);
    CHECK(distance(problem.value_and_gradient(theta, slope), static_cast<double>(total)) < 1e-13);
    CHECK(largest_distance(slope, g) < 1e-13);
    CHECK(hessian_error(problem, theta) < 1e-8);
    CHECK(whole_hessian_error(problem, theta) < 1e-12);
  }
}

TEST_CASE_TEMPLATE("cumulative sums: along an axis within each row", T, double, float) {
  for (std::size_t n : {1U, 8U, 37U}) {
    std::size_t const length = 6;
    auto const data = normal_numbers<T>(n * length, 3);
    auto const theta = normal_numbers<T>(length, 4);
    auto problem = gs::bind<path>(series = gs::matrix(data, n, length));
    long double expected = 0;
    for (std::size_t r = 0; r < n; ++r)
      for (std::size_t k = 0; k < length; ++k) {
        long double up = 0, down = 0;
        for (std::size_t m = 0; m <= k; ++m) up += static_cast<long double>(theta[m]) * data[r * length + m];
        for (std::size_t m = k; m < length; ++m) down += std::tanh(static_cast<long double>(theta[m])) * data[r * length + m];
        expected += (up - down) * (up - down) / static_cast<long double>(n);
      }
    CHECK(distance(static_cast<double>(problem.value(theta)), static_cast<double>(expected)) < (std::is_same_v<T, double> ? 1e-13 : 1e-5));
    if constexpr (std::is_same_v<T, double>) {
      CHECK(gradient_error(problem, theta) < 1e-9);
      CHECK(hessian_error(problem, theta) < 1e-8);
    }
  }
}
