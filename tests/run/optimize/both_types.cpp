// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Every deterministic method for smooth functions in double and in float, on convex, ill-conditioned and bent ones.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "both_types.hpp"
#include "problems.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

/// Runs down to `tolerance` arrive at 1 in every parameter: |x - 1| <= tolerance / (least curvature).
template <class Problem, class Method>
void check_arrives(Problem problem, std::vector<typename Problem::value_type> const& start, Method const& method,
                   double tolerance, double least_curvature) {
  using T = typename Problem::value_type;
  auto const r = minimize(problem, start, method, stop{.gradient_norm = tolerance, .max_steps = 20000});
  CAPTURE(explain(r));
  CHECK(r.status == status::gradient_small);
  CHECK(static_cast<double>(r.gradient_norm) <= tolerance);
  for (T const each : r.point) CHECK(std::abs(static_cast<double>(each) - 1) <= 2 * tolerance / least_curvature);
}

template <class T, class Method>
void check_smooth(Method const& method) {
  check_arrives(springs<T>{convex<T>}, {4, -3, 2, 7}, method, fine<T>, 1);
  check_arrives(springs<T>{ill_conditioned<T>}, {2, 0, T(1.5), T(1.25)}, method, fine<T>, 0.01);
  // The least curvature of the valley is 0.4.
  check_arrives(rosenbrock<T>{}, {T(-1.2), 1}, method, 10 * fine<T>, 0.39);
}
template <class T>
void check_every_smooth_method() {
  check_smooth<T>(lbfgs{});
  check_smooth<T>(lbfgs{.line_search = more_thuente{}});
  check_smooth<T>(lbfgs{.line_search = hager_zhang{}});
  check_smooth<T>(bfgs{});
  check_smooth<T>(nonlinear_cg{});
  check_smooth<T>(nonlinear_cg{.beta = nonlinear_cg::formula::fletcher_reeves});
  check_smooth<T>(nonlinear_cg{.beta = nonlinear_cg::formula::hestenes_stiefel});
  check_smooth<T>(nonlinear_cg{.beta = nonlinear_cg::formula::hager_zhang});
  check_smooth<T>(newton{});
  check_smooth<T>(trust_region_newton_cg{});
}

}  // namespace

TEST_CASE("double") { check_every_smooth_method<double>(); }
TEST_CASE("float") { check_every_smooth_method<float>(); }
