// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A function with two minima, x^4 - 4 x^2 + x: gradient descent ends in the one that is downhill from its start, though
// the other is lower. Momentum rolls past it; several starts find both. First its gradient is checked, for it is
// hand-written.
#include <cstdio>
#include <span>

#include <gradsmith/optimize.hpp>

namespace gs = gradsmith;

struct two_valleys {
  std::size_t size() const { return 1; }
  double value_and_gradient(std::span<double const> p, std::span<double> g) const {
    double const x = p[0];
    g[0] = 4 * x * x * x - 8 * x + 1;
    return x * x * x * x - 4 * x * x + x;
  }
};

int main() {
  two_valleys const problem;
  std::puts(gs::check_gradient(problem, {2.0}).agrees() ? "the gradient agrees with differences"
                                                        : "the gradient is wrong");

  auto const print = [](char const* how, auto const& found) {
    std::printf("%-26s f(%7.4f) = %.4f\n", how, found.point[0], found.value);
  };
  gs::stop const limits{.gradient_norm = 1e-8};
  print("gradient descent from 2:", gs::minimize(problem, {2.0}, gs::sgd{.learning_rate = 0.02}, limits));
  print("with momentum 0.95:", gs::minimize(problem, {2.0}, gs::sgd{.learning_rate = 0.02, .momentum = 0.95}, limits));

  auto const many = gs::multistart(problem, gs::sgd{.learning_rate = 0.02},
                                   {.starts = 8, .seed = 1, .lower = -2, .upper = 2}, limits);
  print("the best of 8 starts:", many.best);
  for (std::size_t k = 0; k < many.starts.size(); ++k)
    std::printf("  from %7.4f to %.4f\n", many.starts[k][0], many.values[k]);
}
