// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A mixture of Gaussians, and residuals with their Jacobian, by several workers.
#include "run/parallel/same_bits.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr auto i = gs::axis<"i">;
constexpr auto d = gs::axis<"d">;
constexpr auto k = gs::axis<"k">;
constexpr auto alpha = gs::param<"alpha">(k);
constexpr auto mu = gs::param<"mu">(k, d);
constexpr auto tau = gs::param<"tau">(k, d);
constexpr auto x = gs::input<"x">(i, d);
constexpr auto component = gs::let([] { return alpha + sum(d, tau - square(exp(tau) * (x - mu)) / 2); });
constexpr auto mixture = logsumexp(k, alpha) - mean(i, logsumexp(k, component));

constexpr auto a = gs::param<"a">;
constexpr auto b = gs::param<"b">;
constexpr auto c = gs::param<"c">;
constexpr auto t = gs::input<"t">(i);
constexpr auto y = gs::input<"y">(i);
constexpr auto curve = a * exp(-b * t) + c - y;

}  // namespace

TEST_CASE("a mixture of Gaussians") {
  std::size_t const n = 2003, dimensions = 3, components = 7;
  auto const data = normal_numbers(n * dimensions, 1);
  auto problem = gs::bind<mixture>(x = gs::matrix(data, n, dimensions), k = components);
  comparison const found = compare_workers(problem, normal_numbers(problem.size(), 2, 0.3));
  CHECK(found.divided);
  CHECK(found.different == 0);
  CHECK(found.far < 1e-12);
}

TEST_CASE("residuals and their Jacobian") {
  std::size_t const n = 60013;
  auto const times = normal_numbers(n, 1), target = normal_numbers(n, 2);
  std::vector<double> const theta{1.5, 0.3, -0.2};
  auto problem = gs::bind_residuals<curve>(t = times, y = target);
  comparison const found = compare_workers(problem, theta);
  CHECK(found.divided);
  CHECK(found.different == 0);
  CHECK(found.far < 1e-12);
  some_workers const workers(3);
  auto several = gs::in_parallel(problem, workers);
  std::vector<double> r(n), J(3 * n), again(n), expected_r(n), expected_J(3 * n);
  problem.residuals_and_jacobian(theta, expected_r, expected_J);
  several.residuals_and_jacobian(theta, r, J);
  several.residuals(theta, again);
  CHECK(workers.runs() == 2);
  CHECK(differences_in_bits(r, expected_r) == 0);
  CHECK(differences_in_bits(again, expected_r) == 0);
  CHECK(differences_in_bits(J, expected_J) == 0);      // nothing is summed over the rows
}
