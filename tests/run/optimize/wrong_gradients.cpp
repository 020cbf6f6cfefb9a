// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Gradients that do not belong to their values, for every method.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "methods.hpp"
#include "problems.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

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
  void hvp(std::span<double const> x, std::span<double const> v, std::span<double> out) const { hvp_by_differences(*this, x, v, out); }
  void hessian(std::span<double const> x, std::span<double> h) const { hessian_by_differences(*this, x, h); }
};

}  // namespace

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

TEST_CASE("a gradient of the wrong sign ends as a failed search that names check_gradient, and soon") {
  formula const valley{2, [](auto x, auto g) {
    double const value = rosenbrock<>{}.value_and_gradient(x, g);
    for (double& each : g) each = -each;
    return value;
  }};
  for_each_searching_method([&](auto method) {
    for (std::vector<double> const& start : {std::vector<double>{-1.2, 1}, {3, 3}, {-12, 10}, {1e4, -1e3}}) {
      auto const r = minimize(valley, start, method);
      CAPTURE(start[0]);
      CHECK(r.status == status::line_search_failed);
      CHECK(r.message.find("check_gradient(problem, point)") != std::string::npos);
      CHECK(r.evaluations <= 100);
    }
    CHECK(minimize(lying{0}, {1, 2, 3}, method).status == status::line_search_failed);
  });
}
