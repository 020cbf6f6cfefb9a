// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Sums of log(1 + e) over observations: products of many 1 + e must not overflow where the logarithms are small.
#include <cmath>
#include <limits>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

#include "support/numeric.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr auto i = gs::axis<"i">;
constexpr auto b = gs::param<"b">;
constexpr auto y = gs::input<"y">(i);

constexpr auto cauchy = mean(i, log(1 + square(y - b)));
constexpr auto exponential = sum(i, log1p(abs(y - b)));
constexpr auto beside_others = mean(i, log(1 + square(y - b)) + 2 * square(b));
constexpr auto bounded = sum(i, log(1 + 30000 * exp(-abs(y - b))));
constexpr auto logistic = sum(i, log(1 + exp(b - y)));

template <class T>
constexpr T infinity = std::numeric_limits<T>::infinity();

template <class T>
void check_far_out(std::vector<T> const& far) {
  std::vector<T> const theta{T{0}};
  for (T const size : far)
    for (std::size_t const rows : {1u, 7u, 64u, 1000u}) {
      std::vector<T> const data(rows, size);
      CAPTURE(size);
      CAPTURE(rows);
      auto const naive = std::log1p(static_cast<long double>(size) * static_cast<long double>(size));
      auto problem = gs::bind<cauchy>(y = data);
      CHECK(distance(problem.value(theta), static_cast<double>(naive)) < 1e-5);
      auto both = gs::bind<beside_others>(y = data);
      CHECK(distance(both.value(theta), static_cast<double>(naive)) < 1e-5);
      auto total = gs::bind<exponential>(y = data);
      CHECK(distance(total.value(theta), static_cast<double>(rows * std::log1p(static_cast<long double>(size)))) < 1e-5);
    }
}

// One row whose logarithm is infinite makes the sum infinite, and nothing NaN.
template <class T>
void check_infinite(T huge) {
  std::vector<T> const theta{T{0}};
  for (std::size_t const rows : {1u, 64u, 1001u})
    for (std::size_t const which : {std::size_t{0}, rows / 2, rows - 1}) {
      std::vector<T> data(rows, T{1});
      data[which] = huge;
      CAPTURE(rows);
      CAPTURE(which);
      auto problem = gs::bind<cauchy>(y = data);
      CHECK(problem.value(theta) == infinity<T>);
      auto both = gs::bind<beside_others>(y = data);
      CHECK(both.value(theta) == infinity<T>);
    }
}

}  // namespace

TEST_CASE("logarithms of large arguments") {
  check_far_out<double>({3, 300, 1e20, 1e150});
  check_far_out<float>({3, 300, 1e10F, 1e18F});
}

TEST_CASE("logarithms of infinity") {
  check_infinite(infinity<double>);
  check_infinite(1e160);
  check_infinite(infinity<float>);
  check_infinite(1e20F);
}

TEST_CASE("arguments that are known to be bounded") {
  for (std::size_t const rows : {1u, 7u, 64u, 1000u}) {
    std::vector<float> const theta{0.0F}, data(rows, 0.0F);
    auto problem = gs::bind<bounded>(y = data);
    CHECK(distance(problem.value(theta), static_cast<double>(rows) * std::log1p(30000.0)) < 1e-5);
  }
}

TEST_CASE("the logistic loss far out") {
  for (std::size_t const rows : {1u, 64u, 1001u}) {
    std::vector<double> const theta{0.0}, right(rows, 1e10), wrong(rows, -1e10), all(rows, infinity<double>), none(rows, -infinity<double>);
    CHECK(gs::bind<logistic>(y = right).value(theta) == 0);
    CHECK(distance(gs::bind<logistic>(y = wrong).value(theta), static_cast<double>(rows) * 1e10) < 1e-15);
    CHECK(gs::bind<logistic>(y = all).value(theta) == 0);
    CHECK(gs::bind<logistic>(y = none).value(theta) == infinity<double>);
  }
}
