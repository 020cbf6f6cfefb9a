// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// BFGS, conjugate gradients, Newton and the trust region: steps worked by hand, what each does on a quadratic, and
// options.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "problems.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

/// (x^2 + c y^2) / 2.
formula ellipse(double c) {
  return {2, [c](auto x, auto g) { return g[0] = x[0], g[1] = c * x[1], (x[0] * x[0] + c * x[1] * x[1]) / 2; }};
}

/// Points of a run, its start first.
template <class Method>
std::vector<std::vector<double>> path(formula const& f, std::vector<double> const& start, Method const& method,
                                      int steps) {
  std::vector<std::vector<double>> points{start};
  auto const keep = [&](auto const& now) { points.emplace_back(now.x.begin(), now.x.end()); };
  (void)minimize(f, start, method, {.gradient_norm = std::nullopt, .max_steps = steps}, on(event::step, keep));
  return points;
}

/// A search so narrow that it finds the minimum of a parabola.
constexpr strong_wolfe exact{.decrease = 1e-12, .curvature = 1e-9, .max_trials = 60, .resolution = 0};

}  // namespace

TEST_CASE("with exact searches bfgs and conjugate gradients are done with a quadratic of n dimensions after n steps") {
  auto const check = [](auto const& method) {
    auto const r = minimize(ellipse(7), {3, -2}, method, {.gradient_norm = 1e-6});
    CHECK(r.status == status::gradient_small);
    CHECK(r.steps == 2);
  };
  check(bfgs{.line_search = exact});
  using enum nonlinear_cg::formula;
  for (auto beta : {polak_ribiere_plus, fletcher_reeves, hestenes_stiefel, hager_zhang})
    check(nonlinear_cg{.beta = beta, .line_search = exact});
  // 5 dimensions whose curvatures span four powers of ten.
  auto const five = minimize(quadratic5{}, quadratic5::start(), bfgs{.line_search = exact}, {.gradient_norm = 1e-6});
  CHECK(five.steps <= 6);
  CHECK(largest_difference(five.point, quadratic5::minimiser) < 1e-6);
}

TEST_CASE("the second direction of bfgs is that of the formula") {
  // s, y from the first step; H = (I - r s y') (y.s / y.y) (I - r y s') + r s s', written out; d = -H g; the first
  // trial is 1.
  auto const points = path(ellipse(7), {3, -2}, bfgs{}, 2);
  auto const gradient = [](std::vector<double> const& x) { return std::vector<double>{x[0], 7 * x[1]}; };
  std::vector<double> const g0 = gradient(points[0]), g = gradient(points[1]);
  double const s[] = {points[1][0] - points[0][0], points[1][1] - points[0][1]}, y[] = {g[0] - g0[0], g[1] - g0[1]};
  double const ys = y[0] * s[0] + y[1] * s[1], scale = ys / (y[0] * y[0] + y[1] * y[1]);
  double inverse[2][2];
  for (int i = 0; i < 2; ++i)
    for (int j = 0; j < 2; ++j) {
      inverse[i][j] = s[i] * s[j] / ys;
      for (int k = 0; k < 2; ++k)
        inverse[i][j] += scale * ((i == k) - s[i] * y[k] / ys) * ((k == j) - y[k] * s[j] / ys);
    }
  for (int i = 0; i < 2; ++i) {
    double const d = -(inverse[i][0] * g[0] + inverse[i][1] * g[1]);
    std::size_t const entry = static_cast<std::size_t>(i);
    CHECK(points[2][entry] == doctest::Approx(points[1][entry] + d).epsilon(1e-12));
  }
}

TEST_CASE("the second direction of conjugate gradients is that of each formula") {
  // A function that is no quadratic, for which they differ; steps to 0.1 of the slope.
  formula const f{2, [](auto x, auto g) {
                    g[0] = x[0] + std::pow(x[0], 3) + x[1], g[1] = 3 * x[1] + x[0];
                    return x[0] * x[0] / 2 + std::pow(x[0], 4) / 4 + 1.5 * x[1] * x[1] + x[0] * x[1];
                  }};
  using enum nonlinear_cg::formula;
  for (auto beta : {polak_ribiere_plus, fletcher_reeves, hestenes_stiefel, hager_zhang}) {
    CAPTURE(static_cast<int>(beta));
    auto const points = path(f, {1, 1}, nonlinear_cg{.beta = beta, .line_search = strong_wolfe{.curvature = 0.5}}, 2);
    REQUIRE(points.size() == 3);
    std::vector<double> g0(2), g(2);
    (void)f.f(points[0], g0), (void)f.f(points[1], g);
    double const y[] = {g[0] - g0[0], g[1] - g0[1]}, d[] = {-g0[0], -g0[1]};
    double const gy = g[0] * y[0] + g[1] * y[1], square = g0[0] * g0[0] + g0[1] * g0[1], dy = d[0] * y[0] + d[1] * y[1];
    double factor = std::fmax(0, gy / square);
    if (beta == fletcher_reeves) factor = (g[0] * g[0] + g[1] * g[1]) / square;
    if (beta == hestenes_stiefel) factor = gy / dy;
    if (beta == hager_zhang) factor = (gy - 2 * (y[0] * y[0] + y[1] * y[1]) * (d[0] * g[0] + d[1] * g[1]) / dy) / dy;
    double const next[] = {-g[0] + factor * d[0], -g[1] + factor * d[1]};
    double const slope = g[0] * next[0] + g[1] * next[1];
    REQUIRE(slope < 0);
    // The step is along it.
    double const across = (points[2][0] - points[1][0]) * next[1] - (points[2][1] - points[1][1]) * next[0];
    CHECK(std::abs(across) <= 1e-10 * (std::abs(next[0]) + std::abs(next[1])));
  }
}

TEST_CASE("newton and the trust region are done with a quadratic after one step that is long enough") {
  auto const once = minimize(quadratic5{}, quadratic5::start(), newton{}, {.gradient_norm = 1e-6});
  CHECK(once.steps == 1);
  CHECK(once.evaluations == 2);
  CHECK(largest_difference(once.point, quadratic5::minimiser) < 1e-6);
  CHECK(minimize(bowl<>{.curvature = 3, .n = 4}, {1, 2, 3, 4}, newton{}).steps == 1);
  CHECK(minimize(bowl<>{.curvature = 3, .n = 4}, {1, 2, 3, 4}, trust_region_newton_cg{.radius = 100}).steps == 1);
  // On the border: the first step is as long as the radius, and along -g of a bowl.
  auto const points = path(ellipse(1), {30, 40}, trust_region_newton_cg{.radius = 5}, 2);
  CHECK(largest_difference(points[1], std::vector<double>{27, 36}) < 1e-12);
  CHECK(largest_difference(points[2], std::vector<double>{21, 28}) < 1e-12);  // twice as long
}

TEST_CASE("near the minimum newton doubles the digits") {
  auto const r = minimize(rosenbrock<>{}, {1.1, 1.2}, newton{}, {.gradient_norm = 1e-13});
  CHECK(r.status == status::gradient_small);
  CHECK(r.steps <= 8);
  auto const t = minimize(rosenbrock<>{}, {1.1, 1.2}, trust_region_newton_cg{}, {.gradient_norm = 1e-13});
  CHECK(t.status == status::gradient_small);
  CHECK(t.steps <= 11);  // its inner tolerance makes it a little slower than quadratic
}

TEST_CASE("where the Hessian is not definite they descend all the same") {
  // x^4/4 - x^2/2 + y^2/2, from beside its saddle at 0; minima at (+-1, 0).
  formula const wells{2, [](auto x, auto g) {
                        g[0] = x[0] * x[0] * x[0] - x[0], g[1] = x[1];
                        return std::pow(x[0], 4) / 4 - x[0] * x[0] / 2 + x[1] * x[1] / 2;
                      }};
  auto const arrives = [&](auto const& method) {
    auto const r = minimize(wells, {1e-3, 1}, method, {.gradient_norm = 1e-9});
    CHECK(r.status == status::gradient_small);
    CHECK(std::abs(r.point[0]) == doctest::Approx(1));
    CHECK(r.value == doctest::Approx(-0.25));
  };
  arrives(newton{});
  arrives(newton{.line_search = armijo{}});
  arrives(trust_region_newton_cg{});
  arrives(bfgs{});
  arrives(nonlinear_cg{});
}

TEST_CASE("the Cholesky factorisation, and the shift where there is none") {
  std::vector<double> const a{4, 2, 2, 5}, indefinite{1, 2, 2, 1};
  std::vector<double> lower(4), x{8, 13};
  REQUIRE(optimize::factor_with_shift<double>(a, lower, 2));
  CHECK(lower[0] == 2);
  CHECK(lower[2] == 1);
  CHECK(lower[3] == 2);
  optimize::solve_factored<double>(lower, x);  // 4 x + 2 y = 8, 2 x + 5 y = 13
  CHECK(x[0] == doctest::Approx(0.875));
  CHECK(x[1] == doctest::Approx(2.25));
  // Eigenvalues -1 and 3: the first shift above 1 of 0.002, 0.004 ... is 1.024.
  REQUIRE(optimize::factor_with_shift<double>(indefinite, lower, 2));
  CHECK(lower[0] * lower[0] == doctest::Approx(2.024));
  // Eigenvalues 0 and 2: the square root of epsilon is enough.
  std::vector<double> const singular{1, -1, -1, 1};
  REQUIRE(optimize::factor_with_shift<double>(singular, lower, 2));
  CHECK(lower[0] * lower[0] - 1 == doctest::Approx(1.49e-8).epsilon(0.01));
  std::vector<double> const broken{1, 0, std::numeric_limits<double>::quiet_NaN(), 1}, zero(4);
  CHECK_FALSE(optimize::factor_with_shift<double>(broken, lower, 2));
  CHECK_FALSE(optimize::factor_with_shift<double>(zero, lower, 2));
}

TEST_CASE("they work in float") {
  auto const arrives = [](auto const& method) {
    auto const r = minimize(rosenbrock<float>{}, rosenbrock<float>::start(), method, {.max_steps = 5000});
    CHECK(r.status == status::gradient_small);
    CHECK(r.gradient_norm <= 1e-3f);
  };
  arrives(bfgs{});
  arrives(nonlinear_cg{});
  arrives(newton{});
  arrives(trust_region_newton_cg{});
}

TEST_CASE("options that cannot be are named with their value") {
  auto const says = [](auto const& method) { return minimize(rosenbrock<>{}, {-1.2, 1}, method).message; };
  CHECK(says(bfgs{.curvature_floor = -1}) == "The option curvature_floor is -1 and must not be negative.");
  CHECK(says(nonlinear_cg{.line_search = more_thuente{.curvature = 2}}) ==
        "The option curvature is 2 and must be in (0, 1).");
  CHECK(says(newton{.line_search = hager_zhang{.decrease = 0.7}}) ==
        "The option decrease is 0.7 and must be less than 1/2.");
  CHECK(says(trust_region_newton_cg{.radius = 0}) == "The option radius is 0 and must be positive and finite.");
  CHECK(says(trust_region_newton_cg{.radius = 2, .radius_max = 1}) ==
        "The option radius is 2 and must be at most radius_max.");
  CHECK(says(trust_region_newton_cg{.acceptance = 0.3}) == "The option acceptance is 0.3 and must be in [0, 1/4).");
}
