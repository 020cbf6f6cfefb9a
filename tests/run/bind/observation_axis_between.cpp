// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Observations along an axis between two others, or along one that only the formula names.
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
constexpr auto k = gs::axis<"k">;
constexpr auto o = gs::axis<"o">;
constexpr auto w = gs::param<"w">(j);
constexpr auto u = gs::param<"u">(k, j);
constexpr auto x = gs::input<"x">(i, j);
constexpr auto r = gs::input<"r">(k, i, j);
constexpr auto rows_first = gs::input<"rows_first">(i, k, j);
constexpr auto y = gs::input<"y">(i);
constexpr auto unnamed = gs::input<"unnamed">(o, j);

constexpr auto middle = mean(i, square(sum(k, sum(j, u * exp(0.1 * r))) - y)) + 0.1 * sum(j, square(w));
constexpr auto front = mean(i, square(sum(k, sum(j, u * exp(0.1 * rows_first))) - y)) + 0.1 * sum(j, square(w));
constexpr auto renamed = mean(i, square(sum(j, w * unnamed(i, j))));
constexpr auto renamed_usual = mean(i, square(sum(j, w * x)));

}  // namespace

TEST_CASE("observations between two other axes") {
  std::size_t const m = 3;
  auto const first = normal_numbers(n * m * d, 5);
  std::vector<double> between(first.size());
  for (std::size_t row = 0; row < n; ++row)
    for (std::size_t p = 0; p < m; ++p)
      for (std::size_t q = 0; q < d; ++q) between[(p * n + row) * d + q] = first[(row * m + p) * d + q];
  auto problem = gs::bind<middle>(r = gs::tensor(between.data(), {m, n, d}), y = target);
  auto same = gs::bind<front>(rows_first = gs::tensor(first.data(), {n, m, d}), y = target);
  CHECK(problem.rows() == n);
  auto const theta = normal_numbers(problem.size(), 6);
  CHECK(difference(problem, same, theta) < 1e-13);
  for (row_list const& rows : batches()) CHECK(difference(problem.batch(rows), same.batch(rows), theta) < 1e-13);
}

TEST_CASE("an axis that data are indexed by only in the formula") {
  auto problem = gs::bind<renamed>(unnamed = gs::matrix(data, n, d));
  auto same = gs::bind<renamed_usual>(x = gs::matrix(data, n, d));
  CHECK(problem.rows() == n);
  auto const theta = normal_numbers(d, 7);
  for (row_list const& rows : batches()) CHECK(difference(problem.batch(rows), same.batch(rows), theta) < 1e-13);
}
