// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// The functions of More, Garbow and Hillstrom: first that they are what the paper says, then which method solves what.
#include "support/more_garbow_hillstrom.hpp"

#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

/// How many of the problems are solved from this multiple of the usual starts.
template <class Method>
int solved_from(double factor, Method const& method) {
  int solved = 0;
  for (mgh_case const& each : mgh_cases()) {
    more_garbow_hillstrom<> problem(each);
    // The criterion of is_mgh_solved is looked at after every step.
    auto const is_solved = [&](auto const& now) {
      return is_mgh_solved(each, now.value, now.gradient_norm) ? verdict::stop_as_success : verdict::proceed;
    };
    stop const limits{.gradient_norm = std::nullopt, .max_steps = 10000, .max_evaluations = 10000};
    auto const found = minimize(problem, mgh_start(each, factor), method, limits, is_solved);
    solved += found.status == status::stopped_as_success;
  }
  return solved;
}

}  // namespace

TEST_CASE("the gradients and Hessians are those of the values") {
  for (mgh_case const& each : mgh_cases()) {
    CAPTURE(std::string(each.name));
    more_garbow_hillstrom<> problem(each);
    for (double factor : {1.0, 10.0}) {
      std::vector<double> const x = mgh_start(each, factor);
      // Brown's value is 1e12 where it starts, and its slope in the second parameter 0.004: no difference shows that.
      if (each.which != mgh::brown_badly_scaled) CHECK(check_gradient(problem, x).agrees());
      std::vector<double> hessian(each.n * each.n), there(each.n), before(each.n);
      problem.hessian(x, hessian);
      double largest = 0, wrong = 0;
      for (std::size_t k = 0; k < each.n; ++k) {
        double const h = 1e-6 * std::fmax(1, std::abs(x[k]));
        std::vector<double> y = x;
        y[k] = x[k] + h, (void)problem.value_and_gradient(y, there);
        y[k] = x[k] - h, (void)problem.value_and_gradient(y, before);
        for (std::size_t j = 0; j < each.n; ++j) {
          largest = std::fmax(largest, std::abs(hessian[k * each.n + j]));
          wrong = std::fmax(wrong, std::abs((there[j] - before[j]) / (2 * h) - hessian[k * each.n + j]));
        }
      }
      CHECK(wrong <= 2e-5 * largest);
    }
  }
}

TEST_CASE("first values worked by hand, and minima with the digits that the paper prints") {
  auto const first = [](mgh which) {
    for (mgh_case const& each : mgh_cases())
      if (each.which == which) {
        std::vector<double> g(each.n);
        return more_garbow_hillstrom<>(each).value_and_gradient(each.start, g);
      }
    return std::nan("");
  };
  CHECK(first(mgh::helical_valley) == doctest::Approx(2500));  // (10 (0 - 10 / 2))^2
  CHECK(first(mgh::powell_badly_scaled) == doctest::Approx(1 + std::pow(std::exp(-1.0) - 1e-4, 2)));
  CHECK(first(mgh::watson) == doctest::Approx(30));  // 29 times 1, and 1
  CHECK(first(mgh::brown_badly_scaled) == doctest::Approx(std::pow(1 - 1e6, 2) + std::pow(1 - 2e-6, 2) + 1));
  CHECK(first(mgh::extended_rosenbrock) == doctest::Approx(5 * 24.2));
  CHECK(first(mgh::extended_powell) == doctest::Approx(3 * 215));
  CHECK(first(mgh::beale) == doctest::Approx(14.203125));  // 1.5^2 + 2.25^2 + 2.625^2
  CHECK(first(mgh::wood) == doctest::Approx(19192));
  for (mgh_case const& each : mgh_cases()) {
    CAPTURE(std::string(each.name));
    REQUIRE(each.digits.size() == each.minima.size());
    for (std::size_t k = 0; k < each.digits.size(); ++k)
      CHECK(std::abs(each.minima[k] - each.digits[k]) <= 5.1e-6 * each.digits[k]);  // six of them
  }
}

TEST_CASE("from the usual starts, and from 10 and 100 times as far") {
  auto const solves = [](auto const& method, int near, int far, int farthest) {
    CHECK(solved_from(1, method) >= near);
    CHECK(solved_from(10, method) >= far);
    CHECK(solved_from(100, method) >= farthest);
  };
  solves(lbfgs{}, 18, 18, 14);
  solves(lbfgs{.line_search = more_thuente{}}, 18, 18, 14);
  solves(lbfgs{.line_search = hager_zhang{}}, 18, 17, 14);
  solves(bfgs{}, 18, 18, 13);
  solves(nonlinear_cg{}, 16, 16, 13);
  solves(newton{}, 17, 17, 13);
  solves(trust_region_newton_cg{}, 18, 17, 13);
}
