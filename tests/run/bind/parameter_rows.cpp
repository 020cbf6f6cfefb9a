// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A parameter with an entry per observation, on a batch: the entries of its rows have a gradient, the others 0.
#include <cmath>
#include <cstdint>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

#include "run/bind/batches.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto c = gs::axis<"c">;
constexpr auto k = gs::axis<"k">;
constexpr auto s = gs::param<"s">(i);
constexpr auto t = gs::param<"t">(c, i);
constexpr auto w = gs::param<"w">(j);
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);

constexpr auto plain = mean(i, square(s - y));
constexpr auto mixed = mean(i, log(1 + exp(sum(j, w * x) + s - y))) + 0.1 * sum(i, square(s)) + sum(j, square(w)) +
                       sum(i, sum(c, square(t * s - y)));
constexpr auto plug_in = log(mean(i, exp(s - y))) * mean(i, square(s)) + logsumexp(i, s * y) + max(i, s * y);
constexpr auto nested = mean(i, square(s - y * mean(i, s * y)));
constexpr auto pairs = mean(i, mean(k, square(s + y - y(k))));
constexpr auto p = gs::param<"p">(i, k);
constexpr auto v = gs::param<"v">(j, k);
constexpr auto factors = mean(i, mean(j, square(sum(k, p * v) - x))) + 0.01 * sum(i, sum(k, square(p)));
constexpr auto absent = sum(i, s) + mean(i, y);

double squared(double e) { return e * e; }

// The rows once more as a problem of their own, with their entries of theta.
struct chosen {
  std::vector<double> own, target;
  chosen(std::vector<double> const& theta, row_list const& rows) {
    for (std::uint32_t r : rows) {
      own.push_back(theta[r]);
      target.push_back(gradsmith::tests::target[r]);
    }
  }
};

// Value, gradient and Hessian product of a batch against those of a problem that holds its rows alone.
template <auto Loss>
double batch_error(row_list const& rows) {
  auto const theta = normal_numbers(n, 3), direction = normal_numbers(n, 4);
  chosen const part(theta, rows), along(direction, rows);
  auto problem = gs::bind<Loss>(y = target);
  auto alone = gs::bind<Loss>(y = part.target);
  auto view = problem.batch(rows);
  std::size_t const m = rows.size();
  std::vector<double> g(n, NAN), expected(n), own(m);
  double worst = distance(view.value_and_gradient(theta, g), alone.value_and_gradient(part.own, own));
  auto const compare = [&] {
    std::fill(expected.begin(), expected.end(), 0.0);
    for (std::size_t r = 0; r < m; ++r) expected[rows[r]] += own[r];
    worst = std::max(worst, largest_distance(g, expected));
  };
  compare();
  std::fill(g.begin(), g.end(), NAN);
  view.gradient(theta, g);
  compare();
  view.hvp(theta, direction, g);
  alone.hvp(part.own, along.own, own);
  compare();
  return std::max(worst, distance(view.value(theta), alone.value(part.own)));
}

}  // namespace

TEST_CASE("one row of four") {
  std::vector<double> const four{1, 2, 3, 4}, theta(4);
  std::vector<std::uint32_t> const rows{2};
  auto problem = gs::bind<plain>(y = four);
  std::vector<double> g(4, NAN);
  CHECK(problem.batch(rows).value_and_gradient(theta, g) == 9);
  CHECK(g == std::vector<double>{0, 0, -6, 0});
  CHECK(problem.value_and_gradient(theta, g) == 7.5);
  CHECK(g == std::vector<double>{-0.5, -1, -1.5, -2});
}

TEST_CASE("the rows of a batch are those of a problem of their own; a row named twice counts twice") {
  for (row_list const& rows : batches()) {
    CHECK(batch_error<plain>(rows) < 1e-13);
    CHECK(batch_error<nested>(rows) < 1e-12);
  }
}

TEST_CASE("the gradient of a batch is that of its value") {
  auto problem = gs::bind<mixed>(x = gs::matrix(data, n, d), y = target, c = 2);
  REQUIRE(problem.size() == d + 3 * n);
  auto const theta = normal_numbers(problem.size(), 7);
  auto many = gs::bind<plug_in>(y = target);
  auto const point = normal_numbers(n, 8, 0.3);
  for (row_list const& rows : {row_list{5}, row_list{9, 3, 3, 202, 0}}) {
    auto view = problem.batch(rows);
    CHECK(gradient_error(view, theta) < 1e-8);
    auto const direction = normal_numbers(problem.size(), 11);
    std::vector<double> product(problem.size()), g(problem.size());
    view.hvp(theta, direction, product);
    for (std::size_t q : {std::size_t{0}, d, d + 9, d + n + 9, d + n + 10}) {
      auto const slope_along = [&](std::vector<double> const& step) {
        std::vector<double> at(theta);
        for (std::size_t e = 0; e < at.size(); ++e) at[e] += step[0] * direction[e];
        view.gradient(at, g);
        return g[q];
      };
      CHECK(distance(differences(slope_along, {0.0})[0], product[q]) < 1e-8);
    }
    auto estimate = many.batch(rows);
    CHECK(gradient_error(estimate, point) < 1e-8);
  }
  CHECK(gradient_error(problem, theta) < 1e-8);
}

TEST_CASE("the factors of a matrix, of which a batch takes rows") {
  std::size_t const rank = 3;
  auto problem = gs::bind<factors>(x = gs::matrix(data, n, d), k = rank);
  CHECK(problem.rows() == n);
  auto const theta = normal_numbers(problem.size(), 10);
  row_list const rows{200, 0, 77, 77, 31, 5, 6, 8, 9, 10};
  gathered const own(rows);
  auto alone = gs::bind<factors>(x = gs::matrix(own.data, rows.size(), d), k = rank);
  std::vector<double> part, g(problem.size(), NAN), expected(problem.size()), slope(alone.size());
  for (std::uint32_t r : rows) part.insert(part.end(), theta.begin() + r * rank, theta.begin() + (r + 1) * rank);
  part.insert(part.end(), theta.end() - d * rank, theta.end());
  problem.batch(rows).gradient(theta, g);
  alone.gradient(part, slope);
  // The penalty is a sum: it is larger by the rows that are left out.
  double const more = static_cast<double>(n) / static_cast<double>(rows.size()) - 1;
  for (std::size_t r = 0; r < rows.size(); ++r)
    for (std::size_t q = 0; q < rank; ++q) expected[rows[r] * rank + q] += slope[r * rank + q] + more * 0.02 * part[r * rank + q];
  std::copy(slope.end() - d * rank, slope.end(), expected.end() - d * rank);
  CHECK(largest_distance(g, expected) < 1e-12);
}

TEST_CASE("a parameter per row against all other rows, and one that nothing depends on by more than its sum") {
  auto problem = gs::bind<pairs>(y = target);
  auto const theta = normal_numbers(n, 9);
  row_list const rows{17, 3};
  auto view = problem.batch(rows);
  double expected = 0;
  for (std::uint32_t r : rows)
    for (double other : target) expected += squared(theta[r] + gradsmith::tests::target[r] - other) / static_cast<double>(2 * n);
  CHECK(distance(view.value(theta), expected) < 1e-13);
  CHECK(gradient_error(view, theta) < 1e-8);

  auto sums = gs::bind<absent>(y = target);
  std::vector<double> g(n, NAN);
  sums.batch(rows).gradient(theta, g);
  for (std::size_t r = 0; r < n; ++r) CHECK(g[r] == (r == 3 || r == 17 ? n / 2.0 : 0.0));
}
