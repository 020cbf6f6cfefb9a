// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Triplet loss, mean_i max(|e(a_i) - e(p_i)|^2 - |e(a_i) - e(n_i)|^2 + margin, 0), of one linear embedding e of three
// inputs [Schroff, Kalenichenko, Philbin 2015, FaceNet].
#include <algorithm>
#include <cstddef>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

#include "support/element_types.hpp"
#include "support/numeric.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr auto i = gs::axis<"i">;
constexpr auto f = gs::axis<"f">;
constexpr auto d = gs::axis<"d", 3>;
constexpr auto anchor = gs::input<"anchor">(i, f);
constexpr auto positive = gs::input<"positive">(i, f);
constexpr auto negative = gs::input<"negative">(i, f);
constexpr auto margin = gs::input<"margin">;
constexpr auto w = gs::param<"w">(f, d);

constexpr auto embedding(auto points) { return sum(f, points * w); }
constexpr auto squared_distance(auto a, auto b) { return sum(d, square(a - b)); }
constexpr auto triplet = mean(i, max(squared_distance(embedding(anchor), embedding(positive)) -
                                         squared_distance(embedding(anchor), embedding(negative)) + margin, 0));

constexpr std::size_t n = 37, features = 5, width = 3;

long double by_loops(std::vector<double> const& a, std::vector<double> const& p, std::vector<double> const& q, std::vector<double> const& theta) {
  auto const away = [&](std::vector<double> const& from, std::vector<double> const& to, std::size_t row) {
    long double total = 0;
    for (std::size_t column = 0; column < width; ++column) {
      long double each = 0;
      for (std::size_t k = 0; k < features; ++k)
        each += (static_cast<long double>(from[row * features + k]) - to[row * features + k]) * theta[k * width + column];
      total += each * each;
    }
    return total;
  };
  long double loss = 0;
  for (std::size_t row = 0; row < n; ++row) loss += std::max(away(a, p, row) - away(a, q, row) + 1, 0.0L) / static_cast<long double>(n);
  return loss;
}

}  // namespace

TEST_CASE_TEMPLATE("triplet loss", T, GRADSMITH_TEST_TYPES) {
  auto const rounded = [](std::vector<double> numbers) {
    for (double& each : numbers) each = static_cast<double>(static_cast<T>(each));
    return numbers;
  };
  auto const exact_a = rounded(normal_numbers(n * features, 1)), exact_p = rounded(normal_numbers(n * features, 2)),
             exact_q = rounded(normal_numbers(n * features, 3)), theta = rounded(normal_numbers(features * width, 4));
  std::vector<T> const a(exact_a.begin(), exact_a.end()), p(exact_p.begin(), exact_p.end()), q(exact_q.begin(), exact_q.end()), at(theta.begin(), theta.end());
  auto problem = gs::bind<triplet>(anchor = gs::matrix(a, n, features), positive = gs::matrix(p, n, features),
                                   negative = gs::matrix(q, n, features), margin = 1);
  REQUIRE(problem.size() == theta.size());
  double const tolerance = sizeof(T) == 8 ? 1 : 1e7;
  std::vector<T> gradient(theta.size());
  T const value = problem.value_and_gradient(at, gradient);
  auto const plain = [&](std::vector<double> const& weights) { return static_cast<double>(by_loops(exact_a, exact_p, exact_q, weights)); };
  CHECK(distance(static_cast<double>(value), plain(theta)) < 1e-13 * tolerance);
  CHECK(largest_distance(gradient, differences(plain, theta, 1e-4)) < std::max(1e-9, 1e-13 * tolerance));
  if constexpr (sizeof(T) == 8) CHECK(hessian_error(problem, theta, 1e-4) < 1e-8);
}
