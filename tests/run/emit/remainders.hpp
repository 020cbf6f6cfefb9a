// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Whole models against a loop in long double: every number of rows up to 2 W + 3, numbers of columns
// around the sizes of the kernels, rows with gaps and columns, nothing read out of bounds.
#pragma once

#include <cmath>
#include <cstddef>
#include <limits>
#include <random>
#include <span>
#include <vector>

#include <doctest/doctest.h>

#include <gradsmith/gradsmith.hpp>

#include "support/element_types.hpp"
#include "support/guarded.hpp"

namespace gradsmith::tests {

template <class T>
inline constexpr std::size_t lane_count = simd::batch<T>::size;

/// How the matrix x lies in memory.
enum class layout { dense, gaps, columns };

/// Random observations: x in [-1, 1] with NaN in gaps, labels 0, 1, 2, ... below `classes`, weights in [0, 2].
template <class T>
struct observations {
  std::size_t n, d;
  layout how;
  std::size_t stride;
  guarded<T> x, labels, weights;

  observations(std::size_t rows, std::size_t columns, std::size_t classes, layout l, unsigned seed)
      : n(rows), d(columns), how(l), stride(l == layout::gaps ? columns + 3 : columns),
        x(l == layout::columns ? rows * columns : (rows - 1) * stride + columns), labels(rows), weights(rows) {
    std::mt19937 bits(seed);
    auto const uniform = [&bits] { return static_cast<double>(bits()) / 2147483648.0 - 1; };
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < d; ++j) x[position(i, j)] = static_cast<T>(uniform());
      labels[i] = static_cast<T>(bits() % classes);
      weights[i] = static_cast<T>(uniform() + 1);
    }
  }
  std::size_t position(std::size_t i, std::size_t j) const { return how == layout::columns ? j * n + i : i * stride + j; }
  long double operator()(std::size_t i, std::size_t j) const { return static_cast<long double>(x[position(i, j)]); }
  auto matrix() const { return how == layout::columns ? column_major(x.data(), n, d) : gradsmith::matrix(x.data(), n, d, stride); }
};

template <class T>
std::vector<T> random_point(std::size_t size, unsigned seed) {
  std::mt19937 bits(seed);
  std::vector<T> point(size);
  for (T& each : point) each = static_cast<T>(static_cast<double>(bits()) / 2147483648.0 - 1);
  return point;
}

/// Value and gradient in long double.
struct reference {
  long double value = 0;
  std::vector<long double> gradient;
};

/// Whether all programs of the problem agree with the reference, and with one another.
template <class T, class Problem>
void check_problem(Problem& problem, std::vector<T> const& theta, reference const& want, std::size_t terms) {
  REQUIRE(problem.size() == want.gradient.size());
  std::vector<T> both(theta.size(), std::numeric_limits<T>::quiet_NaN()), alone = both;
  T const value = problem.value_and_gradient(theta, both);
  problem.gradient(theta, alone);
  auto const bound = static_cast<long double>(std::numeric_limits<T>::epsilon()) * static_cast<long double>(4 * terms + 40);
  CHECK(std::abs(static_cast<long double>(value) - want.value) <= bound * (1 + std::abs(want.value)));
  CHECK(std::abs(static_cast<long double>(problem.value(theta)) - want.value) <= bound * (1 + std::abs(want.value)));
  for (std::size_t k = 0; k < theta.size(); ++k) {
    if (!(std::abs(static_cast<long double>(both[k]) - want.gradient[k]) <= bound))
      FAIL_CHECK("gradient " << k << " is " << both[k] << ", a loop gives " << static_cast<double>(want.gradient[k]));
    if (!(std::abs(static_cast<long double>(alone[k]) - want.gradient[k]) <= bound))
      FAIL_CHECK("gradient " << k << " alone is " << alone[k] << ", a loop gives " << static_cast<double>(want.gradient[k]));
  }
  // Again: the same bits, and nothing accumulated.
  std::vector<T> again = both;
  CHECK(problem.value_and_gradient(theta, again) == value);
  CHECK(again == both);
  problem.gradient(theta, again);
  CHECK(again == alone);
}

/// Calls check(observations, seed) for all sizes and layouts.
template <class T, class Check>
void for_observations(std::size_t classes, Check check) {
  for (std::size_t n = 1; n <= 2 * lane_count<T> + 3; ++n)
    for (std::size_t const d : {std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{7}, std::size_t{8}, std::size_t{9}, std::size_t{15},
                                std::size_t{16}, std::size_t{17}, std::size_t{33}})
      for (layout const how : {layout::dense, layout::gaps, layout::columns}) {
        CAPTURE(n);
        CAPTURE(d);
        CAPTURE(static_cast<int>(how));
        observations<T> const data(n, d, classes, how, static_cast<unsigned>(n * 100 + d));
        check(data, static_cast<unsigned>(n + d));
      }
}

/// logsumexp, and softmax in place.
inline long double softmax_in_place(std::span<long double> z) {
  long double top = z[0], total = 0;
  for (long double const each : z) top = std::max(top, each);
  for (long double& each : z) total += each = std::exp(each - top);
  for (long double& each : z) each /= total;
  return top + std::log(total);
}

}  // namespace gradsmith::tests
