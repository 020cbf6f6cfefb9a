// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The rows of the Hessian of a linear model and of a network beside products with unit vectors.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

#include "support/numeric.hpp"

namespace gradsmith::tests::hessian_rows {

namespace gs = gradsmith;

inline constexpr auto i = gs::axis<"i">;
inline constexpr auto j = gs::axis<"j">;
inline constexpr auto k = gs::axis<"k">;
inline constexpr auto w = gs::param<"w">(j);
inline constexpr auto b = gs::param<"b">;
inline constexpr auto w1 = gs::param<"w1">(j, k);
inline constexpr auto w2 = gs::param<"w2">(k);
inline constexpr auto x = gs::input<"x">(i, j);
inline constexpr auto y = gs::input<"y">(i);

inline constexpr auto logistic = mean(i, log(1 + exp(-y * (sum(j, w * x) + b)))) + 0.01 * sum(j, square(w));
inline constexpr auto network = mean(i, square(sum(k, w2 * tanh(sum(j, w1 * x))) + b - y));

/// Every row of the Hessian against the product with a unit vector.
template <class Problem>
void check(Problem&& problem, std::size_t size, double tolerance) {
  using T = typename std::remove_cvref_t<Problem>::value_type;
  auto const theta = normal_numbers<T>(size, 7, 0.3);
  T const unset = std::numeric_limits<T>::quiet_NaN();
  std::vector<T> hessian(size * size, unset), unit(size), row(size);
  problem.hessian(theta, hessian);
  double worst = 0;
  for (std::size_t r = 0; r < size; ++r) {
    unit[r] = 1;
    problem.hvp(theta, unit, row);
    unit[r] = 0;
    for (std::size_t c = 0; c < size; ++c)
      if (double const off = distance(static_cast<double>(hessian[r * size + c]), static_cast<double>(row[c])); !(off <= worst)) worst = off;
  }
  CAPTURE(size);
  CHECK(worst <= tolerance);
}
template <class Problem>
struct on_rows {
  using value_type = typename Problem::value_type;
  Problem& problem;
  std::vector<std::uint32_t> rows;
  void hessian(std::vector<value_type> const& theta, std::vector<value_type>& h) { problem.batch(rows).hessian(theta, h); }
  void hvp(std::vector<value_type> const& theta, std::vector<value_type> const& v, std::vector<value_type>& out) { problem.batch(rows).hvp(theta, v, out); }
};

template <class T>
void check_all(double tolerance) {
  std::size_t const n = 45;
  auto const labels = normal_numbers<T>(n, 2);
  std::vector<std::uint32_t> const some{44, 0, 3, 3, 17};
  // Together with b: as many rows as one pass forms, one less and one more, and of the last pass one alone.
  for (std::size_t d : {1u, 30u, 31u, 32u, 64u, 70u}) {
    auto const data = normal_numbers<T>(n * d, 1);
    auto problem = gs::bind<logistic>(x = gs::matrix(data, n, d), y = labels);
    check(problem, d + 1, tolerance);
    check(on_rows<decltype(problem)>{problem, some}, d + 1, tolerance);
  }
  // One pass of layers forms fewer.
  for (std::size_t d : {1u, 5u, 9u}) {
    auto const data = normal_numbers<T>(n * d, 3);
    auto problem = gs::bind<network>(x = gs::matrix(data, n, d), y = labels, k = 3);
    check(problem, 3 * d + 4, tolerance);
    check(on_rows<decltype(problem)>{problem, some}, 3 * d + 4, tolerance);
  }
}

}  // namespace gradsmith::tests::hessian_rows
