// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Functions of parameters alone, in any number of dimensions: Rosenbrock's in pairs, Styblinski and Tang's, a Gaussian
// with independent coordinates, and a bilinear saddle.
#include <cmath>
#include <cstddef>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

#include "support/numeric.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr auto j = gs::axis<"j">;
constexpr auto fixed = gs::axis<"fixed", 5>;
constexpr auto x = gs::param<"x">(j);
constexpr auto y = gs::param<"y">(j);
constexpr auto mu = gs::param<"mu">(j);
constexpr auto rho = gs::param<"rho">(j);
constexpr auto z = gs::param<"z">(fixed);

constexpr auto rosenbrock = sum(j, 100 * square(y - square(x)) + square(1 - x));
constexpr auto styblinski_tang = sum(j, pow(x, 4) - 16 * square(x) + 5 * x) / 2;
constexpr auto declared = sum(fixed, pow(z, 4) - 16 * square(z) + 5 * z) / 2;
constexpr auto gaussian = sum(j, square((x - mu) / exp(rho)) / 2 + rho);

template <class Problem, class F>
void check(Problem problem, F&& plain, std::size_t size) {
  REQUIRE(problem.size() == size);
  auto const theta = normal_numbers(size, 1);
  CHECK(distance(problem.value(theta), static_cast<double>(plain(theta))) < 1e-14);
  CHECK(gradient_error(problem, theta) < 1e-8);
  CHECK(hessian_error(problem, theta) < 1e-8);
}

long double quartic(std::vector<double> const& at) {
  long double total = 0;
  for (long double each : at) total += each * each * each * each - 16 * each * each + 5 * each;
  return total / 2;
}

}  // namespace

TEST_CASE("functions of parameters alone") {
  for (std::size_t n : {1u, 2u, 7u, 33u}) {
    CAPTURE(n);
    check(gs::bind<rosenbrock>(j = n),
          [n](std::vector<double> const& at) {  // the parameters in order of appearance: y, x
            long double total = 0;
            for (std::size_t k = 0; k < n; ++k) {
              long double const b = at[k], a = at[n + k];
              total += 100 * (b - a * a) * (b - a * a) + (1 - a) * (1 - a);
            }
            return total;
          },
          2 * n);
    check(gs::bind<styblinski_tang>(j = n), quartic, n);
    check(gs::bind<gaussian>(j = n),
          [n](std::vector<double> const& at) {
            long double total = 0;
            for (std::size_t k = 0; k < n; ++k) {
              long double const away = (static_cast<long double>(at[k]) - at[n + k]) / std::exp(static_cast<long double>(at[2 * n + k]));
              total += away * away / 2 + at[2 * n + k];
            }
            return total;
          },
          3 * n);
  }
  check(gs::bind<declared>(), quartic, 5);
}
