// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Products summed over one axis and over two, with each choice of which extents are declared: the formulas, the same
// in plain loops, and data.
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

#include "support/numeric.hpp"

namespace gradsmith::tests::contractions {

namespace gs = gradsmith;

// Of the axes b, i, j, k, in this order.
inline constexpr std::size_t batches = 3, rows = 7, columns = 5, inner = 4;

template <gs::fixed_string Name, std::size_t Extent, bool Declared>
constexpr auto make_axis() {
  if constexpr (Declared) return gs::axis<Name, Extent>;
  else return gs::axis<Name>;
}

/// A letter of `Declared` per axis whose extent is part of its declaration: "bk", say.
template <gs::fixed_string Declared>
struct formulas {
  static constexpr bool has(char letter) { return Declared.view().find(letter) != std::string_view::npos; }
  static constexpr auto b = make_axis<"b", batches, has('b')>();
  static constexpr auto i = make_axis<"i", rows, has('i')>();
  static constexpr auto j = make_axis<"j", columns, has('j')>();
  static constexpr auto k = make_axis<"k", inner, has('k')>();
  static constexpr auto a = gs::input<"a">(b, i, k);
  static constexpr auto y = gs::input<"y">(b, i, j);
  static constexpr auto x = gs::input<"x">(i, j);
  static constexpr auto z = gs::input<"z">(i, k);
  static constexpr auto c = gs::param<"c">(b, k, j);
  static constexpr auto q = gs::param<"q">(j, k);
  static constexpr auto u = gs::param<"u">(j);
  static constexpr auto v = gs::param<"v">(k);

  static constexpr auto batched = sum(b, i, j, square(sum(k, a * c) - y));   // a matrix product for each b
  static constexpr auto two_axes = sum(i, j, square(sum(b, k, a * c) - x));  // one sum over two axes
  static constexpr auto bilinear = mean(i, square(sum(j, k, x * q * z) - 1));
  static constexpr auto outer = mean(i, sum(j, k, square(u * v - x * z)));
};

inline std::vector<double> const a_data = normal_numbers(batches * rows * inner, 1), y_data = normal_numbers(batches * rows * columns, 2),
                                 x_data = normal_numbers(rows * columns, 3), z_data = normal_numbers(rows * inner, 4);

inline long double product(std::vector<double> const& c, std::size_t b, std::size_t i, std::size_t j) {
  long double total = 0;
  for (std::size_t k = 0; k < inner; ++k)
    total += static_cast<long double>(a_data[(b * rows + i) * inner + k]) * c[(b * inner + k) * columns + j];
  return total;
}
inline long double batched_by_loops(std::vector<double> const& c) {
  long double total = 0;
  for (std::size_t b = 0; b < batches; ++b)
    for (std::size_t i = 0; i < rows; ++i)
      for (std::size_t j = 0; j < columns; ++j) {
        long double const error = product(c, b, i, j) - y_data[(b * rows + i) * columns + j];
        total += error * error;
      }
  return total;
}
inline long double two_axes_by_loops(std::vector<double> const& c) {
  long double total = 0;
  for (std::size_t i = 0; i < rows; ++i)
    for (std::size_t j = 0; j < columns; ++j) {
      long double error = -x_data[i * columns + j];
      for (std::size_t b = 0; b < batches; ++b) error += product(c, b, i, j);
      total += error * error;
    }
  return total;
}
inline long double bilinear_by_loops(std::vector<double> const& q) {
  long double total = 0;
  for (std::size_t i = 0; i < rows; ++i) {
    long double error = -1;
    for (std::size_t j = 0; j < columns; ++j)
      for (std::size_t k = 0; k < inner; ++k) error += static_cast<long double>(x_data[i * columns + j]) * q[j * inner + k] * z_data[i * inner + k];
    total += error * error / rows;
  }
  return total;
}
inline long double outer_by_loops(std::vector<double> const& uv) {
  long double total = 0;
  for (std::size_t i = 0; i < rows; ++i)
    for (std::size_t j = 0; j < columns; ++j)
      for (std::size_t k = 0; k < inner; ++k) {
        long double const error = static_cast<long double>(uv[j]) * uv[columns + k] - static_cast<long double>(x_data[i * columns + j]) * z_data[i * inner + k];
        total += error * error / rows;
      }
  return total;
}

/// Value, gradient, Hessian and its products of a bound problem.
template <class Problem>
void check(Problem problem, long double (*by_loops)(std::vector<double> const&), std::size_t size) {
  REQUIRE(problem.size() == size);
  auto const theta = normal_numbers(size, 5, 0.5);
  auto const plain = [&](std::vector<double> const& at) { return static_cast<double>(by_loops(at)); };
  std::vector<double> gradient(size);
  problem.gradient(theta, gradient);
  CHECK(distance(problem.value(theta), plain(theta)) < 1e-13);
  CHECK(largest_distance(gradient, differences(plain, theta)) < 1e-8);
  CHECK(gradient_error(problem, theta) < 1e-8);
  CHECK(hessian_error(problem, theta) < 1e-7);
  CHECK(whole_hessian_error(problem, theta) < 1e-12);
}

/// A formula with the data bound.
template <class F, auto Loss>
void check_batched() {
  check(gs::bind<Loss>(F::a = gs::tensor(a_data.data(), {batches, rows, inner}), F::y = gs::tensor(y_data.data(), {batches, rows, columns})),
        batched_by_loops, batches * inner * columns);
}
template <class F, auto Loss>
void check_two_axes() {
  check(gs::bind<Loss>(F::a = gs::tensor(a_data.data(), {batches, rows, inner}), F::x = gs::matrix(x_data, rows, columns)), two_axes_by_loops,
        batches * inner * columns);
}
template <class F, auto Loss>
void check_bilinear() {
  check(gs::bind<Loss>(F::x = gs::matrix(x_data, rows, columns), F::z = gs::matrix(z_data, rows, inner)), bilinear_by_loops, columns * inner);
}
template <class F, auto Loss>
void check_outer() {
  check(gs::bind<Loss>(F::x = gs::matrix(x_data, rows, columns), F::z = gs::matrix(z_data, rows, inner)), outer_by_loops, columns + inner);
}

}  // namespace gradsmith::tests::contractions
