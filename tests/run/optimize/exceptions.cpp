// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Objectives and callbacks that throw, for every method.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <span>
#include <stdexcept>
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
  void hessian(std::span<double const> x, std::span<double> h) const {
    h[0] = 2 - 20 * x[1] + 60 * x[0] * x[0];
    h[1] = h[2] = -20 * x[0];
    h[3] = 10;
  }
  void hvp(std::span<double const> x, std::span<double const> v, std::span<double> out) const {
    double h[4];
    hessian(x, h);
    out[0] = h[0] * v[0] + h[1] * v[1];
    out[1] = h[2] * v[0] + h[3] * v[1];
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
