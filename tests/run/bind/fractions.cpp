// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Quotients among positions and under floor: i/49 is a coefficient that is rounded, and yet 49/49 is 1. Positions that are
// computed from a number that is set.
#include <cmath>
#include <cstddef>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

#include "support/numeric.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr auto i = gs::axis<"i">;
constexpr auto t = gs::axis<"t">;
constexpr auto r = gs::axis<"r">;
constexpr auto w = gs::param<"w">(t);
constexpr auto k = gs::input<"k">(i);
constexpr auto row = w(floor(i / 49));
constexpr auto row_of = w(floor((k + 1) / 49));
constexpr auto column_of = w(k - 49 * floor(k / 49));
constexpr auto around = w(k - extent(t) * floor(k / extent(t)));
constexpr auto rounded = round(k / 98);
constexpr auto third = w((k + 1) / 49);
constexpr auto middle = w(extent(t) / 2);
constexpr auto halves = w(i / 2);
constexpr auto from = gs::input<"from">;
constexpr auto chosen = square(w(from + 1)) + sum(t, w);
constexpr auto of_a_sum = sum(i, w(sum(i, k)) * k);
constexpr auto of_the_greatest = sum(i, w(argmax(r, gs::input<"scores">(i, r))) + w(k));
constexpr auto crossed = w(0.5 * i + 0.5 * r);
constexpr auto diagonal = where(i == r, w(0.5 * i + 0.5 * r), 0);

}  // namespace

TEST_CASE_TEMPLATE("fractions: rows and columns of a matrix whose entries are numbered", T, double, float) {
  std::size_t const n = 500;
  auto const table = normal_numbers<T>(49, 1);
  std::vector<int> entries(n);
  for (std::size_t e = 0; e < n; ++e) entries[e] = static_cast<int>(e);
  auto const [a, b, c, d, m] = gs::compile<row, row_of, column_of, around, rounded>(w = table, k = entries, i = n);
  int wrong = 0;
  for (std::size_t e = 0; e < n; ++e) {
    wrong += a[e] != table[e / 49] || b[e] != table[(e + 1) / 49] || c[e] != table[e % 49] || d[e] != table[e % 49];
    wrong += m[e] != static_cast<T>(std::nearbyint(static_cast<double>(e) / 98));
  }
  CHECK(wrong == 0);
  for (std::size_t e = 0; e < 49; ++e) entries[e] = static_cast<int>(49 * e) - (e > 0 ? 1 : -48);
  entries.resize(49);
  auto const [exact] = gs::compile<third>(w = table, k = entries);
  for (std::size_t e = 1; e < 49; ++e) CHECK(exact[e] == table[e]);
}

TEST_CASE("fractions: positions between two entries") {
  std::vector<double> const six{10, 20, 30, 40, 50, 60}, five{1, 2, 3, 4, 5};
  auto const [centre] = gs::compile<middle>(w = six);
  CHECK(centre == 40);
  CHECK_THROWS_WITH_AS((gs::compile<middle>(w = five)), "gradsmith: w is read at position 2.5 of the axis t, which has 5 entries counted from 0",
                       gs::data_error);
  // At both ends there is an entry, in the middle there is none.
  CHECK_THROWS_WITH_AS((gs::compile<halves>(w = six, i = 3)), "gradsmith: w is read at position 0.5 of the axis t, which has 6 entries counted from 0",
                       gs::data_error);
  CHECK_THROWS_AS((gs::compile<crossed>(w = six, i = 3, r = 3)), gs::data_error);
  auto const [d] = gs::compile<diagonal>(w = six, i = 3, r = 3);
  for (std::size_t e = 0; e < 3; ++e) CHECK(d(e, e) == six[e]);
}

TEST_CASE("computed positions: a number that is set is checked with what is computed from it") {
  std::vector<double> const theta{1, 2, 3, 4};
  auto problem = gs::bind<chosen>(from = 0, t = 4);
  CHECK(problem.value(theta) == 14);
  problem.set(from = 2);
  CHECK(problem.value(theta) == 26);
  CHECK_THROWS_WITH_AS(problem.set(from = 3), "gradsmith: w is read at position 4 of the axis t, which has 4 entries counted from 0", gs::data_error);
  CHECK(problem.value(theta) == 26);
}

TEST_CASE("computed positions: of reductions") {
  std::vector<double> const table{10, 20, 30}, scores{1, 2, 0, 5, 0, 1, 0, 0, 7, 8, 0, 9};
  std::vector<int> const few{0, 2, 0}, many{1, 2, 0};
  auto const [value] = gs::compile<of_a_sum>(w = table, k = few);
  CHECK(value == 60);
  CHECK_THROWS_WITH_AS((gs::compile<of_a_sum>(w = table, k = many)), "gradsmith: w is read at position 3 of the axis t, which has 3 entries counted from 0",
                       gs::data_error);
  constexpr auto input = gs::input<"scores">(i, r);
  auto const [greatest] = gs::compile<of_the_greatest>(w = table, k = few, input = gs::matrix(scores.data(), 3, 3));
  CHECK(greatest == 20 + 10 + 30 + 50);
  CHECK_THROWS_AS((gs::compile<of_the_greatest>(w = table, k = few, input = gs::matrix(scores, 3, 4))), gs::data_error);
}
