// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Objectives on some of the rows: labels, layouts of the data, means inside functions, pairs of rows.
#include <cmath>
#include <cstdint>
#include <numeric>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

#include "run/bind/batches.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto c = gs::axis<"c", 3>;
constexpr auto w = gs::param<"w">(j);
constexpr auto b = gs::param<"b">;
constexpr auto v = gs::param<"v">(j, c);
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);
constexpr auto label = gs::input<"label">(i);
constexpr auto residual = sum(j, w * x) + b - y;

constexpr auto classes = mean(i, -pick(c, log_softmax(c, sum(j, v * x)), label)) + 0.05 * sum(j, sum(c, square(v)));
constexpr auto k = gs::axis<"k">;
constexpr auto pairs = sum(i, sum(k, square(sum(j, w * (x(i, j) - x(k, j)))))) + square(b);
constexpr auto place = gs::input<"place">;
constexpr auto of_one_row = pick(i, square(residual), place) + sum(j, square(w));
constexpr auto plug_in = log(mean(i, exp(residual)));

}  // namespace

TEST_CASE("labels, and data by columns or with gaps") {
  auto const theta = normal_numbers(d * 3, 6);
  std::vector<double> by_columns(n * d), gaps(n * (d + 3), NAN);
  for (std::size_t r = 0; r < n; ++r)
    for (std::size_t q = 0; q < d; ++q) by_columns[q * n + r] = gaps[r * (d + 3) + q] = data[r * d + q];
  std::vector<double> wide_labels(2 * n, -1);
  for (std::size_t r = 0; r < n; ++r) wide_labels[2 * r] = labels[r];
  gs::array_view<double const, 1> const every_other{wide_labels.data(), {n}, {2}};
  auto by_rows = gs::bind<classes>(x = gs::matrix(data, n, d), label = labels);
  auto strided = gs::bind<classes>(x = gs::matrix(gaps.data(), n, d, d + 3), label = every_other);
  auto columns = gs::bind<classes>(x = gs::column_major(by_columns.data(), n, d), label = labels);
  for (row_list const& rows : batches()) {
    gathered const own(rows);
    auto expected = gs::bind<classes>(x = gs::matrix(own.data, rows.size(), d), label = own.labels);
    CHECK(difference(by_rows.batch(rows), expected, theta) < 1e-13);
    CHECK(difference(strided.batch(rows), expected, theta) < 1e-13);
    CHECK(difference(columns.batch(rows), expected, theta) < 1e-13);
  }
}

TEST_CASE("a mean inside a logarithm is estimated from the batch") {
  auto const theta = normal_numbers(d + 1, 7, 0.3);
  auto problem = gs::bind<plug_in>(x = gs::matrix(data, n, d), y = target);
  for (row_list const& rows : batches()) {
    gathered const own(rows);
    CHECK(difference(problem.batch(rows), gs::bind<plug_in>(x = gs::matrix(own.data, rows.size(), d), y = own.target), theta) < 1e-13);
  }
}

TEST_CASE("pairs of rows: the first is of the batch, the second of the whole") {
  auto const theta = normal_numbers(d + 1, 45);
  auto problem = gs::bind<pairs>(x = gs::matrix(data, n, d));
  for (row_list const& rows : batches()) {
    long double expected = 0;
    for (std::uint32_t r : rows)
      for (std::size_t o = 0; o < n; ++o) {
        long double s = 0;
        for (std::size_t q = 0; q < d; ++q) s += static_cast<long double>(theta[q]) * (data[r * d + q] - data[o * d + q]);
        expected += s * s;
      }
    expected *= static_cast<long double>(n) / static_cast<long double>(rows.size());
    expected += static_cast<long double>(theta[d]) * theta[d];
    auto view = problem.batch(rows);
    CHECK(distance(view.value(theta), static_cast<double>(expected)) < 1e-13);
    CHECK(gradient_error(view, theta, 0.1) < 1e-9);
  }
}

TEST_CASE("positions along the rows of a batch are those in the data") {
  auto const theta = normal_numbers(d + 1, 46);
  auto problem = gs::bind<of_one_row>(x = gs::matrix(data, n, d), y = target, place = 150);
  double penalty = 0, residual_there = theta[d] - target[150];
  for (std::size_t q = 0; q < d; ++q) penalty += theta[q] * theta[q], residual_there += theta[q] * data[150 * d + q];
  double const entry = residual_there * residual_there;
  CHECK(distance(problem.value(theta), entry + penalty) < 1e-13);
  row_list const without{0, 2, 149}, with{9, 150, 3, 1};
  CHECK(distance(problem.batch(without).value(theta), penalty) < 1e-13);
  auto view = problem.batch(with);
  CHECK(distance(view.value(theta), entry * static_cast<double>(n) / 4 + penalty) < 1e-13);
  CHECK(gradient_error(view, theta) < 1e-9);
}
