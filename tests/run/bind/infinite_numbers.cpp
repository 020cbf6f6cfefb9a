// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Infinity as a number of a formula: scores that a mask takes out of a softmax or a maximum, and bounds that do not bind.
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

#include "support/numeric.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto w = gs::param<"w">(j);
constexpr auto v = gs::param<"v">(j);
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);

// Row i sees the positions up to i: the scores of the others are -inf, by a choice and by a term.
constexpr auto chosen = mean(i, square(sum(j, softmax(j, where(j <= i, x * w, -infinity)) * v) - y));
constexpr auto added = mean(i, square(sum(j, softmax(j, x * w + where(j <= i, 0.0, -infinity)) * v) - y));
constexpr auto extremes = mean(i, y * (max(j, where(j <= i, x * w, -infinity)) + min(j, where(j <= i, x * v, infinity))));
constexpr auto bounds = mean(i, j, square(y) * clamp(x * w, -infinity, infinity) * exp(where(j <= i, x * v, -infinity)));

struct series {
  std::size_t n = 11, d = 4;
  std::vector<double> data = normal_numbers(n * d, 61), target = normal_numbers(n, 62), theta = normal_numbers(2 * d, 63);
  std::size_t seen(std::size_t row) const { return row < d ? row + 1 : d; }
};

template <class Problem>
void check_derivatives(Problem& problem, std::vector<double> const& theta) {
  CHECK(gradient_error(problem, theta) < 1e-9);
  CHECK(hessian_error(problem, theta) < 1e-8);
}

}  // namespace

TEST_CASE("scores of -inf have no part in a softmax, nor in its derivatives") {
  series const s;
  double expected = 0;
  for (std::size_t r = 0; r < s.n; ++r) {
    double over = 0, under = 0;
    for (std::size_t q = 0; q < s.seen(r); ++q) {
      double const e = std::exp(s.data[r * s.d + q] * s.theta[q]);
      over += e * s.theta[s.d + q], under += e;
    }
    expected += std::pow(over / under - s.target[r], 2) / static_cast<double>(s.n);
  }
  auto by_choice = gs::bind<chosen>(x = gs::matrix(s.data, s.n, s.d), y = s.target);
  CHECK(distance(by_choice.value(s.theta), expected) < 1e-13);
  check_derivatives(by_choice, s.theta);
  auto by_term = gs::bind<added>(x = gs::matrix(s.data, s.n, s.d), y = s.target);
  CHECK(distance(by_term.value(s.theta), expected) < 1e-13);
  check_derivatives(by_term, s.theta);
}

TEST_CASE("infinite entries are never the greatest or the least, infinite bounds never bind") {
  series const s;
  double expected = 0, expected_bounds = 0;
  for (std::size_t r = 0; r < s.n; ++r) {
    double greatest = -infinity, least = infinity;
    for (std::size_t q = 0; q < s.seen(r); ++q) {
      double const at_w = s.data[r * s.d + q] * s.theta[q], at_v = s.data[r * s.d + q] * s.theta[s.d + q];
      greatest = std::fmax(greatest, at_w), least = std::fmin(least, at_v);
      expected_bounds += s.target[r] * s.target[r] * at_w * std::exp(at_v) / static_cast<double>(s.n * s.d);
    }
    expected += s.target[r] * (greatest + least) / static_cast<double>(s.n);
  }
  auto problem = gs::bind<extremes>(x = gs::matrix(s.data, s.n, s.d), y = s.target);
  CHECK(distance(problem.value(s.theta), expected) < 1e-13);
  check_derivatives(problem, s.theta);
  auto bounded = gs::bind<bounds>(x = gs::matrix(s.data, s.n, s.d), y = s.target);
  CHECK(distance(bounded.value(s.theta), expected_bounds) < 1e-13);
  check_derivatives(bounded, s.theta);
}
