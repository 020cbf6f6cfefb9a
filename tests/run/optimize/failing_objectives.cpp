// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Objectives that throw, and gradients that do not belong to their values, for every method.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <span>
#include <stdexcept>
#include <utility>
#include <vector>

#include "methods.hpp"
#include "problems.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

/// A valley, flatter than Rosenbrock's.
double valley(std::span<double const> x, std::span<double> g) {
  double const a = 1 - x[0], b = x[1] - x[0] * x[0];
  g[0] = -2 * a - 20 * x[0] * b;
  g[1] = 10 * b;
  return a * a + 5 * b * b;
}

/// The valley with parameters of its own, as a whole and on every batch, that throws at one call.
struct throwing {
  using value_type = double;
  int at;
  int calls = 0;
  std::vector<double> own = {-1.2, 1};
  std::size_t size() const { return 2; }
  std::size_t rows() const { return 5; }
  std::span<double> parameters() { return own; }
  throwing& batch(std::span<std::uint32_t const>) { return *this; }
  double value_and_gradient(std::span<double const> x, std::span<double> g) {
    if (calls++ == at) throw std::runtime_error("no value today");
    return valley(x, g);
  }
};

/// A bowl whose gradient is not its own.
struct lying {
  using value_type = double;
  int lie;
  std::size_t size() const { return 3; }
  std::size_t rows() const { return 5; }
  lying batch(std::span<std::uint32_t const>) const { return *this; }
  double value_and_gradient(std::span<double const> x, std::span<double> g) const {
    double const value = bowl<>{.curvature = 2, .n = 3}.value_and_gradient(x, g);
    if (lie == 0) for (double& each : g) each = -each;
    if (lie == 1) std::swap(g[0], g[2]);
    if (lie == 2) g[1] = -g[1];
    if (lie == 3) for (double& each : g) each = 1;
    if (lie == 4) for (double& each : g) each *= 1e6;
    if (lie == 5) for (double& each : g) each = 0;
    return value;
  }
};

std::vector<double> const start{-1.2, 1};

}  // namespace

TEST_CASE("exceptions pass through minimize, and the problem's parameters are as they were") {
  for_each_method([](auto method) {
    for (int at : {0, 1, 2, 5}) {
      throwing problem{.at = at};
      CHECK_THROWS_WITH_AS((void)minimize(problem, method, {.gradient_norm = std::nullopt, .max_steps = 200}),
                           "no value today", std::runtime_error);
      CHECK(problem.own == start);
      CHECK(problem.calls == at + 1);
      // The problem can be used again.
      CHECK(minimize(problem, method, {.max_steps = 200}).value < 5.8);
    }
  });
}

TEST_CASE("a run that an exception ended is over, and has the best point before it") {
  for_each_method([](auto method) {
    for (int at : {0, 1, 2, 5}) {
      throwing problem{.at = at};
      minimization run(problem, method, {.gradient_norm = std::nullopt, .max_steps = 200});
      CHECK_THROWS_AS([&] { while (run.step()) {} }(), std::runtime_error);
      CHECK(run.is_over());
      CHECK_FALSE(run.step());
      CHECK_THROWS_WITH_AS((void)run.save(), "gradsmith: a run that an exception ended cannot be saved", data_error);
      auto const r = run.finish();
      CHECK(problem.calls == at + 1);
      CHECK(r.message == "An exception ended the run; the best finite point before it is returned.");
      CHECK(r.status == (at == 0 ? status::start_not_finite : status::stopped_by_user));
      CHECK(problem.own == r.point);
      if (at == 0) continue;
      std::vector<double> g(2);
      CHECK(r.value == valley(r.point, g));
      CHECK(r.value <= 5.81);
    }
  });
}

TEST_CASE("exceptions of callbacks pass through, too") {
  throwing problem{.at = -1};
  auto const give_up = on(event::step, [](auto const& now) { if (now.step == 3) throw std::runtime_error("enough"); });
  CHECK_THROWS_WITH_AS((void)minimize(problem, adam{}, stop{}, give_up), "enough", std::runtime_error);
  CHECK(problem.own == start);
}

TEST_CASE("wrong gradients: every run ends, with the best of what it saw, and claims nothing") {
  for (int lie = 0; lie < 6; ++lie) {
    CAPTURE(lie);
    std::vector<double> const corner{1, 2, 3};
    CHECK_FALSE(check_gradient(lying{lie}, corner).agrees());
    for_each_method([&](auto method) {
      auto const r = minimize(lying{lie}, corner, method, {.max_steps = 300});
      CHECK(r.steps <= 300);
      CHECK(std::isfinite(r.value));
      std::vector<double> g(3);
      CHECK(r.value == lying{lie}.value_and_gradient(r.point, g));
      CHECK(r.gradient_norm == optimize::max_abs<double>(g));
      if (r.status == status::gradient_small) CHECK(r.gradient_norm <= 1e-6);
      else CHECK(r.value <= 14);
      for (auto const& row : r.history)
        if (std::isfinite(row.value) && r.status != status::gradient_small) CHECK(r.value <= row.value * (1 + 1e-12));
    });
  }
}

TEST_CASE("a line search that finds nothing names check_gradient") {
  formula const wall{1, [](auto x, auto g) { return g[0] = 1, x[0] == 1 ? 0.0 : 1.0; }};
  auto const r = minimize(wall, {1}, lbfgs{});
  CHECK(r.status == status::line_search_failed);
  CHECK(explain(r).find("check_gradient(problem, point)") != std::string::npos);
}
