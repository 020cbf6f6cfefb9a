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
#include "not_finite.hpp"
#include "problems.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;
using namespace not_finite_at_times;

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
