// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Where extents come from, how the parameters lie in the flat vector, and labels of all types.
#include <algorithm>
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
constexpr auto x = gs::input<"x">(i, j);
constexpr auto k = gs::axis<"k">;
constexpr auto c = gs::axis<"c", 4>;
constexpr auto w1 = gs::param<"w1">(j, k);
constexpr auto b1 = gs::param<"b1">(k);
constexpr auto w2 = gs::param<"w2">(k, c);
constexpr auto b2 = gs::param<"b2">(c);
constexpr auto label = gs::input<"label">(i);
constexpr auto hidden = gs::let([] { return tanh(sum(j, w1 * x) + b1); });
constexpr auto logits = gs::let([] { return b2 + sum(k, w2 * hidden); });
constexpr auto network = mean(i, -pick(c, log_softmax(c, logits), label));

constexpr auto v = gs::param<"v">(j);
constexpr auto u = gs::param<"u">(j);
constexpr auto a = gs::param<"a">;
constexpr auto cancelling = mean(i, square(sum(j, (v - v) * x) + sum(j, u * x))) + (a - a);

}  // namespace

TEST_CASE("extents from axes, from the declaration, and the order of parameters") {
  std::size_t const n = 11, d = 3, h = 5;
  auto const numbers = normal_numbers(n * d, 1);
  std::vector<int> classes(n);
  for (std::size_t r = 0; r < n; ++r) classes[r] = static_cast<int>(r % 4);
  auto problem = gs::bind<network>(x = gs::matrix(numbers, n, d), label = classes, k = 5);
  REQUIRE(problem.size() == 4 + h * 4 + d * h + h);
  // Read from left to right, lets opened where they are first used.
  auto const blocks = problem.blocks();
  REQUIRE(blocks.size() == 4);
  char const* const order[]{"b2", "w2", "w1", "b1"};
  std::size_t const sizes[]{4, h * 4, d * h, h};
  std::size_t offset = 0;
  for (std::size_t q = 0; q < 4; ++q) {
    CHECK(blocks[q].name == order[q]);
    CHECK(blocks[q].offset == offset);
    CHECK(blocks[q].size == sizes[q]);
    offset += sizes[q];
  }
  CHECK(blocks[1].rank == 2);
  CHECK(blocks[1].extents[0] == h);
  CHECK(blocks[1].extents[1] == 4);
  CHECK(blocks[2].extents[0] == d);
  auto const theta = normal_numbers(problem.size(), 2);
  CHECK(gradient_error(problem, theta) < 1e-9);
  // get and set name the blocks of the problem's own vector.
  std::vector<double> const first(theta.begin() + 24, theta.begin() + 39);
  problem.set(w1 = first);
  CHECK(std::equal(first.begin(), first.end(), problem.get("w1").begin()));
  problem.set(w1 = gs::matrix(first, d, h));
  CHECK(std::equal(first.begin(), first.end(), problem.parameters().begin() + 24));
  std::vector<double> by_columns(first.size());
  for (std::size_t r = 0; r < d; ++r)
    for (std::size_t q = 0; q < h; ++q) by_columns[q * d + r] = first[r * h + q];
  problem.set(w1 = gs::column_major(by_columns.data(), d, h));
  CHECK(std::equal(first.begin(), first.end(), problem.get("w1").begin()));
  CHECK(problem.get("b2")[0] == 0);

  // Labels of all integer types, and floating ones that are integers.
  double const expected = problem.value(theta);
  auto const value_with = [&](auto type) {
    std::vector<decltype(type)> const converted(classes.begin(), classes.end());
    auto other = gs::bind<network>(x = gs::matrix(numbers, n, d), label = converted, k = h);
    return other.value(theta);
  };
  CHECK(value_with(std::int8_t{}) == expected);
  CHECK(value_with(std::uint8_t{}) == expected);
  CHECK(value_with(std::uint32_t{}) == expected);
  CHECK(value_with(std::size_t{}) == expected);
  CHECK(value_with(double{}) == expected);
}

TEST_CASE("a parameter that cancels keeps its place, and its derivative is 0") {
  std::vector<double> const data = normal_numbers(33, 5);
  auto problem = gs::bind<cancelling>(x = gs::matrix(data, 11, 3));
  auto const blocks = problem.blocks();
  REQUIRE(blocks.size() == 3);
  CHECK(blocks[0].name == "v");
  CHECK(blocks[1].name == "u");
  CHECK(blocks[2].name == "a");
  REQUIRE(problem.size() == 7);
  auto const theta = normal_numbers(7, 6);
  std::vector<double> g(7, 9.0), product(7, 9.0);
  problem.value_and_gradient(theta, g);
  problem.hvp(theta, theta, product);
  for (std::size_t q : {0u, 1u, 2u, 6u}) {
    CHECK(g[q] == 0);
    CHECK(product[q] == 0);
  }
  CHECK(gradient_error(problem, theta) < 1e-9);
}
