// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Arrays are borrowed, of whatever type: what is changed in place is seen by the next evaluation.
#include <cstdint>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

namespace {

namespace gs = gradsmith;

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto k = gs::axis<"k">;
constexpr auto w = gs::param<"w">(j);
constexpr auto x = gs::input<"x">(i, j);
constexpr auto scale = gs::input<"scale">(j);
constexpr auto mix = gs::input<"mix">(j, k);
constexpr auto count = gs::input<"count">(i);
constexpr auto loss = sum(i, count * sum(j, w * scale * x)) + sum(k, square(sum(j, w * mix)));

}  // namespace

TEST_CASE("integers that are changed in place after bind") {
  std::vector<double> const data{1, 2, 3, 4}, theta{1, 1};
  std::vector<int> factors{1, 1}, counts{1, 1};
  std::vector<std::int16_t> matrix{1, 0, 0, 0, 1, 0};
  auto problem = gs::bind<loss>(x = gs::matrix(data, 2, 2), scale = factors, count = counts, mix = gs::matrix(matrix, 2, 3));
  auto copy = problem;
  std::vector<double> g(2);
  CHECK(problem.value(theta) == 12);
  CHECK(copy.value_and_gradient(theta, g) == 12);
  factors[1] = 10;
  CHECK(problem.value(theta) == 66);
  CHECK(copy.value(theta) == 66);
  counts[0] = 0;
  CHECK(problem.value_and_gradient(theta, g) == 45);
  CHECK(g == std::vector<double>{5, 42});
  matrix[5] = 3;
  CHECK(problem.value(theta) == 54);
  CHECK(copy.value_and_gradient(theta, g) == 54);
  std::vector<std::uint32_t> const rows{1};
  CHECK(copy.batch(rows).value(theta) == 97);
  counts[1] = 0;
  problem.hvp(theta, theta, g);
  CHECK(g == std::vector<double>{2, 20});
  CHECK(problem.value(theta) == 11);
}
