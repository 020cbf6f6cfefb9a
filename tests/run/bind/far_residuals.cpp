// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Losses with a square root of 1 + square: residuals whose square overflows give infinity, as the formula does.
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

constexpr auto pseudo_huber = sum(i, sqrt(1 + square(y - b)) - 1);

template <class T>
void check(T most) {
  std::vector<T> const theta{T{0}};
  std::vector<T> gradient(1);
  for (std::size_t const rows : {1u, 64u, 1001u}) {
    for (T const r : {T(1e-4), T(0.5), T(2.8), T(2.9), T(40), most}) {
      std::vector<T> const data(rows, r);
      CAPTURE(r);
      auto problem = gs::bind<pseudo_huber>(y = data);
      T const value = problem.value_and_gradient(theta, gradient);
      long double const square = static_cast<long double>(r) * r;
      auto const tolerance = static_cast<double>(50 * std::numeric_limits<T>::epsilon());
      long double const expected = static_cast<long double>(rows) * (square / (1 + std::sqrt(1 + square)));
      CHECK(std::abs(static_cast<double>(value / expected - 1)) < tolerance);
      CHECK(std::abs(static_cast<double>(gradient[0] / (-static_cast<long double>(rows) * r / std::sqrt(1 + square)) - 1)) < tolerance);
    }
    for (T const r : {std::numeric_limits<T>::max(), 2 * most * most, std::numeric_limits<T>::infinity()}) {
      std::vector<T> data(rows, T{1});
      data[rows / 2] = r;
      auto problem = gs::bind<pseudo_huber>(y = data);
      CHECK(problem.value(theta) == std::numeric_limits<T>::infinity());
      problem.gradient(theta, gradient);
      if (std::isfinite(r)) CHECK(std::isfinite(gradient[0]));
    }
  }
}

}  // namespace

TEST_CASE("a square root of 1 + square, less 1") {
  check<double>(1e100);
  check<float>(1e15F);
}
