// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A symbol indexed twice by the same axis is a diagonal, also along the rows, and its derivative has zeros beside it.
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
constexpr auto l = gs::axis<"l">;
constexpr auto m = gs::axis<"m">;
constexpr auto x = gs::input<"x">(i, j);
constexpr auto twice = gs::input<"twice">(i, i);
constexpr auto cube = gs::input<"cube">(i, j, i);
constexpr auto y = gs::input<"y">(i);
constexpr auto w = gs::param<"w">(j);
constexpr auto q = gs::param<"q">(j, l);
constexpr auto a = gs::param<"a">;
constexpr auto trace = sum(j, q(j, j));

constexpr auto along_rows = mean(i, square(twice * a - y)) + mean(i, exp(0.1 * x(i, i)));
constexpr auto of_parameters = square(trace) + sum(j, exp(0.3 * q(j, j))) + sum(j, l, q * q(l, j)) * trace;

}  // namespace

TEST_CASE("a diagonal of the data along the rows") {
  std::vector<double> const data{1, 2, 3, 4, 5, 6, 7, 8, 9};
  auto const square_matrix = gs::matrix(data, 3, 3);
  constexpr auto f = gs::compile<sum(i, x(i, i)), x(i, i), sum(i, twice), twice, sum(i, twice * twice)>;
  auto const [total, diagonal, total2, diagonal2, squares] = f(x = square_matrix, twice = square_matrix);
  CHECK(total == 15);
  CHECK(total2 == 15);
  CHECK(squares == 1 + 25 + 81);
  for (std::size_t r = 0; r < 3; ++r) {
    CHECK(diagonal[r] == data[4 * r]);
    CHECK(diagonal2[r] == data[4 * r]);
  }
  // Integers are converted as they are read.
  std::vector<int> const integers{1, 2, 3, 4, 5, 6, 7, 8, 9};
  CHECK(gs::compile<sum(i, twice)>(twice = gs::matrix(integers, 3, 3)).get<0>() == 15);
}

TEST_CASE("a diagonal of more rows than a block has, in three dimensions, and on a batch") {
  std::size_t const n = 301, d = 2;
  auto const big = normal_numbers(n * n, 1), target = normal_numbers(n, 2), flat = normal_numbers(n * d * n, 3);
  auto problem = gs::bind<along_rows>(x = gs::matrix(big, n, n), twice = gs::matrix(big, n, n), y = target);
  std::vector<std::uint32_t> const rows{300, 7, 7, 0, 44};
  auto const expected = [&](auto const& some) {
    double total = 0;
    for (auto r : some) {
      double const each = big[r * n + r], error = 0.5 * each - target[r];
      total += error * error + std::exp(0.1 * each);
    }
    return total / static_cast<double>(some.size());
  };
  std::vector<std::size_t> all(n);
  for (std::size_t r = 0; r < n; ++r) all[r] = r;
  std::vector<double> const theta{0.5};
  CHECK(distance(problem.value(theta), expected(all)) < 1e-13);
  CHECK(distance(problem.batch(rows).value(theta), expected(rows)) < 1e-13);
  CHECK(gradient_error(problem, theta) < 1e-9);

  std::vector<double> const weights{0.5, -2};
  auto const [sums] = gs::compile<sum(j, w * cube)>(w = weights, cube = gs::tensor(flat.data(), {n, d, n}));
  REQUIRE(sums.size() == n);
  for (std::size_t r = 0; r < n; ++r)
    CHECK(distance(sums[r], 0.5 * flat[(r * d) * n + r] - 2 * flat[(r * d + 1) * n + r]) < 1e-15);
}

TEST_CASE("the derivative by a matrix of which the diagonal is read") {
  std::vector<double> const at{3, 5, 7, 11};
  auto const given = gs::matrix(at, 2, 2);
  constexpr auto f = gs::compile<diff(trace, q), diff(square(trace), q), diff(q(j, j), q(l, m)), diff(trace, q(m, m))>;
  auto const [identity, scaled, each, diagonal] = f(q = given);
  for (std::size_t r = 0; r < 2; ++r)
    for (std::size_t s = 0; s < 2; ++s) {
      CHECK(identity(r, s) == (r == s ? 1 : 0));
      CHECK(scaled(r, s) == (r == s ? 28 : 0));
      for (std::size_t k = 0; k < 2; ++k) CHECK(each(k, r, s) == (k == r && k == s ? 1 : 0));
    }
  CHECK(diagonal[0] == 1);
  CHECK(diagonal[1] == 1);
}

TEST_CASE("gradient and Hessian with a diagonal in the loss") {
  std::size_t const n = 4;
  auto problem = gs::bind<of_parameters>(j = n);
  REQUIRE(problem.size() == n * n);
  auto const theta = normal_numbers(n * n, 5);
  CHECK(gradient_error(problem, theta) < 1e-9);
  CHECK(hessian_error(problem, theta) < 1e-8);

  auto plain = gs::bind<square(trace)>(j = 2);
  std::vector<double> const at{3, 5, 7, 11}, direction{1, 10, 100, 1000};
  std::vector<double> product(4);
  plain.hvp(at, direction, product);
  CHECK(product == std::vector<double>{2002, 0, 0, 2002});
}
