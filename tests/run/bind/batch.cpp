// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Objectives on some of the rows: unbiased estimates, equal to a problem that holds just these rows.
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
constexpr auto w = gs::param<"w">(j);
constexpr auto b = gs::param<"b">;
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);
constexpr auto residual = sum(j, w * x) + b - y;

constexpr auto as_mean = mean(i, square(residual));
constexpr auto as_sum = sum(i, square(residual));
constexpr auto penalty = 0.1 * sum(j, square(w)) + square(b);
constexpr auto mixed = mean(i, square(residual)) + 0.01 * sum(i, log(1 + exp(residual))) + penalty;

}  // namespace

TEST_CASE("a mean over the batch is that of a problem bound to its rows") {
  auto const theta = normal_numbers(d + 1, 3);
  auto problem = gs::bind<as_mean>(x = gs::matrix(data, n, d), y = target);
  for (row_list const& rows : batches()) {
    gathered const own(rows);
    CHECK(problem.batch(rows).rows() == rows.size());
    CHECK(problem.batch(rows).size() == d + 1);
    CHECK(difference(problem.batch(rows), gs::bind<as_mean>(x = gs::matrix(own.data, rows.size(), d), y = own.target), theta) < 1e-13);
  }
}

TEST_CASE("a sum stands for the sum over all rows; terms without rows are unchanged") {
  auto const theta = normal_numbers(d + 1, 4);
  auto whole = gs::bind<as_sum>(x = gs::matrix(data, n, d), y = target);
  auto mix = gs::bind<mixed>(x = gs::matrix(data, n, d), y = target);
  for (row_list const& rows : batches()) {
    gathered const own(rows);
    double const weight = static_cast<double>(n) / static_cast<double>(rows.size());
    long double squares = 0, softplus = 0;
    for (std::size_t r = 0; r < rows.size(); ++r) {
      long double e = theta[d] - own.target[r];
      for (std::size_t q = 0; q < d; ++q) e += static_cast<long double>(theta[q]) * own.data[r * d + q];
      squares += e * e;
      softplus += std::log1p(std::exp(e));
    }
    long double rest = static_cast<long double>(theta[d]) * theta[d];
    for (std::size_t q = 0; q < d; ++q) rest += 0.1L * theta[q] * theta[q];
    CHECK(distance(whole.batch(rows).value(theta), static_cast<double>(weight * squares)) < 1e-13);
    double const expected = static_cast<double>(squares / static_cast<long double>(rows.size()) + 0.01L * weight * softplus + rest);
    CHECK(distance(mix.batch(rows).value(theta), expected) < 1e-13);
    auto view = mix.batch(rows);
    CHECK(gradient_error(view, theta) < 1e-9);
    std::vector<double> product(d + 1), g(d + 1);
    auto const direction = normal_numbers(d + 1, 44);
    view.hvp(theta, direction, product);
    std::vector<double> hessian((d + 1) * (d + 1));
    view.hessian(theta, hessian);
    for (std::size_t q = 0; q <= d; ++q)
      CHECK(distance(std::inner_product(direction.begin(), direction.end(), hessian.begin() + static_cast<std::ptrdiff_t>(q * (d + 1)), 0.0), product[q]) < 1e-12);
    for (std::size_t q = 0; q <= d; ++q) {
      auto const slope_along = [&](std::vector<double> const& step) {
        std::vector<double> at(theta);
        for (std::size_t p = 0; p <= d; ++p) at[p] += step[0] * direction[p];
        view.gradient(at, g);
        return g[q];
      };
      CHECK(distance(differences(slope_along, {0.0})[0], product[q]) < 1e-8);
    }
  }
}

TEST_CASE("all rows in order give the value of the whole") {
  auto const theta = normal_numbers(d + 1, 5);
  auto problem = gs::bind<mixed>(x = gs::matrix(data, n, d), y = target);
  std::vector<double> g(d + 1), whole(d + 1), again(d + 1);
  double const value = problem.value_and_gradient(theta, whole);
  CHECK(distance(problem.batch(batches()[4]).value_and_gradient(theta, g), value) < 1e-15);
  CHECK(largest_distance(g, whole) < 1e-15);
  // A batch leaves nothing behind.
  (void)problem.batch(batches()[3]).value_and_gradient(theta, g);
  CHECK(problem.value_and_gradient(theta, again) == value);
  CHECK(again == whole);
}

TEST_CASE("an average over batches of the partition is the whole: unbiased") {
  auto const theta = normal_numbers(d + 1, 8);
  auto problem = gs::bind<mixed>(x = gs::matrix(data, n, d), y = target);
  std::vector<double> g(d + 1), total(d + 1), whole(d + 1);
  double value = 0;
  constexpr std::size_t size = 29;  // 203 = 7 * 29
  for (std::size_t first = 0; first < n; first += size) {
    row_list rows(size);
    for (std::size_t r = 0; r < size; ++r) rows[r] = static_cast<std::uint32_t>((first + r) * 10 % n);
    value += problem.batch(rows).value_and_gradient(theta, g) / 7;
    for (std::size_t q = 0; q <= d; ++q) total[q] += g[q] / 7;
  }
  CHECK(distance(value, problem.value_and_gradient(theta, whole)) < 1e-13);
  CHECK(largest_distance(total, whole) < 1e-13);
}
