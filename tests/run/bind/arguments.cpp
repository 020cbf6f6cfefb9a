// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// What can be bound, in which order and of which type; where extents and element types come from; how the
// parameters lie in the flat vector.
#include <array>
#include <cmath>
#include <cstdint>
#include <list>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include <boost/hana/for_each.hpp>
#include <boost/hana/keys.hpp>
#include <boost/hana/length.hpp>
#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

#include "support/numeric.hpp"

namespace {

namespace gs = gradsmith;
namespace hana = boost::hana;
using namespace gradsmith::tests;

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto w = gs::param<"w">(j);
constexpr auto b = gs::param<"b">;
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);
constexpr auto lambda = gs::input<"lambda">;
constexpr auto loss = mean(i, square(sum(j, w * x) + b - y)) + lambda * sum(j, square(w));
constexpr auto f = gs::compile<loss, gs::gradient(loss)>;

// Three rows, two columns; the loss written out.
std::vector<double> const data{1, 2, 3, 4, 5, 7};
std::vector<double> const target{1, 0, -1};
std::vector<double> const weights{0.5, -0.25};
double expected_value() {
  double const e[]{0.5 - 0.5 + 0.75 - 1, 1.5 - 1 + 0.75, 2.5 - 1.75 + 0.75 + 1};
  return (e[0] * e[0] + e[1] * e[1] + e[2] * e[2]) / 3 + 0.1 * (0.25 + 0.0625);
}

}  // namespace

TEST_CASE("keyword arguments in any order; structured bindings; a Hana struct") {
  auto const matrix = gs::matrix(data, 3, 2);
  auto const [value, dw, db] = f(w = weights, b = 0.75, x = matrix, y = target, lambda = 0.1);
  CHECK(value == doctest::Approx(expected_value()).epsilon(1e-15));
  static_assert(std::is_same_v<decltype(value), double const>);
  static_assert(std::is_same_v<decltype(db), double const>);
  CHECK(dw.size() == 2);
  auto const [same, dw2, db2] = f(lambda = 0.1, y = target, x = matrix, b = 0.75, w = weights);
  CHECK(same == value);
  CHECK(dw2[0] == dw[0]);
  CHECK(dw2[1] == dw[1]);
  CHECK(db2 == db);
  auto const results = f(w = weights, b = 0.75, x = matrix, y = target, lambda = 0.1);
  std::string names;
  hana::for_each(hana::keys(results), [&](auto key) { names += std::string(key.c_str()) + " "; });
  CHECK(names == "value w b ");
  int members = 0;
  hana::for_each(results, [&](auto const&) { ++members; });
  CHECK(members == 3);
  CHECK(results.get<0>() == value);
}

TEST_CASE("containers of all kinds") {
  double const expected = expected_value();
  auto const value = [&](auto const& bound_x, auto const& bound_y, auto const& bound_w) {
    auto const [result, dw, db] = f(w = bound_w, b = 0.75, x = bound_x, y = bound_y, lambda = 0.1);
    auto problem = gs::bind<loss>(x = bound_x, y = bound_y, lambda = 0.1);
    problem.set(w = bound_w);
    problem.set(b = 0.75);
    CHECK(problem.value(problem.parameters()) == doctest::Approx(result).epsilon(1e-15));
    return result;
  };
  std::vector<double> const by_columns{1, 3, 5, 2, 4, 7};
  std::vector<double> const with_gaps{1, 2, -9, -9, 3, 4, -9, -9, 5, 7};
  gs::aligned_matrix<double> const aligned(data.data(), 3, 2);
  gs::array<double, 2> owned({3, 2});
  for (std::size_t e = 0; e < 6; ++e) owned[e] = data[e];
  auto const dense = gs::matrix(data, 3, 2);
  for (double const result :
       {value(dense, target, weights), value(gs::matrix(data.data(), 3, 2), target, weights),
        value(gs::column_major(by_columns.data(), 3, 2), target, weights),
        value(gs::matrix(with_gaps.data(), 3, 2, 4), target, weights), value(aligned, target, weights), value(owned, target, weights),
        value(gs::tensor(data.data(), {3, 2}), std::array<double, 3>{1, 0, -1}, std::span{weights})})
    CHECK(result == doctest::Approx(expected).epsilon(1e-15));
  double const c_array[]{1, 0, -1};
  CHECK(value(dense, c_array, weights) == doctest::Approx(expected).epsilon(1e-15));
  // A direct call takes temporaries and lists; numbers may be integers, names for numbers, or constants.
  float const regularisation = 0.5f;
  auto const [twice, dw, db] = f(w = {0.5, -0.25}, b = 1, x = gs::matrix(std::vector<double>(data), 3, 2), y = std::vector<double>(target),
                                 lambda = regularisation);
  CHECK(std::isfinite(twice));
  CHECK(db == doctest::Approx(2.0 / 3 * ((0.0 + 1 - 1) + (0.5 + 1 - 0) + (0.75 + 1 + 1))).epsilon(1e-15));
}

TEST_CASE("a strided vector, a column of a matrix") {
  std::vector<double> const table{1, 2, 1, 3, 4, 0, 5, 7, -1};
  gs::array_view<double const, 1> const last{table.data() + 2, {3}, {3}};
  auto const [value, dw, db] = f(w = weights, b = 0.75, x = gs::matrix(table.data(), 3, 2, 3), y = last, lambda = 0.1);
  CHECK(value == doctest::Approx(expected_value()).epsilon(1e-15));
  auto problem = gs::bind<loss>(x = gs::matrix(table.data(), 3, 2, 3), y = last, lambda = 0.1);
  std::vector<double> const theta{0.5, -0.25, 0.75};
  CHECK(problem.value(theta) == doctest::Approx(expected_value()).epsilon(1e-15));
}

TEST_CASE("the element type") {
  std::vector<float> const x32{1, 2, 3, 4, 5, 7}, y32{1, 0, -1}, w32{0.5f, -0.25f};
  std::vector<int> const integers{1, 0, -1};
  auto const single = f(w = w32, b = 0.75, x = gs::matrix(x32, 3, 2), y = y32, lambda = 0.1);
  static_assert(std::is_same_v<std::remove_cvref_t<decltype(single.get<0>())>, float>);
  CHECK(single.get<0>() == doctest::Approx(expected_value()).epsilon(1e-6));
  // Integer arrays and numbers do not count.
  auto const mixed = f(w = w32, b = 0.75, x = gs::matrix(x32, 3, 2), y = integers, lambda = 0.1);
  static_assert(std::is_same_v<std::remove_cvref_t<decltype(mixed.get<0>())>, float>);
  CHECK(mixed.get<0>() == single.get<0>());
  static_assert(std::is_same_v<decltype(gs::bind<loss>(x = gs::matrix(x32, 3, 2), y = integers, lambda = 1.0))::value_type, float>);
  // bind<loss, T> overrides: float data, arithmetic in double.
  auto wide = gs::bind<loss, double>(x = gs::matrix(x32, 3, 2), y = y32, lambda = 0.1);
  static_assert(std::is_same_v<decltype(wide)::value_type, double>);
  std::vector<double> const theta{0.5, -0.25, 0.75};
  std::vector<double> g(3);
  CHECK(wide.value_and_gradient(theta, g) == doctest::Approx(expected_value()).epsilon(1e-15));
  CHECK(gradient_error(wide, theta) < 1e-10);
  // Integer matrices and vectors as data.
  std::vector<std::uint8_t> const bytes{1, 2, 3, 4, 5, 7};
  auto const from_bytes = f(w = weights, b = 0.75, x = gs::matrix(bytes, 3, 2), y = integers, lambda = 0.1);
  CHECK(from_bytes.get<0>() == doctest::Approx(expected_value()).epsilon(1e-15));
  auto problem = gs::bind<loss>(x = gs::matrix(bytes, 3, 2), y = integers, lambda = 0.1);
  static_assert(std::is_same_v<decltype(problem)::value_type, double>);
  CHECK(problem.value(theta) == doctest::Approx(expected_value()).epsilon(1e-15));
}

namespace {
constexpr auto scale = gs::input<"scale">(j);
constexpr auto scaled = mean(i, square(sum(j, w * scale * x) + b - y));
}  // namespace

TEST_CASE("arrays of another type that do not vary along the rows") {
  std::vector<int> const integers{2, 3};
  std::vector<float> const floats{2, 3};
  std::vector<double> const theta{0.5, -0.25, 0.75};
  double const e[]{1 - 1.5 + 0.75 - 1, 3 - 3 + 0.75, 5 - 5.25 + 0.75 + 1};
  double const expected = (e[0] * e[0] + e[1] * e[1] + e[2] * e[2]) / 3;
  auto problem = gs::bind<scaled>(x = gs::matrix(data, 3, 2), y = target, scale = integers);
  CHECK(problem.value(theta) == doctest::Approx(expected).epsilon(1e-15));
  CHECK(gradient_error(problem, theta) < 1e-10);
  auto wide = gs::bind<scaled, double>(x = gs::matrix(data, 3, 2), y = target, scale = floats);
  CHECK(wide.value(theta) == doctest::Approx(expected).epsilon(1e-15));
  auto const [value] = gs::compile<scaled>(w = weights, b = 0.75, x = gs::matrix(data, 3, 2), y = target, scale = integers);
  CHECK(value == doctest::Approx(expected).epsilon(1e-15));
  auto copy = problem;
  CHECK(copy.value(theta) == problem.value(theta));
}

namespace {
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

TEST_CASE("numbers by name, and set on numbers") {
  double strength = 0.1;
  auto problem = gs::bind<loss>(x = gs::matrix(data, 3, 2), y = target, lambda = strength);
  std::vector<double> const theta{0.5, -0.25, 0.75};
  double const before = problem.value(theta);
  strength = 5;  // was copied
  CHECK(problem.value(theta) == before);
  problem.set(lambda = 1.1);
  CHECK(problem.value(theta) == doctest::Approx(before + 0.3125).epsilon(1e-15));
}
