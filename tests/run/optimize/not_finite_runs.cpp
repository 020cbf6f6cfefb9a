// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Runs on functions that answer at random, overflow or have no minimum: all end, and return the best point.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "methods.hpp"
#include "not_finite.hpp"
#include "problems.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;
using namespace not_finite_at_times;

TEST_CASE("a function that answers at random: no method throws, all end, and return the best of what they saw") {
  optimize::random_bits random(3);
  double const answers[] = {not_a_number, infinity, -infinity, 1e308, -1e308, 5e-324, 0};
  for (int k = 0; k < 300; ++k) {
    double const often = 0.6 * random.uniform();
    for_each_method([&](auto method) {
      // Two calls may see the same point with another value: there is no truth but the answers themselves.
      struct mad {
        optimize::random_bits& random;
        double const* answers;
        double often, lowest = infinity;
        std::size_t size() const { return 3; }
        std::size_t rows() const { return 5; }
        double value_and_gradient(std::span<double const> x, std::span<double> g) {
          double value = bowl<>{.curvature = 2, .n = 3}.value_and_gradient(x, g);
          if (random.uniform() < often) value = answers[random.below(7)];
          if (random.uniform() < often) g[random.below(3)] = answers[random.below(7)];
          bool const is_finite = std::isfinite(value) && std::isfinite(optimize::max_abs(g)) && std::isfinite(optimize::max_abs(x));
          if (is_finite) lowest = std::min(lowest, value);
          return value;
        }
        void hvp(std::span<double const> x, std::span<double const> v, std::span<double> out) {
          double const seen = lowest;
          hvp_by_differences(*this, x, v, out);
          lowest = seen;                      // a run does not see these values
        }
        void hessian(std::span<double const> x, std::span<double> h) {
          double const seen = lowest;
          hessian_by_differences(*this, x, h);
          lowest = seen;
        }
        mad batch(std::span<std::uint32_t const>) { return {random, answers, often}; }
      };
      mad problem{random, answers, often};
      result<double> r;
      REQUIRE_NOTHROW(r = minimize(problem, start, method, {.max_steps = 50}));
      CHECK(r.status != status::invalid_options);
      if (r.status == status::start_not_finite) {
        CHECK(r.point == start);
        return;
      }
      CHECK(std::isfinite(r.value));
      CHECK(std::isfinite(r.gradient_norm));
      CHECK(std::isfinite(optimize::max_abs<double const>(r.point)));
      if (r.status != status::gradient_small) CHECK(r.value <= problem.lowest + 1e-14 * std::abs(problem.lowest));
    });
  }
}

TEST_CASE("gradients whose square overflows are no reason to stop") {
  for_each_searching_method([](auto method) {
    for (double scale : {1e10, 1e154, 1e290}) {
      formula const tall{2, [=](auto x, auto g) {
                           g[0] = scale * x[0], g[1] = scale * 3 * x[1];
                           return scale * (x[0] * x[0] + 3 * x[1] * x[1]) / 2;
                         }};
      auto const r = minimize(tall, {50, -20}, method, {.gradient_norm = std::nullopt, .gradient_relative = 1e-9, .max_steps = 500});
      CAPTURE(scale);
      CHECK(r.status == status::gradient_small);
      CHECK(optimize::max_abs<double const>(r.point) < 1e-7);
    }
  });
}

TEST_CASE("lbfgs whose search finds nothing goes on along the negative gradient") {
  // A whole search, 25 trials, meets NaN; then the function is well again.
  int calls = 0;
  formula const ill{2, [&](auto x, auto g) {
                      double const value = rosenbrock<>{}.value_and_gradient(x, g);
                      return ++calls > 10 && calls <= 35 ? not_a_number : value;
                    }};
  auto const r = minimize(ill, {-1.2, 1}, lbfgs{});
  CHECK(r.status == status::gradient_small);
  CHECK(r.restarts == 1);
  CHECK(r.evaluations == calls);
}

TEST_CASE("infinity is no minimum, even where the function is finite there") {
  formula const falling{1, [](auto x, auto g) { return g[0] = -std::exp(-x[0]), std::exp(-x[0]); }};
  auto const r = minimize(falling, {-700}, sgd{.learning_rate = 1e10});
  CHECK(r.status == status::not_finite);
  CHECK(r.point[0] == -700);
  CHECK(minimize(falling, {infinity}, sgd{}).status == status::start_not_finite);
}

TEST_CASE("a run that diverges returns the best point, not the last") {
  auto const r = minimize(rosenbrock<>{}, {-1.2, 1}, sgd{.learning_rate = 1});
  CHECK(r.status == status::not_finite);
  CHECK(r.value == doctest::Approx(24.2));
  CHECK(r.point == std::vector<double>{-1.2, 1});
}

TEST_CASE("a function without a minimum ends with its budget or with a truthful status") {
  formula const slope{1, [](auto x, auto g) { return g[0] = 1, x[0]; }};
  for_each_method([&](auto method) {
    if constexpr (!is_batched<decltype(method)>) {
      auto const r = minimize(slope, {0}, method, {.max_steps = 3000});
      CHECK_FALSE(converged(r.status));
      CHECK(std::isfinite(r.value));
      CHECK(r.value < 0);
    }
  });
}
