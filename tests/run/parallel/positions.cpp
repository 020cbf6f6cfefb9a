// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The position of a row, cumulative sums within rows and along them: by several workers.
#include "run/parallel/same_bits.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto w = gs::param<"w">(j);
constexpr auto b = gs::param<"b">;
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);
constexpr auto accumulated =
    mean(i, sum(j, square(cumulative_sum(j, w * x) - y))) + mean(i, sum(j, reverse_cumulative_sum(j, exp(w * x))));
constexpr auto along_rows = sum(i, square(cumulative_sum(i, b * y)));
constexpr auto by_position = mean(i, square(b * i / extent(i) - y)) + sum(j, square(w));

constexpr std::size_t n = 30007, d = 6;
std::vector<double> const data = normal_numbers(n * d, 1), target = normal_numbers(n, 2);
std::vector<double> const theta = normal_numbers(d + 1, 3, 0.3);

}  // namespace

TEST_CASE("positions of rows") {
  auto const many = normal_numbers(200003, 4);
  auto problem = gs::bind<by_position>(y = many, j = d);
  comparison const found = compare_workers(problem, theta);
  CHECK(found.divided);
  CHECK(found.different == 0);
  CHECK(found.far < 1e-12);
}

TEST_CASE("cumulative sums within rows") {
  auto problem = gs::bind<accumulated>(x = gs::matrix(data, n, d), y = target);
  std::vector<double> const at(theta.begin(), theta.end() - 1);
  comparison const found = compare_workers(problem, at);
  CHECK(found.divided);
  CHECK(found.different == 0);
  CHECK(found.far < 1e-12);
}

// There each entry needs the one before: nothing is read by rows, and nothing is divided.
TEST_CASE("cumulative sums along the observations") {
  auto problem = gs::bind<along_rows>(y = target);
  comparison const found = compare_workers(problem, std::vector<double>{0.5});
  CHECK(!found.divided);
  CHECK(found.different == 0);
  CHECK(found.far == 0);
}
