// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// What a result says of the calls of the objective is what the objective saw, for every method.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "composite_methods.hpp"
#include "methods.hpp"
#include "problems.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

/// Rosenbrock's valley, which counts what is asked of it.
struct counting {
  using value_type = double;
  std::int64_t evaluations = 0, products = 0, hessians = 0;

  std::size_t size() const { return 2; }
  std::size_t rows() const { return 4; }
  counting& batch(std::span<std::uint32_t const>) { return *this; }
  double value_and_gradient(std::span<double const> x, std::span<double> g) {
    ++evaluations;
    return rosenbrock<>{}.value_and_gradient(x, g);
  }
  static void assign_hessian(std::span<double const> x, std::span<double> h) {
    h[0] = 2 - 400 * x[1] + 1200 * x[0] * x[0];
    h[1] = h[2] = -400 * x[0];
    h[3] = 200;
  }
  void hessian(std::span<double const> x, std::span<double> h) {
    ++hessians;
    assign_hessian(x, h);
  }
  void hvp(std::span<double const> x, std::span<double const> v, std::span<double> out) {
    ++products;
    double h[4];
    assign_hessian(x, h);
    out[0] = h[0] * v[0] + h[1] * v[1];
    out[1] = h[2] * v[0] + h[3] * v[1];
  }
};

template <class Result>
void check_counts(counting const& problem, Result const& found) {
  CHECK(found.evaluations == problem.evaluations);
  CHECK(found.hessian_products == problem.products);
  CHECK(found.hessians == problem.hessians);
  std::string const text = explain(found);
  CHECK((text.find(std::to_string(problem.products) + " products with the Hessian.") != std::string::npos) ==
        (problem.products > 0));
  CHECK((text.find(std::to_string(problem.hessians) + " Hessians.") != std::string::npos) == (problem.hessians > 0));
}

std::vector<double> const start{-1.2, 1};

}  // namespace

TEST_CASE("evaluations, products and Hessians are counted, and others ask for none") {
  auto const check = [](auto method) {
    counting problem;
    std::int64_t seen_products = -1, seen_hessians = -1;
    auto const look = on(event::step, [&](auto const& now) {
      CHECK(now.evaluations <= problem.evaluations);
      seen_products = now.hessian_products, seen_hessians = now.hessians;
    });
    auto const found = minimize(problem, start, method, {.max_steps = 60}, look);
    check_counts(problem, found);
    using M = decltype(method);
    CHECK((problem.products > 0) == std::same_as<M, trust_region_newton_cg>);
    CHECK((problem.hessians > 0) == std::same_as<M, newton>);
    CHECK(seen_products == problem.products);
    CHECK(seen_hessians == problem.hessians);
    for (std::size_t k = 1; k < found.history.size(); ++k) {
      CHECK(found.history[k].hessian_products >= found.history[k - 1].hessian_products);
      CHECK(found.history[k].hessians >= found.history[k - 1].hessians);
    }
    CHECK(found.history[0].hessian_products + found.history[0].hessians == 0);
    CHECK(found.history.back().hessian_products == problem.products);
    CHECK(found.history.back().hessians == problem.hessians);
  };
  for_each_searching_method(check);
  check(adam{.learning_rate = 0.01});
  check(in_batches(sgd{.learning_rate = 1e-4}, {.rows = 2, .seed = 1}));
}

TEST_CASE("methods for composites count evaluations of the smooth part") {
  for_each_composite_method([](auto const& method, auto const& term) {
    counting problem;
    check_counts(problem, minimize(composite(problem, term), start, method, {.max_steps = 60}));
  });
}

TEST_CASE("least squares count evaluations of the residuals, with the Jacobian or alone") {
  struct residuals_of_valley {
    std::int64_t both = 0, alone = 0;
    std::size_t size() const { return 2; }
    std::size_t residuals() const { return 3; }
    void residuals(std::span<double const> x, std::span<double> r) {
      ++alone;
      assign(x, r);
    }
    static void assign(std::span<double const> x, std::span<double> r) {
      r[0] = 10 * (x[1] - x[0] * x[0]), r[1] = 1 - x[0], r[2] = 0.1 * x[1];
    }
    void residuals_and_jacobian(std::span<double const> x, std::span<double> r, std::span<double> J) {
      ++both;
      assign(x, r);
      J[0] = -20 * x[0], J[1] = 10, J[2] = -1, J[3] = 0, J[4] = 0, J[5] = 0.1;
    }
  };
  auto const check = [](auto const& method, bool asks_alone) {
    residuals_of_valley problem;
    auto const fit = least_squares(problem, start, method);
    CHECK(fit.evaluations == problem.both + problem.alone);
    CHECK((problem.alone > 0) == asks_alone);
    CHECK(fit.hessian_products + fit.hessians == 0);
  };
  check(levenberg_marquardt{}, false);
  check(levenberg_marquardt{.acceleration = true}, true);
  check(gauss_newton_search{}, false);
}

TEST_CASE("counts of a saved run go on") {
  auto const check = [](auto const& method) {
    counting whole_problem, first_problem, second_problem;
    auto const whole = minimize(whole_problem, start, method, {.max_steps = 12});
    minimization first(first_problem, start, method, stop{.max_steps = 5});
    while (first.step()) {}
    minimization second(second_problem, {0, 0}, method, stop{.max_steps = 12});
    second.load(first.save());
    while (second.step()) {}
    auto const found = second.finish();
    CHECK(found.hessian_products == whole.hessian_products);
    CHECK(found.hessians == whole.hessians);
    CHECK(found.evaluations == whole.evaluations);
    CHECK(first_problem.products + second_problem.products == whole_problem.products);
    CHECK(first_problem.hessians + second_problem.hessians == whole_problem.hessians);
  };
  check(trust_region_newton_cg{});
  check(newton{});
}
