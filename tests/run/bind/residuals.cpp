// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Residuals and their Jacobian, J'r and J'J: as outputs of compile, as an objective, and from loops.
#include <cmath>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

#include "support/numeric.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto c = gs::axis<"c">;
constexpr auto a = gs::param<"a">;
constexpr auto w = gs::param<"w">(j, c);
constexpr auto s = gs::param<"s">(c);
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i, c);

// Per observation two residuals, with a parameter along their own axis c.
constexpr auto r = a * tanh(sum(j, x * w)) * exp(s) - y;
constexpr auto all = gs::compile<r, gs::jacobian(r), gradient(sum(i, c, square(r)) / 2), gs::gauss_newton(r)>;

struct problem_data {
  std::size_t n = 21, d = 3, m = 2;
  std::vector<double> inputs = normal_numbers(n * d, 1), targets = normal_numbers(n * m, 2);
  std::vector<double> theta = normal_numbers(1 + d * m + m, 3, 0.7);  // a, w, s
};

/// The Jacobian by hand: rows (i, c), columns a, w(j, e), s(e).
void by_hand(problem_data const& at, std::vector<double>& residuals, std::vector<double>& jacobian) {
  std::size_t const columns = at.theta.size();
  residuals.assign(at.n * at.m, 0);
  jacobian.assign(at.n * at.m * columns, 0);
  for (std::size_t row = 0; row < at.n; ++row)
    for (std::size_t e = 0; e < at.m; ++e) {
      double z = 0;
      for (std::size_t q = 0; q < at.d; ++q) z += at.theta[1 + q * at.m + e] * at.inputs[row * at.d + q];
      double const t = std::tanh(z), scale = std::exp(at.theta[1 + at.d * at.m + e]), factor = at.theta[0];
      double* const slopes = &jacobian[(row * at.m + e) * columns];
      residuals[row * at.m + e] = factor * t * scale - at.targets[row * at.m + e];
      slopes[0] = t * scale;
      for (std::size_t q = 0; q < at.d; ++q) slopes[1 + q * at.m + e] = factor * scale * (1 - t * t) * at.inputs[row * at.d + q];
      slopes[1 + at.d * at.m + e] = factor * t * scale;
    }
}

}  // namespace

TEST_CASE("residuals as an objective: the Jacobian by hand, and the gradient that is J'r") {
  problem_data const at;
  std::vector<double> expected_r, expected_j;
  by_hand(at, expected_r, expected_j);
  auto problem = gs::bind_residuals<r>(x = gs::matrix(at.inputs, at.n, at.d), y = gs::matrix(at.targets, at.n, at.m));
  REQUIRE(problem.size() == at.theta.size());
  REQUIRE(problem.residuals() == at.n * at.m);
  REQUIRE(problem.blocks()[1].name == "w");
  std::vector<double> residuals(at.n * at.m), alone(at.n * at.m), jacobian(expected_j.size()), g(at.theta.size());
  problem.residuals_and_jacobian(at.theta, residuals, jacobian);
  problem.residuals(at.theta, alone);
  CHECK(largest_distance(residuals, expected_r) < 1e-14);
  CHECK(largest_distance(jacobian, expected_j) < 1e-14);
  CHECK(largest_distance(alone, residuals) < 1e-15);
  double half = 0;
  std::vector<double> slope(at.theta.size());
  for (std::size_t row = 0; row < residuals.size(); ++row) {
    half += residuals[row] * residuals[row] / 2;
    for (std::size_t q = 0; q < slope.size(); ++q) slope[q] += residuals[row] * jacobian[row * slope.size() + q];
  }
  CHECK(distance(problem.value_and_gradient(at.theta, g), half) < 1e-14);
  CHECK(largest_distance(g, slope) < 1e-14);
  CHECK(gradient_error(problem, at.theta) < 1e-9);
  // A copy has programs of its own.
  auto copy = problem;
  std::fill(jacobian.begin(), jacobian.end(), std::nan(""));
  copy.residuals_and_jacobian(at.theta, residuals, jacobian);
  CHECK(largest_distance(jacobian, expected_j) < 1e-14);
  CHECK_THROWS_WITH_AS(problem.residuals(at.theta, g), "gradsmith: the array of residuals has 9 elements, the problem needs 42", gs::data_error);
}

TEST_CASE("one program gives residuals, Jacobian, J'r and J'J") {
  problem_data const at;
  std::vector<double> expected_r, expected_j;
  by_hand(at, expected_r, expected_j);
  std::size_t const columns = at.theta.size(), dm = at.d * at.m;
  std::vector<double> const weights(at.theta.begin() + 1, at.theta.begin() + 1 + static_cast<std::ptrdiff_t>(dm)), scales(at.theta.end() - 2, at.theta.end());
  auto const [residuals, ja, jw, js, ga, gw, g_s, aa, aw, as, ww, ws, ss] =
      all(a = at.theta[0], w = gs::matrix(weights, at.d, at.m), s = scales, x = gs::matrix(at.inputs, at.n, at.d), y = gs::matrix(at.targets, at.n, at.m));
  REQUIRE(jw.size() == at.n * at.m * dm);
  REQUIRE(ww.size() == dm * dm);
  auto const column = [&](std::size_t row, std::size_t q) { return expected_j[row * columns + q]; };
  double worst = largest_distance(residuals, expected_r);
  for (std::size_t row = 0; row < at.n * at.m; ++row) {
    worst = std::max(worst, distance(ja.data()[row], column(row, 0)));
    for (std::size_t q = 0; q < dm; ++q) worst = std::max(worst, distance(jw.data()[row * dm + q], column(row, 1 + q)));
    for (std::size_t q = 0; q < at.m; ++q) worst = std::max(worst, distance(js.data()[row * at.m + q], column(row, 1 + dm + q)));
  }
  auto const square = [&](std::size_t p, std::size_t q) {
    double total = 0;
    for (std::size_t row = 0; row < at.n * at.m; ++row) total += column(row, p) * column(row, q);
    return total;
  };
  worst = std::max(worst, distance(aa, square(0, 0)));
  for (std::size_t p = 0; p < dm; ++p) {
    worst = std::max(worst, distance(aw.data()[p], square(0, 1 + p)));
    for (std::size_t q = 0; q < dm; ++q) worst = std::max(worst, distance(ww.data()[p * dm + q], square(1 + p, 1 + q)));
    for (std::size_t q = 0; q < at.m; ++q) worst = std::max(worst, distance(ws.data()[p * at.m + q], square(1 + p, 1 + dm + q)));
  }
  for (std::size_t p = 0; p < at.m; ++p) {
    worst = std::max(worst, distance(as.data()[p], square(0, 1 + dm + p)));
    for (std::size_t q = 0; q < at.m; ++q) worst = std::max(worst, distance(ss.data()[p * at.m + q], square(1 + dm + p, 1 + dm + q)));
  }
  double slope = 0;
  for (std::size_t row = 0; row < at.n * at.m; ++row) slope += expected_r[row] * column(row, 0);
  worst = std::max(worst, distance(ga, slope));
  CHECK(worst < 1e-13);
  CHECK(gw.size() == dm);
  CHECK(g_s.size() == at.m);
}
