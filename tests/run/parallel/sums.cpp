// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Sums over the rows by several workers: the bits of one, for all numbers of rows; few rows are not divided.
#include <type_traits>

#include "run/parallel/same_bits.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr auto i = gs::axis<"i">;
constexpr auto a = gs::param<"a">;
constexpr auto b = gs::param<"b">;
constexpr auto y = gs::input<"y">(i);
// A sum of logarithms by blocks, a plain sum, a maximum, and what no row is in.
constexpr auto loss = sum(i, log(1 + exp(a * y - b))) + sum(i, square(a - y)) + 0.1 * max(i, a * y) + square(a);

}  // namespace

TEST_CASE_TEMPLATE("numbers per row", T, double, float) {
  for (std::size_t const n : std::initializer_list<std::size_t>{1, 7, 1000, 16384, 100003}) {
    auto const target = normal_numbers<T>(n, 3);
    auto problem = gs::bind<loss>(y = target);
    comparison const found = compare_workers(problem, std::vector<T>{T(0.3), T(-0.2)});
    INFO("rows: ", n);
    CHECK(found.different == 0);
    CHECK(found.far < (std::is_same_v<T, double> ? 1e-13 : 2e-5));
    CHECK(found.divided == (n > 16000));
    if (n <= 1000) CHECK(found.far == 0);      // evaluated as ever
  }
}
