// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Fits a logistic regression by plain gradient descent: the loss as a formula, the data bound to it, the
// method in a dozen lines that know nothing of either.
#include <cstdio>
#include <random>
#include <span>
#include <vector>

#include <gradsmith/explain.hpp>
#include <gradsmith/gradsmith.hpp>

namespace gs = gradsmith;

constexpr auto i = gs::axis<"i">;          // observations
constexpr auto j = gs::axis<"j">;          // features
constexpr auto w = gs::param<"w">(j);
constexpr auto b = gs::param<"b">;
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);      // -1 or +1
constexpr auto lambda = gs::input<"lambda">;

constexpr auto margin = y * (sum(j, w * x) + b);
constexpr auto loss = mean(i, log(1 + exp(-margin))) + lambda / 2 * sum(j, square(w));

// Any objective with size, value and value_and_gradient.
void descend(auto& objective, std::span<double> theta, double step, int steps) {
  std::vector<double> gradient(objective.size());
  for (int s = 0; s <= steps; ++s) {
    double const value = objective.value_and_gradient(theta, gradient);
    if (s % 10 == 0) std::printf("%4d  %.5f\n", s, value);
    for (std::size_t p = 0; p < theta.size(); ++p) theta[p] -= step * gradient[p];
  }
}

int main() {
  // Labels that follow known weights, one in twenty of them wrong.
  constexpr std::size_t rows = 1000, columns = 4;
  constexpr double truth[columns] = {2.0, -1.0, 0.5, 0.0};
  std::minstd_rand random(1);
  auto const uniform = [&] { return static_cast<double>(random()) / 2147483647.0; };
  std::vector<double> data(rows * columns), labels(rows);
  for (std::size_t r = 0; r < rows; ++r) {
    double score = -0.25;
    for (std::size_t c = 0; c < columns; ++c) {
      double const entry = data[r * columns + c] = 4 * uniform() - 2;
      score += truth[c] * entry;
    }
    labels[r] = (score > 0) != (uniform() < 0.05) ? 1 : -1;
  }

  auto problem = gs::bind<loss>(x = gs::matrix(data, rows, columns), y = labels, lambda = 0.01);
  std::puts("step  loss");
  descend(problem, problem.parameters(), 0.2, 60);

  for (auto const& block : problem.blocks()) {
    std::printf("%.*s =", static_cast<int>(block.name.size()), block.name.data());
    for (double value : problem.get(block.name)) std::printf(" %.4f", value);
    std::printf("\n");
  }

  std::size_t right = 0;
  auto const weights = problem.get("w");
  for (std::size_t r = 0; r < rows; ++r) {
    double score = problem.get("b")[0];
    for (std::size_t c = 0; c < columns; ++c) score += weights[c] * data[r * columns + c];
    right += (score > 0) == (labels[r] > 0);
  }
  std::printf("%zu of %zu labels predicted\n", right, rows);
}
