// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Losses with derivatives in them: a differential equation, a gradient penalty, a direction: values by hand where that is
// short, gradients and Hessians against differences, whole and on batches.
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
constexpr auto k = gs::axis<"k">;
constexpr auto t = gs::input<"t">(i);
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);
constexpr auto w1 = gs::param<"w1">(k);
constexpr auto b1 = gs::param<"b1">(k);
constexpr auto w2 = gs::param<"w2">(k);

// u'' + u = 0 by a network of one hidden layer, at the points t.
constexpr auto hidden = gs::let([] { return tanh(w1 * t + b1); });
constexpr auto u = gs::let([] { return sum(k, w2 * hidden); });
constexpr auto slope = gs::let([] { return gs::diff(u, t); });
constexpr auto oscillator = mean(i, square(gs::diff(slope, t) + u));

// A classifier whose score is to change little with its input: the penalty is a derivative by the data.
constexpr auto w = gs::param<"w">(j, k);
constexpr auto v = gs::param<"v">(k);
constexpr auto score = gs::let([] { return sum(k, v * tanh(sum(j, w * x))); });
constexpr auto penalised = mean(i, log(1 + exp(-y * score)) + sum(j, square(gs::diff(score, x))));

// How the loss changes along the data's own direction; and the length of its gradient.
constexpr auto a = gs::param<"a">(j);
constexpr auto plain = mean(i, square(sum(j, a * x) - y));
constexpr auto along = square(gs::jvp(plain, a, mean(i, x))) + sum(j, square(gs::diff(plain, a)));

}  // namespace

TEST_CASE("a second derivative in the loss: a differential equation") {
  std::size_t const n = 19, h = 5;
  auto const points = normal_numbers(n, 1), theta = normal_numbers(3 * h, 2, 0.7);
  auto problem = gs::bind<oscillator>(t = points, k = h);
  REQUIRE(problem.size() == 3 * h);
  REQUIRE(problem.blocks()[0].name == "w2");
  double expected = 0;
  for (double point : points) {
    double residual = 0;
    for (std::size_t q = 0; q < h; ++q) {
      double const s = std::tanh(theta[h + q] * point + theta[2 * h + q]);
      residual += theta[q] * (s - 2 * s * (1 - s * s) * theta[h + q] * theta[h + q]);
    }
    expected += residual * residual / static_cast<double>(n);
  }
  CHECK(distance(problem.value(theta), expected) < 1e-14);
  CHECK(gradient_error(problem, theta) < 1e-9);
  std::vector<std::uint32_t> const rows{3, 17, 4};
  auto batch = problem.batch(rows);
  CHECK(gradient_error(batch, theta) < 1e-9);
}

TEST_CASE("a derivative by the data in the loss: a gradient penalty") {
  std::size_t const n = 23, d = 3, h = 4;
  auto const data = normal_numbers(n * d, 3), theta = normal_numbers(h + d * h, 4, 0.7);
  std::vector<double> labels(n);
  for (std::size_t r = 0; r < n; ++r) labels[r] = r % 3 == 0 ? 1 : -1;
  auto problem = gs::bind<penalised>(x = gs::matrix(data, n, d), y = labels, k = h);
  CHECK(gradient_error(problem, theta) < 1e-9);
  std::vector<std::uint32_t> const rows{22, 0, 7, 7};
  auto batch = problem.batch(rows);
  CHECK(gradient_error(batch, theta) < 1e-9);
}

TEST_CASE("a derivative along a direction in the loss, and the square of a gradient") {
  std::size_t const n = 29, d = 4;
  auto const data = normal_numbers(n * d, 5), targets = normal_numbers(n, 6), theta = normal_numbers(d, 7);
  auto problem = gs::bind<along>(x = gs::matrix(data, n, d), y = targets);
  std::vector<double> g(d), mean_row(d);
  double slope_along = 0, length = 0;
  for (std::size_t r = 0; r < n; ++r) {
    double residual = -targets[r];
    for (std::size_t q = 0; q < d; ++q) residual += theta[q] * data[r * d + q];
    for (std::size_t q = 0; q < d; ++q) {
      g[q] += 2 * residual * data[r * d + q] / static_cast<double>(n);
      mean_row[q] += data[r * d + q] / static_cast<double>(n);
    }
  }
  for (std::size_t q = 0; q < d; ++q) slope_along += g[q] * mean_row[q], length += g[q] * g[q];
  CHECK(distance(problem.value(theta), slope_along * slope_along + length) < 1e-13);
  CHECK(gradient_error(problem, theta) < 1e-9);
  CHECK(hessian_error(problem, theta) < 1e-8);
}
