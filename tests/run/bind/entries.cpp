// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// pick from a table costs one entry for each observation, and observations may refer to each other.
#include <cmath>
#include <cstddef>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>
#include <gradsmith/prove.hpp>

#include "support/numeric.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto m = gs::axis<"m">;
constexpr auto w = gs::param<"w">(m);
constexpr auto v = gs::param<"v">(j);
constexpr auto k = gs::input<"k">(i);
constexpr auto neighbour = gs::input<"neighbour">(i);
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);
constexpr auto picked = mean(i, square(pick(m, w, k) - y));
constexpr auto indexed = mean(i, square(w(k) - y));
constexpr auto encoded = mean(i, square(sum(m, one_hot(m, k) * w) - y));
constexpr auto z = gs::let([] { return tanh(sum(j, v * x)); });
constexpr auto smooth = mean(i, square(z - at(i, z, neighbour)) + square(z - y));

}  // namespace

TEST_CASE("entries: pick and one_hot are indexing") {
  std::size_t const n = 103, size = 20;
  auto const target = normal_numbers(n, 2), theta = normal_numbers(size, 3);
  std::vector<int> index(n);
  for (std::size_t r = 0; r < n; ++r) index[r] = static_cast<int>(r * 7 % size);
  auto a = gs::bind<picked>(k = index, y = target, m = size);
  auto b = gs::bind<indexed>(k = index, y = target, m = size);
  auto c = gs::bind<encoded>(k = index, y = target, m = size);
  CHECK(a.value(theta) == b.value(theta));
  CHECK(distance(a.value(theta), c.value(theta)) < 1e-15);
  std::vector<double> of_a(size), of_b(size), of_c(size);
  a.gradient(theta, of_a);
  b.gradient(theta, of_b);
  c.gradient(theta, of_c);
  CHECK(largest_distance(of_a, of_b) < 1e-15);
  CHECK(largest_distance(of_a, of_c) < 1e-15);
  CHECK(gradient_error(a, theta) < 1e-10);
  constexpr double cost = gs::operations<picked, gradient(picked)>.weighted(i = 1000, m = 1'000'000);
  CHECK(cost < 8'000 + 2 * 1'000'000);  // a gradient of a million entries is written once
}

TEST_CASE("entries: observations that refer to others") {
  std::size_t const n = 103, d = 3;
  auto const data = normal_numbers(n * d, 1), target = normal_numbers(n, 2), theta = normal_numbers(d, 4);
  std::vector<int> other(n);
  for (std::size_t r = 0; r < n; ++r) other[r] = static_cast<int>((r * 31 + 5) % n);
  auto problem = gs::bind<smooth>(x = gs::matrix(data, n, d), neighbour = other, y = target);
  auto const score = [&](std::size_t row) {
    double sum = 0;
    for (std::size_t e = 0; e < d; ++e) sum += theta[e] * data[row * d + e];
    return std::tanh(sum);
  };
  double expected = 0;
  for (std::size_t r = 0; r < n; ++r) {
    double const jump = score(r) - score(static_cast<std::size_t>(other[r])), residual = score(r) - target[r];
    expected += (jump * jump + residual * residual) / static_cast<double>(n);
  }
  CHECK(distance(problem.value(theta), expected) < 1e-14);
  CHECK(gradient_error(problem, theta) < 1e-10);
  CHECK(hessian_error(problem, theta) < 1e-9);
}
