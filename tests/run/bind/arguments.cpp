// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// What can be bound, in which order, and what comes back.
#include <array>
#include <cmath>
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
