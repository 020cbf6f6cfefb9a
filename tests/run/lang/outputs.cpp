// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The axes of an output: those of the formula as it is written, in the order in which symbols name them,
// whatever simplification leaves of it.
#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <type_traits>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

namespace gs = gradsmith;

namespace {

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto c = gs::axis<"c">;
constexpr auto d = gs::axis<"d", 3>;
constexpr auto a = gs::param<"a">;
constexpr auto w = gs::param<"w">(c);
constexpr auto v = gs::param<"v">(d);
constexpr auto z = gs::input<"z">(i, c);
constexpr auto y = gs::input<"y">(c, i);
constexpr auto x = gs::input<"x">(i);
constexpr auto b = gs::input<"b">(j);
constexpr auto inner = gs::let([] { return sum(j, b) * log_softmax(c, z); });
constexpr auto outer = gs::let([] { return inner + 1; });
constexpr auto nothing = gs::let([] { return z - z; });

// 19 observations, 3 classes: more than one vector of lanes, and a remainder
constexpr std::size_t rows = 19, classes = 3;
std::vector<double> scores() {
  std::vector<double> numbers;
  for (std::size_t k = 0; k < rows * classes; ++k) numbers.push_back(std::sin(static_cast<double>(k)));
  return numbers;
}
std::vector<double> const z_data = scores();
std::vector<double> const x_data = [] {
  std::vector<double> numbers;
  for (std::size_t k = 0; k < rows; ++k) numbers.push_back(0.5 * static_cast<double>(k) - 2);
  return numbers;
}();
std::vector<double> const w_data{0.5, -1, 2};
std::vector<double> const b_data{1, 2, 3, 4};

double log_softmax_at(std::size_t row, std::size_t k) {
  double total = 0;
  for (std::size_t m = 0; m < classes; ++m) total += std::exp(z_data[row * classes + m]);
  return z_data[row * classes + k] - std::log(total);
}

template <class Array>
bool is_all(Array const& values, double expected) {
  for (std::size_t k = 0; k < values.size(); ++k)
    if (values.data()[k] != expected) return false;
  return values.size() > 0;
}

}  // namespace

TEST_CASE("the axes of an output are in the order in which symbols name them") {
  auto const [l, s] = gs::compile<log_softmax(c, z), softmax(c, w + z)>(z = gs::matrix(z_data, rows, classes), w = w_data);
  REQUIRE(l.extent(0) == rows);
  REQUIRE(l.extent(1) == classes);
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t k = 0; k < classes; ++k) CHECK(l(r, k) == doctest::Approx(log_softmax_at(r, k)).epsilon(1e-13));
  CHECK(s.extent(0) == classes);  // w names c first
  CHECK(s.extent(1) == rows);
}

TEST_CASE("an axis that is reduced over is not named") {
  auto const [first, second, third] = gs::compile<sum(c, w) * x * w, gs::diff(sum(c, w * z), w), max(c, z) + w>(
      z = gs::matrix(z_data, rows, classes), w = w_data, x = x_data);
  CHECK(first.extent(0) == rows);
  CHECK(first.extent(1) == classes);
  CHECK(first(3, 1) == doctest::Approx(1.5 * x_data[3] * w_data[1]));
  CHECK(second.extent(0) == rows);  // those of the expression, then those of the symbol
  CHECK(second(4, 2) == z_data[4 * classes + 2]);
  CHECK(third.extent(0) == rows);
  CHECK(third(5, 0) == doctest::Approx(std::max({z_data[15], z_data[16], z_data[17]}) + w_data[0]));
}

TEST_CASE("a let names the axes of its expression, at every use") {
  auto const [one, two, three] = gs::compile<outer, w * outer, outer - w>(z = gs::matrix(z_data, rows, classes), w = w_data, b = b_data);
  CHECK(one.extent(0) == rows);
  CHECK(one(7, 2) == doctest::Approx(10 * log_softmax_at(7, 2) + 1));
  CHECK(two.extent(0) == classes);
  CHECK(two(2, 7) == doctest::Approx(2 * (10 * log_softmax_at(7, 2) + 1)));
  CHECK(three.extent(0) == rows);
  CHECK(three(7, 2) == doctest::Approx(10 * log_softmax_at(7, 2) - 1));
}

TEST_CASE("the order of one output is not that of another") {
  auto const [one, two] = gs::compile<y * x, z * x>(z = gs::matrix(z_data, rows, classes), y = gs::matrix(z_data, classes, rows), x = x_data);
  CHECK(one.extent(0) == classes);
  CHECK(two.extent(0) == rows);
  CHECK(one(1, 2) == z_data[rows + 2] * x_data[2]);
  CHECK(two(2, 1) == z_data[2 * classes + 1] * x_data[2]);
}

TEST_CASE("what cancels keeps its axes") {
  constexpr auto f = gs::compile<x - x, x / x, 0.0 * x, pow(x, 0), z - z, z / z + a, x - x + w, v - v, b / b>;
  auto const [zeros, ones, products, powers, zero_matrix, shifted, mixed, fixed, unstreamed] =
      f(x = x_data, z = gs::matrix(z_data, rows, classes), a = 2.0, w = w_data, v = std::array{1.0, 2.0, 3.0}, b = b_data);
  REQUIRE(zeros.size() == rows);
  CHECK(is_all(zeros, 0));
  REQUIRE(ones.size() == rows);
  CHECK(is_all(ones, 1));
  REQUIRE(products.size() == rows);
  CHECK(is_all(products, 0));
  REQUIRE(powers.size() == rows);
  CHECK(is_all(powers, 1));
  REQUIRE(zero_matrix.extent(0) == rows);
  REQUIRE(zero_matrix.extent(1) == classes);
  CHECK(is_all(zero_matrix, 0));
  REQUIRE(shifted.extent(1) == classes);
  CHECK(is_all(shifted, 3));
  REQUIRE(mixed.extent(0) == rows);
  REQUIRE(mixed.extent(1) == classes);
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t k = 0; k < classes; ++k) CHECK(mixed(r, k) == w_data[k]);
  REQUIRE(fixed.size() == 3);
  CHECK(is_all(fixed, 0));
  REQUIRE(unstreamed.size() == b_data.size());
  CHECK(is_all(unstreamed, 1));
}

TEST_CASE("what simplification makes a number keeps its axes") {
  constexpr auto f = gs::compile<log(exp(x)) - x, max(x, x) - x, gs::diff(a + x, a), gs::diff(x - x + square(a), a), where(x > 0, a, a)>;
  auto const [one, two, three, four, five] = f(x = x_data, a = 2.0);
  REQUIRE(one.size() == rows);
  CHECK(is_all(one, 0));
  REQUIRE(two.size() == rows);
  CHECK(is_all(two, 0));
  REQUIRE(three.size() == rows);
  CHECK(is_all(three, 1));
  REQUIRE(four.size() == rows);
  CHECK(is_all(four, 4));
  REQUIRE(five.size() == rows);
  CHECK(is_all(five, 2));
}

TEST_CASE("a reduction over an axis that cancels") {
  constexpr auto f = gs::compile<sum(i, x - x), sum(i, x / x), mean(i, x / x), max(i, x - x), logsumexp(c, z - z), softmax(c, z - z),
                                 log_softmax(c, nothing), pick(c, z / z, x - x), sum(c, nothing + a), sum(i, c, z / z)>;
  auto const [zero, count, one, greatest, total, even, logarithm, picked, several, all] =
      f(x = x_data, z = gs::matrix(z_data, rows, classes), a = 2.0);
  CHECK(zero == 0);
  CHECK(count == rows);
  CHECK(one == 1);
  CHECK(greatest == 0);
  REQUIRE(total.size() == rows);
  CHECK(total[4] == doctest::Approx(std::log(3.0)));
  REQUIRE(even.extent(0) == rows);
  REQUIRE(even.extent(1) == classes);
  CHECK(even(18, 2) == doctest::Approx(1.0 / 3));
  REQUIRE(logarithm.extent(0) == rows);
  CHECK(logarithm(18, 2) == doctest::Approx(-std::log(3.0)));
  REQUIRE(picked.size() == rows);
  CHECK(is_all(picked, 1));
  REQUIRE(several.size() == rows);
  CHECK(is_all(several, 6));
  CHECK(all == rows * classes);
}

TEST_CASE("a loss with a term that cancels, as an objective") {
  auto problem = gs::bind<mean(i, square(a - x) + (x - x)) + sum(i, x - x)>(x = x_data);
  REQUIRE(problem.size() == 1);
  std::vector<double> theta{1}, g(1, -1.0);
  double expected = 0, slope = 0;
  for (double each : x_data) expected += (1 - each) * (1 - each) / rows, slope += 2 * (1 - each) / rows;
  CHECK(problem.value_and_gradient(theta, g) == doctest::Approx(expected));
  CHECK(g[0] == doctest::Approx(slope));
}

namespace {

// A reduction from outside the library, which leaves nothing to canonical forms.
struct total_of {
  static constexpr std::string_view name = "total";
  static constexpr int arity = 1;
  static constexpr gs::ir::form kind = gs::ir::form::reduction;
  static constexpr gs::operation_counts cost{.add = 1};
  static constexpr double start = 0;
  static auto merge(auto left, auto right) { return left + right; }
  static auto merge_lanes(auto all) { return gs::simd::reduce_add(all); }
};

}  // namespace

TEST_CASE("a reduction of one's own over an axis that cancels") {
  auto const [constant, streamed, varying] = gs::compile<gs::call<total_of>(d, 2 * v / v), gs::call<total_of>(i, x - x + 3), gs::call<total_of>(d, v)>(
      v = std::array{1.0, 2.0, 4.0}, x = x_data);
  CHECK(constant == 6);
  CHECK(streamed == 3 * rows);
  CHECK(varying == 7);
}

namespace {

constexpr auto first = gs::param<"first">;
constexpr auto second = gs::param<"second">;
constexpr auto part_of_second = gs::let([] { return 5 * second; });
constexpr auto part_of_first = gs::let([] { return square(first) * second; });
constexpr auto of_both = gs::let([] { return part_of_first + part_of_second; });

template <auto... Outputs>
void check_last_two(double by_first, double by_second) {
  auto const results = gs::compile<Outputs...>(first = 3.0, second = 5.0);
  constexpr std::size_t count = std::remove_cvref_t<decltype(results)>::size;
  CHECK(results.template get<count - 2>() == by_first);
  CHECK(results.template get<count - 1>() == by_second);
}

}  // namespace

TEST_CASE("a gradient has the order in which its own expression reads the parameters, whatever was read before") {
  constexpr auto product = first * square(second);
  constexpr auto cancelled = (first - first) + square(second);
  check_last_two<gradient(product)>(25, 30);
  check_last_two<2 * second, gradient(product)>(25, 30);
  check_last_two<gradient(cancelled)>(0, 10);
  check_last_two<cancelled, gradient(cancelled)>(0, 10);
  check_last_two<part_of_second, gradient(part_of_first)>(30, 9);
  check_last_two<part_of_second, gradient(of_both)>(30, 14);
  check_last_two<of_both, gradient(of_both)>(30, 14);
  check_last_two<part_of_second + of_both, gradient(of_both)>(30, 14);
  check_last_two<part_of_second + of_both, gradient(2 * of_both)>(60, 28);
}

TEST_CASE("a single output is what it is") {
  double const product = gs::compile<first * second>(first = 3.0, second = 5.0);
  CHECK(product == 15);
  auto const both = gs::compile<first, second>(first = 3.0, second = 5.0);
  static_assert(!std::is_convertible_v<decltype(both), double>);
  std::vector<double> const numbers{1, 2, 3};
  gs::array<double, 1> const doubled = gs::compile<2 * x>(x = numbers);
  CHECK(doubled.size() == 3);
  CHECK(doubled[2] == 6);
}
