// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Composites in units in which every curvature is very large or small.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

using namespace gradsmith;

namespace {

/// unit sum (k + 1)^2 (x_k - k - 1)^2 / 2.
template <class T>
struct bowl_in_units {
  using value_type = T;
  T unit = 1;

  std::size_t size() const { return 5; }
  T value_and_gradient(std::span<T const> x, std::span<T> g) const {
    T value = 0;
    for (std::size_t k = 0; k < x.size(); ++k) {
      T const number = static_cast<T>(k + 1), away = x[k] - number, bend = unit * number * number;
      value += bend * away * away / 2;
      g[k] = bend * away;
    }
    return value;
  }
};

/// Few evaluations bring the gradient down by as much, whatever the unit.
template <class T, class M, class Term>
void check_units(M const& method, Term const& term, std::vector<T> const& units, double share) {
  stop const limits{.gradient_norm = std::nullopt, .gradient_relative = share, .max_evaluations = 300};
  for (T const unit : units) {
    CAPTURE(unit);
    std::vector<T> const start{5, -5, 7, 0, 1};
    auto const found = minimize(composite(bowl_in_units<T>{unit}, term), start, method, limits);
    CAPTURE(explain(found));
    CHECK(found.status == status::gradient_small);
    for (std::size_t k = 0; k < 5; ++k)
      CHECK(std::abs(found.point[k] - static_cast<T>(k + 1)) <= 200 * static_cast<T>(share) * static_cast<T>(k + 1));
  }
}

}  // namespace

TEST_CASE("curvatures of any size, in double") {
  std::vector<double> const units{1e90, 1e30, 1e17, 1e10, 1, 1e-10};
  check_units(owl_qn{}, l1{.weight = 0}, units, 1e-6);
  check_units(lbfgs_b{}, box{}, units, 1e-6);
  check_units(lbfgs_b{.memory = 1}, box{}, units, 1e-6);
  check_units(projected_gradient{}, l1{.weight = 0}, units, 1e-6);
}

TEST_CASE("and in float") {
  std::vector<float> const units{1e12f, 1e8f, 1, 1e-6f};
  check_units(owl_qn{}, l1{.weight = 0}, units, 1e-4);
  check_units(lbfgs_b{}, box{}, units, 1e-4);
  check_units(projected_gradient{}, l1{.weight = 0}, units, 1e-4);
}

TEST_CASE("with bounds that are active, and curvatures far above 1") {
  for (double const unit : {1e15, 1e30, 1e90}) {
    CAPTURE(unit);
    auto const check = [&](auto const& method) {
      composite between(bowl_in_units<double>{unit}, box{.lower = {0}, .upper = {2}});
      auto const found = minimize(between, {5, -5, 7, 0, 1}, method, {.max_evaluations = 300});
      CAPTURE(explain(found));
      CHECK(std::abs(found.point[0] - 1) <= 1e-7);
      for (std::size_t k = 1; k < 5; ++k) CHECK(found.point[k] == 2);
    };
    check(lbfgs_b{});
    check(projected_gradient{});
  }
}

TEST_CASE("gradients whose square underflows end a run as rounding, and not as NaN") {
  composite between(bowl_in_units<double>{1e-200}, box{.lower = {0}});
  auto const found = minimize(between, {5, 5, 5, 5, 5}, lbfgs_b{}, {.gradient_norm = std::nullopt});
  CHECK(found.status == status::roundoff_limited);
  CHECK(found.steps == 0);
}

TEST_CASE("a pair that is left out changes nothing") {
  for (std::size_t const memory : {1u, 2u}) {
    std::vector<double> const first_step{1, 2}, first_change{3, 1}, other_step{2, -1}, no_curvature{-1, 3};
    optimize::compact_matrix<double> matrix(2, memory);
    matrix.add(first_step, first_change);
    auto const products = matrix.sy, squares = matrix.ss;
    matrix.add(other_step, no_curvature);
    CHECK(matrix.columns() == 2);
    CHECK(matrix.sy == products);
    CHECK(matrix.ss == squares);
  }
}
