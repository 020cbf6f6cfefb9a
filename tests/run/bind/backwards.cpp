// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Views whose strides are negative: rows and columns of the data, and matrices beside the data, from their ends.
#include <algorithm>
#include <cstdint>
#include <numeric>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

#include "support/numeric.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto k = gs::axis<"k">;
constexpr auto w = gs::param<"w">(j);
constexpr auto u = gs::param<"u">(j, k);
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);
constexpr auto a = gs::input<"a">(j, k);

constexpr auto line = mean(i, square(sum(j, w * x) - y));
constexpr auto table = mean(i, y * sum(k, tanh(sum(j, u * x))));
constexpr auto beside = sum(k, square(sum(j, w * a))) + sum(i, y * sum(j, w * x));
constexpr auto products = sum(k, square(sum(j, w * a))) + sum(k, sum(j, u * a)) + sum(j, square(sum(k, u * a)));

/// The matrix that `dense` would be, read from memory in which rows, columns or both run backwards.
struct backwards {
  std::vector<double> memory;
  gs::array_view<double const, 2> view;

  backwards(std::vector<double> const& dense, std::size_t rows, std::size_t columns, bool row_wise, bool column_wise, bool by_columns) : memory(dense.size()) {
    auto const down = static_cast<std::ptrdiff_t>(by_columns ? 1 : columns), across = static_cast<std::ptrdiff_t>(by_columns ? rows : 1);
    view = {memory.data(), {rows, columns}, {row_wise ? -down : down, column_wise ? -across : across}};
    if (row_wise) view.data += static_cast<std::ptrdiff_t>(rows - 1) * down;
    if (column_wise) view.data += static_cast<std::ptrdiff_t>(columns - 1) * across;
    for (std::size_t e = 0; e < dense.size(); ++e) memory[static_cast<std::size_t>(view.data - memory.data() + view.offset(e))] = dense[e];
  }
};

template <class Problem>
void same_as(Problem dense, Problem turned, std::vector<double> const& theta) {
  std::vector<double> expected(theta.size()), got(theta.size());
  CHECK(distance(dense.value_and_gradient(theta, expected), turned.value_and_gradient(theta, got)) < 1e-12);
  CHECK(largest_distance(expected, got) < 1e-12);
  turned.gradient(theta, got);
  CHECK(largest_distance(expected, got) < 1e-12);
  CHECK(distance(dense.value(theta), turned.value(theta)) < 1e-12);
  dense.hvp(theta, theta, expected);
  turned.hvp(theta, theta, got);
  CHECK(largest_distance(expected, got) < 1e-12);
}

}  // namespace

TEST_CASE("matrices that are read from their ends") {
  for (std::size_t const d : {1u, 3u, 8u, 17u, 40u, 70u})
    for (std::size_t const n : {1u, 5u, 64u, 300u})
      for (int turn = 1; turn < 8; ++turn) {
        std::size_t const m = 1 + n % 9;
        CAPTURE(d);
        CAPTURE(n);
        CAPTURE(turn);
        auto const data = normal_numbers(n * d, 1), target = normal_numbers(n, 2), sides = normal_numbers(d * m, 3);
        auto const dense = gs::matrix(data.data(), n, d);
        auto const dense_sides = gs::matrix(sides.data(), d, m);
        backwards const turned(data, n, d, (turn & 1) != 0, (turn & 2) != 0, (turn & 4) != 0);
        backwards const turned_sides(sides, d, m, (turn & 1) != 0, (turn & 2) != 0, (turn & 4) != 0);
        auto const theta = normal_numbers(d, 4), matrix = normal_numbers(d * m, 5), both = normal_numbers(d + d * m, 6);
        same_as(gs::bind<line>(x = dense, y = target), gs::bind<line>(x = turned.view, y = target), theta);
        same_as(gs::bind<table>(x = dense, y = target, k = m), gs::bind<table>(x = turned.view, y = target, k = m), matrix);
        same_as(gs::bind<beside>(x = dense, y = target, a = dense_sides), gs::bind<beside>(x = turned.view, y = target, a = turned_sides.view), theta);
        same_as(gs::bind<products>(a = dense_sides), gs::bind<products>(a = turned_sides.view), both);
        std::vector<std::uint32_t> rows(n);
        std::iota(rows.rbegin(), rows.rend(), 0u);
        auto problem = gs::bind<line>(x = turned.view, y = target);
        auto plain = gs::bind<line>(x = dense, y = target);
        CHECK(distance(problem.batch(rows).value(theta), plain.value(theta)) < 1e-12);
      }
}
