// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Arrays of rank three, and labels in a matrix.
#include <cmath>
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
constexpr auto t = gs::axis<"t">;
constexpr auto w = gs::param<"w">(j);
constexpr auto u = gs::param<"u">(j);
constexpr auto b = gs::param<"b">;
constexpr auto cube = gs::input<"cube">(i, t, j);
constexpr auto label = gs::input<"label">(i, t);

constexpr auto rank_three = mean(i, sum(t, tanh(sum(j, cube * w) + b)));
constexpr auto grid = mean(i, mean(t, -pick(j, log_softmax(j, u * cube), label)));

}  // namespace

TEST_CASE("an array of rank three") {
  std::size_t const n = 45, m = 6, d = 3;
  auto const data = normal_numbers(n * m * d, 7);
  auto problem = gs::bind<rank_three>(cube = gs::tensor(data.data(), {n, m, d}));
  auto const theta = normal_numbers(d + 1, 8);
  long double expected = 0;
  for (std::size_t r = 0; r < n * m; ++r) {
    long double s = theta[d];
    for (std::size_t q = 0; q < d; ++q) s += static_cast<long double>(theta[q]) * data[r * d + q];
    expected += std::tanh(s) / static_cast<long double>(n);
  }
  CHECK(distance(problem.value(theta), static_cast<double>(expected)) < 1e-13);
  CHECK(gradient_error(problem, theta) < 1e-9);
  CHECK(hessian_error(problem, theta) < 1e-8);
  std::vector<std::uint32_t> const rows{44, 0, 3};
  auto view = problem.batch(rows);
  CHECK(gradient_error(view, theta) < 1e-9);
}

TEST_CASE("labels in a matrix") {
  std::size_t const n = 21, m = 6, d = 3;
  auto const data = normal_numbers(n * m * d, 9);
  std::vector<int> labels(n * m);
  for (std::size_t r = 0; r < labels.size(); ++r) labels[r] = static_cast<int>(r * 5 % d);
  auto const run = [&] { return gs::bind<grid>(cube = gs::tensor(data.data(), {n, m, d}), label = gs::matrix(labels, n, m)); };
  auto problem = run();
  auto const theta = normal_numbers(d, 10);
  long double expected = 0;
  for (std::size_t r = 0; r < n * m; ++r) {
    long double total = 0;
    for (std::size_t q = 0; q < d; ++q) total += std::exp(static_cast<long double>(theta[q]) * data[r * d + q]);
    std::size_t const q = static_cast<std::size_t>(labels[r]);
    expected += (std::log(total) - static_cast<long double>(theta[q]) * data[r * d + q]) / static_cast<long double>(n * m);
  }
  CHECK(distance(problem.value(theta), static_cast<double>(expected)) < 1e-13);
  CHECK(gradient_error(problem, theta) < 1e-9);
  labels[7] = 3;
  CHECK_THROWS_WITH_AS((void)run(), "gradsmith: label[7] is 3, not a position along the axis j, which has 3 entries counted from 0", gs::data_error);
}
