// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Proximal operators against the conditions that define them.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <random>
#include <span>
#include <stdexcept>
#include <vector>

#include "problems.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

template <class T>
std::vector<T> random_point(std::minstd_rand& random, std::size_t n, double size) {
  std::uniform_real_distribution<double> uniform(-size, size);
  std::vector<T> point(n);
  for (T& each : point) each = static_cast<T>(uniform(random));
  return point;
}

/// u = prox(v) has (v - u)/step as a subgradient: h(z) >= h(u) + (v - u).(z - u)/step for every z, and h(u) is finite.
template <class T, class Term>
void check_prox(Term const& term, std::size_t n, std::minstd_rand& random) {
  static_assert(optimize::proximal_term<Term, T>);
  REQUIRE(term.invalid().empty());
  for (double size : {0.1, 1.0, 30.0})
    for (T step : {T(0.01), T(1), T(7)}) {
      std::vector<T> const v = random_point<T>(random, n, size);
      std::vector<T> u = v;
      term.prox(std::span<T>{u}, step);
      T const here = term.value(std::span<T const>{u});
      REQUIRE(std::isfinite(here));
      for (int k = 0; k < 20; ++k) {
        // Near u and far, each inside of a constraint.
        std::vector<T> z = random_point<T>(random, n, k % 2 == 0 ? size : 0.01 * size);
        if (k % 2 == 1)
          for (std::size_t e = 0; e < n; ++e) z[e] += u[e];
        if (optimize::is_constraint<Term>) term.prox(std::span<T>{z}, T(1));
        T const there = term.value(std::span<T const>{z});
        T slope = 0, sizes = 1;
        for (std::size_t e = 0; e < n; ++e) {
          slope += (v[e] - u[e]) * (z[e] - u[e]) / step;
          sizes += (std::abs(v[e]) + std::abs(u[e])) * (std::abs(z[e]) + std::abs(u[e])) / step;
        }
        CHECK(there >= here + slope - 16 * std::numeric_limits<T>::epsilon() * (std::abs(here) + std::abs(there) + sizes));
      }
      if (optimize::is_constraint<Term>) {
        std::vector<T> again = u;
        term.prox(std::span<T>{again}, step);
        CHECK(optimize::max_distance<T>(again, u) <=
              4 * std::numeric_limits<T>::epsilon() * optimize::max_abs(std::span<T const>{u}));
      }
    }
}

/// assign_residual is x - prox(x - g), as far as that has digits.
template <class T, class Term>
void check_residual(Term const& term, std::size_t n, std::minstd_rand& random) {
  for (double size : {0.1, 1.0, 30.0}) {
    std::vector<T> x = random_point<T>(random, n, size), image(n), residual(n);
    term.prox(std::span<T>{x}, T(1));
    std::vector<T> const g = random_point<T>(random, n, size);
    for (std::size_t k = 0; k < n; ++k) image[k] = x[k] - g[k];
    term.prox(std::span<T>{image}, T(1));
    term.assign_residual(std::span<T const>{x}, std::span<T const>{g}, std::span<T>{residual});
    T const rounding = 8 * std::numeric_limits<T>::epsilon() * static_cast<T>(size + 1);
    for (std::size_t k = 0; k < n; ++k) CHECK(std::abs(residual[k] - (x[k] - image[k])) <= rounding);
  }
}

template <class T>
void check_all() {
  std::minstd_rand random(7);
  for (std::size_t n : {std::size_t(1), std::size_t(2), std::size_t(5), std::size_t(33)}) {
    CAPTURE(n);
    parameter_range const first{.offset = 0, .size = (n + 1) / 2}, others{.offset = (n + 1) / 2, .size = n / 2};
    check_prox<T>(l1{.weight = 0.3}, n, random);
    check_prox<T>(l1{.weight = 0.3, .blocks = {first}}, n, random);
    check_prox<T>(l1{.weight = 0}, n, random);
    check_prox<T>(l2{.weight = 0.3}, n, random);
    check_prox<T>(elastic_net{.l1 = 0.2, .l2 = 0.7, .blocks = {first}}, n, random);
    check_prox<T>(group_lasso{.weight = 0.4, .blocks = {first, others}}, n, random);
    check_prox<T>(group_lasso{.weight = 0.4, .blocks = {first}, .by_size = true}, n, random);
    check_prox<T>(group_lasso{}, n, random);
    check_prox<T>(box{.lower = {-0.5}, .upper = {2}}, n, random);
    check_prox<T>(box{.lower = std::vector<double>(n, -0.05)}, n, random);
    check_prox<T>(box{}, n, random);
    check_prox<T>(at_least_zero{}, n, random);
    check_prox<T>(at_least_zero{.blocks = {others}}, n, random);
    check_residual<T>(l1{.weight = 0.3}, n, random);
    check_residual<T>(l1{.weight = 0.3, .blocks = {first}}, n, random);
    check_residual<T>(l2{.weight = 0.3, .blocks = {others}}, n, random);
    check_residual<T>(elastic_net{.l1 = 0.2, .l2 = 0.7, .blocks = {first}}, n, random);
    check_residual<T>(group_lasso{.weight = 0.4, .blocks = {first, others}}, n, random);
    check_residual<T>(group_lasso{.weight = 0.4, .blocks = {first}, .by_size = true}, n, random);
    check_residual<T>(group_lasso{.weight = 40}, n, random);
    check_residual<T>(box{.lower = {-0.5}, .upper = {2}}, n, random);
    check_residual<T>(box{.lower = std::vector<double>(n, -0.05)}, n, random);
    check_residual<T>(at_least_zero{.blocks = {others}}, n, random);
    check_prox<T>(simplex{}, n, random);
    check_prox<T>(simplex{.sum = 3, .blocks = {first}}, n, random);
  }
}

template <class T, class Term>
std::vector<T> prox_of(Term const& term, std::vector<T> v, T step) {
  term.prox(std::span<T>{v}, step);
  return v;
}

}  // namespace

TEST_CASE("proximal operators are optimal, in double") { check_all<double>(); }
TEST_CASE("proximal operators are optimal, in float") { check_all<float>(); }

TEST_CASE("gradients far smaller than x are not lost in the residual, nor found where a bound holds") {
  std::vector<float> const x{3e7f};
  struct slope {
    float g;
    using value_type = float;
    std::size_t size() const { return 1; }
    float value_and_gradient(std::span<float const>, std::span<float> out) const { return out[0] = g; }
  };
  auto const residual = [&](auto const& term, float g) {
    std::vector<float> const gradient{g};
    return composite(slope{g}, term).residual_norm(std::span<float const>{x}, std::span<float const>{gradient});
  };
  CHECK(residual(box{.lower = {0}}, 0.5f) == 0.5f);
  CHECK(residual(box{.lower = {3e7}}, 0.5f) == 0);
  CHECK(residual(box{.upper = {3e7}}, -0.5f) == 0);
  CHECK(residual(box{.upper = {3e7}}, 0.5f) == 0.5f);
  CHECK(residual(at_least_zero{}, 0.5f) == 0.5f);
  CHECK(residual(l1{.weight = 0.25}, 0.5f) == 0.75f);
  CHECK(residual(l1{.weight = 0.25}, -0.25f) == 0);
  CHECK(residual(elastic_net{.l1 = 0.25, .l2 = 0}, 0.5f) == 0.75f);
  CHECK(residual(l2{.weight = 0}, 0.5f) == 0.5f);
  CHECK(residual(group_lasso{.weight = 0}, 0.5f) == 0.5f);
}

TEST_CASE("terms worked by hand") {
  using list = std::vector<double>;
  CHECK(prox_of<double>(l1{.weight = 2}, {3, -3, 0.5, -1}, 0.5) == list{2, -2, 0, 0});
  CHECK(l1{.weight = 2}.value(std::span<double const>(list{3, -3})) == 12);
  CHECK(prox_of<double>(l2{.weight = 2}, {3, -6}, 0.5) == list{1.5, -3});
  CHECK(l2{.weight = 3}.value(std::span<double const>(list{1, 2})) == 7.5);
  CHECK(prox_of<double>(elastic_net{.l1 = 2, .l2 = 2}, {3, -0.5}, 0.5) == list{1, 0});
  CHECK(elastic_net{.l1 = 2, .l2 = 1}.value(std::span<double const>(list{1, -2})) == 8.5);
  group_lasso const pairs{.weight = 2, .blocks = {{.offset = 0, .size = 2}, {.offset = 2, .size = 2}}};
  CHECK(largest_difference(prox_of<double>(pairs, {3, 4, 0.6, 0.8}, 1), list{1.8, 2.4, 0, 0}) <= 1e-15);
  CHECK(pairs.value(std::span<double const>(list{3, 4, 0, -1})) == 12);
  CHECK(prox_of<double>(box{.lower = {0, -1}, .upper = {1}}, {5, -5}, 1) == list{1, -1});
  CHECK(prox_of<double>(at_least_zero{}, {5, -5}, 1) == list{5, 0});
  CHECK(prox_of<double>(simplex{}, {0.5, 0.5}, 1) == list{0.5, 0.5});
  CHECK(prox_of<double>(simplex{}, {2, 0, -1}, 1) == list{1, 0, 0});
  CHECK(prox_of<double>(simplex{.sum = 2}, {1e300, -1e300}, 1) == list{2, 0});
  CHECK(largest_difference(prox_of<double>(simplex{}, {1, 0.5, 0}, 1), list{0.75, 0.25, 0}) <= 1e-15);
}

TEST_CASE("values outside of constraints are infinite, and NaN is not hidden") {
  using list = std::vector<double>;
  double const none = std::numeric_limits<double>::quiet_NaN();
  auto const is_infinite = [](auto const& term, list const& x) { return std::isinf(term.value(std::span<double const>(x))); };
  CHECK(is_infinite(box{.lower = {0}}, {1, -1e-300}));
  CHECK(is_infinite(at_least_zero{}, {1, -1e-300}));
  CHECK(is_infinite(simplex{}, {0.5, 0.4}));
  CHECK(is_infinite(simplex{}, {1.5, -0.5}));
  auto const shows = [none](auto const& term) {
    list const u = prox_of<double>(term, {none, 1, 2}, 0.5);
    return std::isnan(u[0]);
  };
  CHECK(shows(l1{}));
  CHECK(shows(l2{}));
  CHECK(shows(elastic_net{}));
  CHECK(shows(group_lasso{}));
  CHECK(shows(box{.lower = {0}, .upper = {1}}));
  CHECK(shows(at_least_zero{}));
  CHECK(shows(simplex{}));
}

TEST_CASE("terms that cannot be") {
  CHECK_FALSE(l1{.weight = -1}.invalid().empty());
  CHECK_FALSE(l2{.weight = std::nan("")}.invalid().empty());
  CHECK_FALSE(elastic_net{.l1 = 1, .l2 = -1}.invalid().empty());
  CHECK_FALSE(group_lasso{.weight = -1}.invalid().empty());
  CHECK_FALSE(box{.lower = {1}, .upper = {0}}.invalid().empty());
  CHECK_FALSE(box{.lower = {std::nan("")}}.invalid().empty());
  CHECK_FALSE(simplex{.sum = 0}.invalid().empty());
  // Bounds that no number is between, and weights that are none: 0 times infinity would be the value at 0.
  double const infinity = std::numeric_limits<double>::infinity();
  CHECK_FALSE(box{.lower = {infinity}}.invalid().empty());
  CHECK_FALSE(box{.lower = {0, 0}, .upper = {1, -infinity}}.invalid().empty());
  CHECK(box{.lower = {-infinity}, .upper = {infinity}}.invalid().empty());
  CHECK_FALSE(l1{.weight = infinity}.invalid().empty());
  CHECK_FALSE(l2{.weight = infinity}.invalid().empty());
  CHECK_FALSE(elastic_net{.l1 = infinity}.invalid().empty());
  CHECK_FALSE(group_lasso{.weight = infinity}.invalid().empty());
  bowl<> const problem{.n = 3};
  CHECK_THROWS_AS(composite(problem, box{.lower = {0, 0}}), std::invalid_argument);
  CHECK_THROWS_AS(composite(problem, l1{.blocks = {{.offset = 2, .size = 2}}}), std::invalid_argument);
  CHECK_THROWS_AS(composite(problem, simplex{.blocks = {{.offset = 2, .size = 0}}}), std::invalid_argument);
  CHECK_THROWS_AS(composite(bowl<>{.n = 0}, simplex{}), std::invalid_argument);
  // With a parameter in two blocks none of these operators is that of the sum.
  parameter_ranges const overlapping{{.offset = 1, .size = 2}, {.offset = 0, .size = 2}};
  CHECK_THROWS_WITH_AS(composite(problem, group_lasso{.blocks = overlapping}),
                       "gradsmith: parameter number 1 is in two blocks of one term", std::invalid_argument);
  CHECK_THROWS_AS(composite(problem, l1{.blocks = overlapping}), std::invalid_argument);
  CHECK_THROWS_AS(composite(problem, l2{.blocks = overlapping}), std::invalid_argument);
  CHECK_THROWS_AS(composite(problem, elastic_net{.blocks = overlapping}), std::invalid_argument);
  CHECK_THROWS_AS(composite(problem, simplex{.blocks = overlapping}), std::invalid_argument);
  CHECK_NOTHROW(composite(problem, at_least_zero{.blocks = overlapping}));
  CHECK_NOTHROW(composite(problem, group_lasso{.blocks = {{.offset = 1, .size = 2}, {.offset = 0, .size = 1}}}));
  CHECK_NOTHROW(composite(problem, group_lasso{.blocks = {{.offset = 1, .size = 0}, {.offset = 0, .size = 3}}}));
}
