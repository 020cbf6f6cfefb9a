// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Values, gradients and Hessians of losses that re-index symbols or keep axes: against formulas
// written out, and against differences.
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

constexpr auto px = gs::param<"px">;
constexpr auto py = gs::param<"py">;
constexpr auto rosenbrock = square(1 - px) + 100 * square(py - square(px));

constexpr auto quadratic = sum(j, sum(k, w(j) * a(j, k) * w(k)));
constexpr auto pairwise = sum(i, sum(k, exp(-square(sum(j, w * (x(i, j) - x(k, j))))))) + square(b);

}  // namespace

TEST_CASE("an expression without data") {
  auto problem = gs::bind<rosenbrock>();
  CHECK(problem.size() == 2);
  CHECK(problem.rows() == 1);
  std::vector<double> const at{-1.2, 1};
  std::vector<double> g(2), h(4);
  CHECK(problem.value_and_gradient(at, g) == doctest::Approx(24.2).epsilon(1e-14));
  CHECK(g[0] == doctest::Approx(-215.6).epsilon(1e-14));
  CHECK(g[1] == doctest::Approx(-88.0).epsilon(1e-14));
  problem.hessian(at, h);
  CHECK(h[0] == doctest::Approx(1330).epsilon(1e-14));
  CHECK(h[1] == doctest::Approx(480).epsilon(1e-14));
  CHECK(h[2] == doctest::Approx(480).epsilon(1e-14));
  CHECK(h[3] == doctest::Approx(200).epsilon(1e-14));
}

TEST_CASE("a quadratic form: one parameter under two indexings") {
  std::size_t const n = 7;
  auto const matrix = normal_numbers(n * n, 1);
  auto const theta = normal_numbers(n, 2);
  auto problem = gs::bind<quadratic>(a = gs::matrix(matrix, n, n));
  REQUIRE(problem.size() == n);
  std::vector<double> g(n), h(n * n), gradient(n), hessian(n * n);
  double value = 0;
  for (std::size_t r = 0; r < n; ++r)
    for (std::size_t c = 0; c < n; ++c) {
      value += theta[r] * matrix[r * n + c] * theta[c];
      gradient[r] += (matrix[r * n + c] + matrix[c * n + r]) * theta[c];
      hessian[r * n + c] = matrix[r * n + c] + matrix[c * n + r];
    }
  CHECK(distance(problem.value_and_gradient(theta, g), value) < 1e-14);
  CHECK(largest_distance(g, gradient) < 1e-14);
  problem.hessian(theta, h);
  CHECK(largest_distance(h, hessian) < 1e-14);
}

TEST_CASE("pairs of rows: an axis that shares the extent of another") {
  std::size_t const n = 19, d = 3;
  auto const data = normal_numbers(n * d, 3);
  auto problem = gs::bind<pairwise>(x = gs::matrix(data, n, d));
  REQUIRE(problem.size() == d + 1);
  auto const theta = normal_numbers(d + 1, 4);
  double expected = theta[d] * theta[d];
  for (std::size_t r = 0; r < n; ++r)
    for (std::size_t s = 0; s < n; ++s) {
      double difference = 0;
      for (std::size_t c = 0; c < d; ++c) difference += theta[c] * (data[r * d + c] - data[s * d + c]);
      expected += std::exp(-difference * difference);
    }
  CHECK(distance(problem.value(theta), expected) < 1e-13);
  CHECK(gradient_error(problem, theta) < 1e-9);
  CHECK(hessian_error(problem, theta) < 1e-8);
}

namespace {
constexpr auto u = gs::param<"u">(j);
constexpr auto per_observation = square(sum(j, u * x) - y);
constexpr auto slopes = gs::compile<per_observation, gs::diff(per_observation, u)>;
constexpr auto soft = gs::compile<softmax(j, u), gs::diff(softmax(j, u), u(k)), gs::diff(diff(logsumexp(j, u), u(j)), u(k))>;
}  // namespace

TEST_CASE("outputs that keep axes: the gradient of each observation") {
  std::size_t const n = 37, d = 5;
  auto const data = normal_numbers(n * d, 8);
  auto const target = normal_numbers(n, 9);
  auto const weights = normal_numbers(d, 10);
  auto const [losses, gradients] = slopes(u = weights, x = gs::matrix(data, n, d), y = target);
  REQUIRE(losses.size() == n);
  REQUIRE(gradients.extent(0) == n);
  REQUIRE(gradients.extent(1) == d);
  double worst = 0;
  for (std::size_t r = 0; r < n; ++r) {
    double e = -target[r];
    for (std::size_t c = 0; c < d; ++c) e += weights[c] * data[r * d + c];
    worst = std::max(worst, distance(losses[r], e * e));
    for (std::size_t c = 0; c < d; ++c) worst = std::max(worst, distance(gradients(r, c), 2 * e * data[r * d + c]));
  }
  CHECK(worst < 1e-13);
}

TEST_CASE("a Jacobian and a Hessian by a fresh index") {
  std::size_t const d = 6;
  auto const logits = normal_numbers(d, 11);
  auto const [p, jacobian, hessian] = soft(u = logits);
  double total = 0, worst = 0;
  std::vector<double> expected(d);
  for (std::size_t c = 0; c < d; ++c) total += expected[c] = std::exp(logits[c]);
  for (std::size_t r = 0; r < d; ++r)
    for (std::size_t c = 0; c < d; ++c) {
      double const entry = expected[r] / total * ((r == c ? 1 : 0) - expected[c] / total);
      worst = std::max({worst, distance(p[r], expected[r] / total), distance(jacobian(r, c), entry), distance(hessian(r, c), entry)});
    }
  CHECK(worst < 1e-15);
}
