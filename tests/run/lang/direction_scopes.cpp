// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Directions and cotangents that have axes of their own inside, put where the formula has axes of the same names.
#include <cmath>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

#include "support/numeric.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr auto j = gs::axis<"j">;
constexpr auto k = gs::axis<"k">;
constexpr auto w = gs::param<"w">(j);
constexpr auto a = gs::input<"a">(j, k);

constexpr auto squares = sum(k, square(w(k)));
constexpr auto f = gs::compile<gs::jvp(squares, w, w* sum(k, w(k))), gs::jvp(squares, w, softmax(j, w)), gs::vjp(w* squares, sum(k, a * w(k)), w),
                               gs::jvp(sum(j, sum(k, w * a * w(k))), w(k), sum(j, a * w))>;

}  // namespace

TEST_CASE("an axis of the direction does not meet one of the formula") {
  std::size_t const n = 5;
  auto const weights = normal_numbers(n, 1), matrix = normal_numbers(n * n, 2);
  double length = 0, total = 0, exponentials = 0, mean = 0;
  for (double each : weights) length += each * each, total += each, exponentials += std::exp(each), mean += each * std::exp(each);
  std::vector<double> direction(n), cotangent(n), pulled(n);
  double along = 0, inner = 0;
  for (std::size_t r = 0; r < n; ++r)
    for (std::size_t q = 0; q < n; ++q) {
      direction[q] += matrix[r * n + q] * weights[r];
      cotangent[r] += matrix[r * n + q] * weights[q];
    }
  for (std::size_t r = 0; r < n; ++r) inner += cotangent[r] * weights[r];
  for (std::size_t r = 0; r < n; ++r) {
    pulled[r] = cotangent[r] * length + 2 * weights[r] * inner;
    for (std::size_t q = 0; q < n; ++q) along += direction[r] * (matrix[r * n + q] + matrix[q * n + r]) * weights[q];
  }
  auto const [scaled, soft, back, quadratic] = f(w = weights, a = gs::matrix(matrix, n, n));
  CHECK(distance(scaled, 2 * length * total) < 1e-14);
  CHECK(distance(soft, 2 * mean / exponentials) < 1e-14);
  CHECK(largest_distance(back, pulled) < 1e-14);
  CHECK(distance(quadratic, along) < 1e-14);
}
