// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Hessians as outputs of compile: of logistic regression against X'DX by a loop, with its diagonal and a product; and
// those of a network against the Hessian of the bound problem.
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
constexpr auto l = gs::axis<"l">;
constexpr auto w = gs::param<"w">(j);
constexpr auto b = gs::param<"b">;
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);
constexpr auto v = gs::input<"v">(j);
constexpr auto logistic = mean(i, log(1 + exp(-y * (sum(j, w * x) + b))));
constexpr auto curvature = gs::compile<gs::hessian(logistic), gs::diff(gs::diff(logistic, w(k)), w(l)), gs::hessian_diagonal(logistic, w), gs::hessian_diagonal(logistic, b),
                                       gs::hvp(logistic, w, v)>;

constexpr auto w1 = gs::param<"w1">(j, k);
constexpr auto w2 = gs::param<"w2">(k);
constexpr auto network = mean(i, square(sum(k, w2 * tanh(sum(j, w1 * x))) - y));
constexpr auto of_network = gs::compile<gs::hessian(network), gs::hessian_diagonal(network, w1), gs::hessian_diagonal(network, w2)>;

}  // namespace

TEST_CASE("the Hessian of logistic regression is X'DX") {
  std::size_t const n = 53, d = 5;
  auto const data = normal_numbers(n * d, 1), weights = normal_numbers(d, 2), direction = normal_numbers(d, 3);
  double const bias = 0.3;
  std::vector<double> labels(n), ww(d * d), wb(d);
  double bb = 0;
  for (std::size_t row = 0; row < n; ++row) {
    labels[row] = row % 3 == 0 ? 1 : -1;
    double z = bias;
    for (std::size_t q = 0; q < d; ++q) z += weights[q] * data[row * d + q];
    double const p = 1 / (1 + std::exp(-z)), weight = p * (1 - p) / static_cast<double>(n);
    bb += weight;
    for (std::size_t q = 0; q < d; ++q) {
      wb[q] += weight * data[row * d + q];
      for (std::size_t m = 0; m < d; ++m) ww[q * d + m] += weight * data[row * d + q] * data[row * d + m];
    }
  }
  auto const [h_ww, h_wb, h_bb, nested, diagonal, corner, product] = curvature(w = weights, b = bias, x = gs::matrix(data, n, d), y = labels, v = direction);
  CHECK(largest_distance(h_ww, ww) < 1e-15);
  CHECK(largest_distance(h_wb, wb) < 1e-15);
  CHECK(distance(h_bb, bb) < 1e-15);
  CHECK(largest_distance(nested, ww) < 1e-15);
  CHECK(distance(corner, bb) < 1e-15);
  for (std::size_t q = 0; q < d; ++q) {
    CHECK(distance(diagonal[q], ww[q * d + q]) < 1e-15);
    double expected = 0;
    for (std::size_t m = 0; m < d; ++m) expected += ww[q * d + m] * direction[m];
    CHECK(distance(product[q], expected) < 1e-15);
  }
}

TEST_CASE("the blocks and diagonals of a network's Hessian are those of the bound problem's") {
  std::size_t const n = 17, d = 3, h = 4, size = d * h + h;
  auto const data = normal_numbers(n * d, 4), targets = normal_numbers(n, 5), theta = normal_numbers(size, 6);
  auto problem = gs::bind<network>(x = gs::matrix(data, n, d), y = targets, k = h);
  REQUIRE(problem.size() == size);
  REQUIRE(problem.blocks()[0].name == "w2");
  std::vector<double> full(size * size);
  problem.hessian(theta, full);
  std::vector<double> const last(theta.begin(), theta.begin() + h), first(theta.begin() + h, theta.end());
  auto const [h22, h21, h11, diagonal1, diagonal2] = of_network(w1 = gs::matrix(first, d, h), w2 = last, x = gs::matrix(data, n, d), y = targets);
  REQUIRE(h11.size() == d * h * d * h);
  double worst = 0;
  for (std::size_t p = 0; p < size; ++p)
    for (std::size_t q = p; q < size; ++q) {
      double const block = q < h ? h22.data()[p * h + q] : p < h ? h21.data()[p * d * h + q - h] : h11.data()[(p - h) * d * h + q - h];
      worst = std::max(worst, distance(block, full[p * size + q]));
    }
  CHECK(worst < 1e-13);
  for (std::size_t p = 0; p < h; ++p) CHECK(distance(diagonal2[p], full[p * size + p]) < 1e-13);
  for (std::size_t p = 0; p < d * h; ++p) CHECK(distance(diagonal1.data()[p], full[(h + p) * (size + 1)]) < 1e-13);
}
