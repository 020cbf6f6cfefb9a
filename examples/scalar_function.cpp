// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A function of two numbers: its derivatives proved while the program is compiled, its minimum found by
// Newton's method with the Hessian.
#include <array>
#include <cmath>
#include <cstdio>

#include <gradsmith/gradsmith.hpp>
#include <gradsmith/prove.hpp>

namespace gs = gradsmith;

constexpr auto x = gs::param<"x">;
constexpr auto y = gs::param<"y">;
constexpr auto rosenbrock = square(1 - x) + 100 * square(y - square(x));

static_assert(gs::equivalent<gs::diff(rosenbrock, x), -2 * (1 - x) - 400 * x * (y - square(x))>);
static_assert(gs::equivalent<gs::diff(rosenbrock, y), 200 * (y - square(x))>);
static_assert(gs::equivalent<gs::diff(gs::diff(rosenbrock, x), y), -400 * x>);

int main() {
  std::printf("d/dx = %s\n", gs::to_string<gs::diff(rosenbrock, x)>.text);
  std::printf("d/dy = %s\n\n", gs::to_string<gs::diff(rosenbrock, y)>.text);

  auto problem = gs::bind<rosenbrock>();
  std::array<double, 2> theta{-1.2, 1.0}, g{};
  std::array<double, 4> h{};
  std::puts("step       x        y      value");
  for (int step = 0;; ++step) {
    double const value = problem.value_and_gradient(theta, g);
    std::printf("%4d  %7.4f  %7.4f  %9.4f\n", step, theta[0], theta[1], value);
    if (std::hypot(g[0], g[1]) < 1e-6) break;
    problem.hessian(theta, h);
    double const determinant = h[0] * h[3] - h[1] * h[2];
    theta[0] -= (h[3] * g[0] - h[1] * g[1]) / determinant;
    theta[1] -= (h[0] * g[1] - h[2] * g[0]) / determinant;
  }
}
