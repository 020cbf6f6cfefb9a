// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Computed positions: shifts along an axis, packed triangles, lagged series, tables of tables, numbers; what is read
// where a choice does not ask for it; positions that do not exist.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

#include "support/numeric.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto h = gs::axis<"h">;
constexpr auto r = gs::axis<"r">;
constexpr auto t = gs::axis<"t">;
constexpr auto m = gs::axis<"m">;
constexpr auto u = gs::param<"u">(h);
constexpr auto l = gs::param<"l">(t);
constexpr auto x = gs::input<"x">(i);
constexpr auto z = gs::input<"z">(j);
constexpr auto k = gs::input<"k">(i);
constexpr auto parent = gs::input<"parent">(m);

constexpr auto total_variation = sum(r, gs::abs(u(r + 1) - u(r)));
constexpr auto triangle = sum(j, square(sum(i, where(i <= j, l(j * (j + 1) / 2 + i), 0) * x) - z));
constexpr auto regression = mean(i, square(x - l(0) * where(i > 0, x(i - 1), 0) - l(1)));
constexpr auto tree = mean(i, square(l(parent(k)) + l(parent(parent(k)) + 1) - x));
// -1 where a row has no entry.
constexpr auto with_entry = mean(i, where(k >= 0, square(l(k) - x), 0));
constexpr auto without_entry = mean(i, where(k < 0, square(x), square(l(k) - x)));
constexpr auto masked_entries = gs::masked_mean(i, k >= 0, square(l(k) - x));
constexpr auto ends = square(u(0)) + square(u(extent(h) - 1) - 1);

}  // namespace

TEST_CASE_TEMPLATE("positions: differences of neighbours", T, double, float) {
  for (std::size_t n : {2U, 9U, 50U}) {
    auto const values = normal_numbers<T>(n, 1);
    auto const [value, slope] = gs::compile<total_variation, gradient(total_variation)>(u = values, r = n - 1);
    T expected = 0;
    std::vector<T> g(n);
    for (std::size_t e = 0; e + 1 < n; ++e) {
      expected += std::abs(values[e + 1] - values[e]);
      T const sign = values[e + 1] > values[e] ? T{1} : T{-1};
      g[e + 1] += sign, g[e] -= sign;
    }
    CHECK(distance(static_cast<double>(value), static_cast<double>(expected)) < (std::is_same_v<T, double> ? 1e-14 : 1e-6));
    CHECK(largest_distance(slope, g) == 0);
  }
}

TEST_CASE("positions: a triangle that is packed") {
  for (std::size_t n : {1U, 5U, 12U}) {
    auto const data = normal_numbers(n, 1), target = normal_numbers(n, 2), packed = normal_numbers(n * (n + 1) / 2, 3);
    double expected = 0;
    std::vector<double> g(packed.size());
    for (std::size_t row = 0; row < n; ++row) {
      double residual = -target[row];
      for (std::size_t e = 0; e <= row; ++e) residual += packed[row * (row + 1) / 2 + e] * data[e];
      expected += residual * residual;
      for (std::size_t e = 0; e <= row; ++e) g[row * (row + 1) / 2 + e] += 2 * residual * data[e];
    }
    auto problem = gs::bind<triangle>(x = data, z = target, t = packed.size());
    std::vector<double> slope(packed.size());
    CHECK(distance(problem.value_and_gradient(packed, slope), expected) < 1e-14);
    CHECK(largest_distance(slope, g) < 1e-14);
    CHECK(hessian_error(problem, packed) < 1e-9);
    CHECK(whole_hessian_error(problem, packed) < 1e-12);
    CHECK_THROWS_AS((void)gs::bind<triangle>(x = data, z = target, t = packed.size() - 1), gs::data_error);
  }
}

TEST_CASE("positions: a series and its own past, on rows in the order of a batch too") {
  std::size_t const n = 101;
  auto const data = normal_numbers(n, 1);
  std::vector<double> const theta{0.4, -0.1};
  auto problem = gs::bind<regression>(x = data, t = 2);
  auto const residual = [&](std::size_t row) { return data[row] - theta[0] * (row > 0 ? data[row - 1] : 0) - theta[1]; };
  double expected = 0;
  for (std::size_t row = 0; row < n; ++row) expected += residual(row) * residual(row) / static_cast<double>(n);
  CHECK(distance(problem.value(theta), expected) < 1e-14);
  CHECK(gradient_error(problem, theta) < 1e-9);
  std::vector<std::uint32_t> const rows{50, 0, 3, 100, 7, 8, 9, 2, 1};
  expected = 0;
  for (std::size_t row : rows) expected += residual(row) * residual(row) / static_cast<double>(rows.size());
  CHECK(distance(problem.batch(rows).value(theta), expected) < 1e-14);
}

TEST_CASE("positions: tables that lead to tables") {
  std::vector<std::int32_t> const parents{0, 0, 1, 1, 2}, leaf{4, 3, 2, 2, 1, 0, 4, 4, 3};
  auto const data = normal_numbers(leaf.size(), 1);
  auto const theta = normal_numbers(4, 2);
  auto problem = gs::bind<tree>(parent = parents, k = leaf, x = data, t = 4);
  double expected = 0;
  for (std::size_t row = 0; row < leaf.size(); ++row) {
    auto const up = [&](std::int32_t at) { return parents[static_cast<std::size_t>(at)]; };
    double const residual = theta[static_cast<std::size_t>(up(leaf[row]))] + theta[static_cast<std::size_t>(up(up(leaf[row])) + 1)] - data[row];
    expected += residual * residual / static_cast<double>(leaf.size());
  }
  CHECK(distance(problem.value(theta), expected) < 1e-14);
  CHECK(gradient_error(problem, theta) < 1e-9);
  CHECK(hessian_error(problem, theta) < 1e-9);
  CHECK_THROWS_WITH_AS((void)gs::bind<tree>(parent = parents, k = leaf, x = data, t = 2),
                       "gradsmith: l is read at position 2 of the axis t, which has 2 entries counted from 0", gs::data_error);
}

TEST_CASE("positions: numbers and extents") {
  std::vector<double> const values{3, 1, 4, 1, 5};
  auto const [value, slope] = gs::compile<ends, gradient(ends)>(u = values);
  CHECK(value == 25);
  CHECK(slope[0] == 6);
  CHECK(slope[4] == 8);
  CHECK(slope[2] == 0);
}

TEST_CASE("positions: none is read that does not exist") {
  std::vector<double> const values{3, 1, 4, 1, 5};
  CHECK_THROWS_WITH_AS((gs::compile<total_variation>(u = values, r = 5)),
                       "gradsmith: u is read at position 5 of the axis h, which has 5 entries counted from 0", gs::data_error);
}

TEST_CASE("positions: an entry that a choice does not ask for need not exist") {
  std::vector<std::int32_t> places{0, -1, 2, 2, -1, 1, 0};
  auto const data = normal_numbers(places.size(), 1), theta = normal_numbers(3, 2);
  double over = 0, others = 0;
  for (std::size_t row = 0; row < places.size(); ++row) {
    if (places[row] < 0) others += data[row] * data[row];
    else over += (theta[static_cast<std::size_t>(places[row])] - data[row]) * (theta[static_cast<std::size_t>(places[row])] - data[row]);
  }
  auto first = gs::bind<with_entry>(k = places, x = data, t = 3);
  auto second = gs::bind<without_entry>(k = places, x = data, t = 3);
  auto third = gs::bind<masked_entries>(k = places, x = data, t = 3);
  CHECK(distance(first.value(theta), over / 7) < 1e-14);
  CHECK(distance(second.value(theta), (over + others) / 7) < 1e-14);
  CHECK(distance(third.value(theta), over / 5) < 1e-14);
  CHECK(gradient_error(first, theta) < 1e-9);
  CHECK(gradient_error(second, theta) < 1e-9);
  CHECK(hessian_error(third, theta) < 1e-9);
  places[3] = 3;
  CHECK_THROWS_AS((void)gs::bind<with_entry>(k = places, x = data, t = 3), gs::data_error);
  CHECK_THROWS_AS((void)gs::bind<masked_entries>(k = places, x = data, t = 3), gs::data_error);
}
