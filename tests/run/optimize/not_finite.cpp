// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// NaN and infinity at every place, for every method: a truthful status, and the best finite point.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "methods.hpp"
#include "problems.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN(), infinity = std::numeric_limits<double>::infinity();

/// Three-dimensional bowl, whose value or one gradient entry is replaced from the call `from` on.
struct faulty {
  using value_type = double;
  int from = 0;
  double bad = not_a_number;
  int entry = -1;                         // of the gradient; -1: the value
  int calls = 0;
  double lowest = infinity;               // of what it returned whole

  std::size_t size() const { return 3; }
  std::size_t rows() const { return 5; }
  faulty& batch(std::span<std::uint32_t const>) { return *this; }
  double value_and_gradient(std::span<double const> x, std::span<double> g) {
    double value = bowl<>{.curvature = 2, .n = 3}.value_and_gradient(x, g);
    if (calls++ < from) return lowest = std::min(lowest, value), value;
    if (entry < 0) return bad;
    g[static_cast<std::size_t>(entry)] = bad;
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
};

std::vector<double> const start{1, 2, 3};

}  // namespace

TEST_CASE("at the start") {
  for_each_method([](auto method) {
    for (double bad : {not_a_number, infinity, -infinity})
      for (int entry = -1; entry < 3; ++entry) {
        auto const r = minimize(faulty{.from = 0, .bad = bad, .entry = entry}, start, method);
        CHECK(r.status == status::start_not_finite);
        CHECK_FALSE(usable(r.status));
        CHECK(r.steps == 0);
        CHECK(r.evaluations == 1);
        CHECK(r.point == start);
      }
  });
}

TEST_CASE("at a later call, in the value or in one entry of the gradient") {
  for_each_method([](auto method) {
    for (double bad : {not_a_number, infinity, -infinity})
      for (int from : {1, 2, 3, 7})
        for (int entry = -1; entry < 3; ++entry) {
          faulty problem{.from = from, .bad = bad, .entry = entry};
          // The search methods are done before seven calls if they may stop.
          auto const r = minimize(problem, start, method, {.gradient_norm = std::nullopt, .max_steps = 1000});
          CAPTURE(from);
          CAPTURE(entry);
          if (problem.calls <= from) continue;
          CHECK((r.status == status::not_finite || r.value == 0));
          CHECK(std::isfinite(r.value));
          CHECK(std::isfinite(r.gradient_norm));
          std::vector<double> g(3);
          CHECK(r.value == bowl<>{.curvature = 2, .n = 3}.value_and_gradient(r.point, g));
          CHECK(r.gradient_norm == optimize::max_abs<double>(g));
          // Batches that were evaluated below the best do not count: theirs is not the value of the whole.
          if (!is_batched<decltype(method)>) CHECK(r.value <= problem.lowest);
        }
  });
}

TEST_CASE("in the last evaluation of the whole, after which a run in batches would be done") {
  for_each_batched_method(0.01, [](auto method) {
    method.division.evaluate_every = 100;
    for (int entry = -1; entry < 3; ++entry) {
      // The start, three batches of five rows, the end; and an average, if it is somewhere else.
      bool is_elsewhere = false;
      auto const watch = on(event::step, [&](auto const& now) {
        is_elsewhere = !now.average.empty() && !std::equal(now.x.begin(), now.x.end(), now.average.begin());
      });
      auto const r = minimize(faulty{.from = 4, .entry = entry}, start, method, {.max_epochs = 1}, watch);
      CHECK(r.status == status::not_finite);
      CHECK(r.evaluations == (is_elsewhere ? 6 : 5));
      CHECK(r.point == start);
      CHECK(std::isfinite(r.value));
    }
  });
}

TEST_CASE("beyond a barrier: searches stay inside and arrive, fixed steps return the best point inside") {
  // (x - 1)^2 up to 1.2, beyond it what the barrier says.
  for (double beyond : {not_a_number, infinity, -infinity}) {
    formula const walled{1, [=](auto x, auto g) { return g[0] = 2 * (x[0] - 1), x[0] > 1.2 ? beyond : (x[0] - 1) * (x[0] - 1); }};
    for (double far : {-1.0, -1000.0}) {
      for_each_searching_method([&](auto method) {
        auto const r = minimize(walled, {far}, method);
        CHECK(r.status == status::gradient_small);
        CHECK(std::abs(r.point[0] - 1) < 1e-6);
      });
      for_each_fixed_method(2.5, [&](auto method) {
        auto const r = minimize(walled, {far}, method);
        // The second step of lbfgs is as long as the curvature says, whatever the first one was.
        bool const has_arrived = converged(r.status) && std::abs(r.point[0] - 1) < 1e-4;
        // What adapts its steps may still be on its way, or go to and fro inside.
        bool const is_under_way =
            is_other<decltype(method)> && r.status == status::max_steps && r.value < (far - 1) * (far - 1);
        CHECK((r.status == status::not_finite || has_arrived || is_under_way));
        CHECK(r.point[0] <= 1.2);
        CHECK(r.value == (r.point[0] - 1) * (r.point[0] - 1));
        for (auto const& row : r.history)
          if (std::isfinite(row.value)) CHECK(r.value <= row.value + 1e-12);
      });
    }
  }
}

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
