// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Whole runs on functions whose minima are known.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "methods.hpp"
#include "problems.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

TEST_CASE("lbfgs on Rosenbrock's function, from near and far") {
  for (double scale : {1.0, 10.0, 100.0}) {
    for (optimize::any_line_search search : {optimize::any_line_search{strong_wolfe{}}, optimize::any_line_search{armijo{}}}) {
      std::vector<double> const start{-1.2 * scale, scale};
      auto const r = minimize(rosenbrock<>{}, start, lbfgs{.line_search = search}, {.gradient_norm = 1e-8});
      CHECK(r.status == status::gradient_small);
      CHECK(r.gradient_norm <= 1e-8);
      CHECK(largest_difference(r.point, std::vector<double>{1, 1}) < 1e-7);
    }
  }
  auto const usual = minimize(rosenbrock<>{}, {-1.2, 1}, lbfgs{}, {.gradient_norm = 1e-8});
  CHECK(usual.steps <= 45);
  CHECK(usual.evaluations <= 60);
}

TEST_CASE("lbfgs on the quadratic finds its minimum to rounding") {
  for (int memory : {1, 3, 10}) {
    auto const r = minimize(quadratic5{}, quadratic5::start(), lbfgs{.memory = memory}, {.gradient_norm = 1e-8});
    CHECK(r.status == status::gradient_small);
    CHECK(largest_difference(r.point, quadratic5::minimiser) < 1e-7);
    CHECK(std::abs(r.value - quadratic5::minimum) < 1e-13);
  }
}

TEST_CASE("every method on Powell's function, whose Hessian is singular at the minimum") {
  auto const value = [](auto method, std::int64_t steps) {
    return minimize(powell{}, powell::start(), method, {.gradient_norm = 1e-9, .max_steps = steps}).value;
  };
  CHECK(value(lbfgs{}, 500) < 1e-11);
  CHECK(value(gradient_descent{}, 20000) < 1e-3);
  CHECK(value(sgd{.learning_rate = 1e-3, .momentum = 0.9}, 20000) < 1e-4);
  CHECK(value(sgd{.learning_rate = 1e-3, .momentum = 0.9, .nesterov = true}, 20000) < 1e-4);
  CHECK(value(adam{.learning_rate = 1e-2}, 20000) < 1e-4);
}

TEST_CASE("every method on Rosenbrock's function and the quadratic") {
  auto const arrives = [](auto method) {
    auto const r = minimize(rosenbrock<>{}, {-1.2, 1}, method, {.gradient_norm = 1e-6, .max_steps = 100000});
    CHECK(r.status == status::gradient_small);
    CHECK(largest_difference(r.point, std::vector<double>{1, 1}) < 1e-5);
  };
  arrives(gradient_descent{});
  arrives(gradient_descent{.line_search = strong_wolfe{}});
  arrives(gradient_descent{.line_search = fixed_step{.learning_rate = 1e-3}});
  arrives(sgd{.learning_rate = 1e-3});
  arrives(sgd{.learning_rate = 1e-3, .momentum = 0.9});
  arrives(sgd{.learning_rate = 1e-3, .momentum = 0.9, .nesterov = true});
  arrives(adam{.learning_rate = 1e-2});
  arrives(adam{.learning_rate = 1e-2, .amsgrad = true});
  auto const quadratic = minimize(quadratic5{}, quadratic5::start(), adam{.learning_rate = 1e-2}, {.gradient_norm = 1e-6, .max_steps = 100000});
  CHECK(largest_difference(quadratic.point, quadratic5::minimiser) < 1e-5);
}

TEST_CASE("lbfgs reaches gradients far below what values can show") {
  // A constant of 100 hides all changes below 1e-14: values alone stop at a gradient of about 1e-6.
  formula const lifted{2, [](auto x, auto g) { return 100 + rosenbrock<>{}.value_and_gradient(x, g); }};
  auto const r = minimize(lifted, {-1.2, 1}, lbfgs{}, {.gradient_norm = 1e-10});
  CHECK(r.status == status::gradient_small);
  CHECK(r.gradient_norm <= 1e-10);
}

TEST_CASE("logistic regression to a gradient of 1e-10, on values of several hundred") {
  // 200 rows, 8 features from a fixed sequence; sum of softplus(-y x.w) + |w|^2/2.
  std::size_t const rows = 200, columns = 8;
  optimize::random_bits random(5);
  std::vector<double> data(rows * columns), labels(rows);
  for (double& each : data) each = 4 * random.uniform() - 2;
  for (double& each : labels) each = random.uniform() < 0.5 ? -1 : 1;
  formula const logistic{columns, [&](auto w, auto g) {
                           double value = 500;
                           for (std::size_t j = 0; j < columns; ++j) g[j] = w[j], value += w[j] * w[j] / 2;
                           for (std::size_t i = 0; i < rows; ++i) {
                             double margin = 0;
                             for (std::size_t j = 0; j < columns; ++j) margin += data[i * columns + j] * w[j];
                             double const z = -labels[i] * margin;
                             value += z > 0 ? z + std::log1p(std::exp(-z)) : std::log1p(std::exp(z));
                             double const slope = -labels[i] / (1 + std::exp(-z));
                             for (std::size_t j = 0; j < columns; ++j) g[j] += slope * data[i * columns + j];
                           }
                           return value;
                         }};
  auto const r = minimize(logistic, std::vector<double>(columns, 0.0), lbfgs{}, {.gradient_norm = 1e-10});
  CHECK(r.status == status::gradient_small);
  CHECK(r.restarts == 0);
  CHECK(r.steps < 60);
}

TEST_CASE("methods work in float, with float's default tolerance") {
  auto const arrives = [](auto method) {
    auto const r = minimize(rosenbrock<float>{}, rosenbrock<float>::start(), method, {.max_steps = 50000});
    CHECK(r.status == status::gradient_small);
    CHECK(r.gradient_norm <= 1e-3f);
  };
  arrives(lbfgs{});
  arrives(adam{.learning_rate = 1e-2});
  arrives(sgd{.learning_rate = 1e-3, .momentum = 0.9});
  arrives(gradient_descent{});
}

TEST_CASE("methods that only update take the same steps in float, to its precision") {
  // Halves of (1 + k/4) x^2 in 19 dimensions, from x = 1 and beyond, each type with its own gradients.
  auto const run = []<class T>(auto const& rule, T) {
    std::size_t const n = 19;
    std::vector<T> x(n), g(n);
    auto state = rule.template begin<T>(n);
    for (std::size_t k = 0; k < n; ++k) x[k] = T(1) + T(k) / 8;
    for (int step = 0; step < 25; ++step) {
      for (std::size_t k = 0; k < n; ++k) g[k] = (1 + T(k) / 4) * x[k];
      rule.advance(std::span<T>{x}, std::span<T const>{g}, state);
    }
    return std::vector<double>(x.begin(), x.end());
  };
  auto const agrees = [&](auto const& rule) { CHECK(largest_difference(run(rule, 0.0f), run(rule, 0.0)) < 1e-4); };
  agrees(sgd{.learning_rate = 0.01, .momentum = 0.9, .nesterov = true});
  agrees(adam{.learning_rate = 0.01});
  agrees(adagrad{.learning_rate = 0.1});
  agrees(adadelta{.epsilon = 1e-3});
  agrees(rmsprop{.momentum = 0.5, .centered = true});
  agrees(adamw{.learning_rate = 0.01});
  agrees(adamax{.learning_rate = 0.01});
  agrees(nadam{.learning_rate = 0.01});
  agrees(radam{.learning_rate = 0.01});
  agrees(rprop{.learning_rate = 1e-3});
  agrees(asgd{.learning_rate = 0.01});
  agrees(lion{.learning_rate = 0.01});
  agrees(yogi{.learning_rate = 0.01});
  agrees(adabelief{.learning_rate = 0.01, .epsilon_inside = 1e-6});
  agrees(adan{.learning_rate = 0.01});
  agrees(lamb{.learning_rate = 0.01});
  agrees(schedule_free_sgd{.learning_rate = 0.01});
  agrees(schedule_free_adamw{.learning_rate = 0.01});
}

TEST_CASE("vectors of every length: registers and the rest agree with one element at a time") {
  for (std::size_t n = 1; n <= 40; ++n) {
    std::vector<double> const start(n, 3.0);
    auto const same_everywhere = [&](auto method) {
      auto const r = minimize(bowl<>{.curvature = 2, .n = n}, start, method, {.gradient_norm = std::nullopt, .max_steps = 7});
      auto const one = minimize(bowl<>{.curvature = 2}, {3}, method, {.gradient_norm = std::nullopt, .max_steps = 7});
      for (double each : r.point) CHECK(each == doctest::Approx(one.point[0]).epsilon(1e-14));
    };
    same_everywhere(sgd{.learning_rate = 0.05, .momentum = 0.5, .l2 = 0.1});
    same_everywhere(adam{.learning_rate = 0.05});
    for (any_rule const& each : other_rules(0.05)) same_everywhere(each);
    auto const r = minimize(bowl<>{.curvature = 2, .n = n}, start, lbfgs{}, {.gradient_norm = 1e-12});
    CHECK(r.status == status::gradient_small);
  }
}
