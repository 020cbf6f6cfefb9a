// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The path of the lasso: which of eight columns matter, by how strongly absolute values of the weights are penalised.
// Only three of them had a part in making the data. Each run starts from the minimum of the one before.
#include <cstddef>
#include <cstdio>
#include <limits>
#include <random>
#include <vector>

#include <gradsmith/gradsmith.hpp>
#include <gradsmith/optimize.hpp>

namespace gs = gradsmith;

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto w = gs::param<"w">(j);
constexpr auto b = gs::param<"b">;
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);
constexpr auto loss = mean(i, square(sum(j, w * x) + b - y)) / 2;

int main() {
  constexpr std::size_t rows = 200, columns = 8;
  std::minstd_rand random(3);
  auto const uniform = [&] { return static_cast<double>(random()) / 2147483647.0 - 0.5; };
  std::vector<double> data(rows * columns), target(rows);
  for (double& entry : data) entry = 2 * uniform();
  for (std::size_t r = 0; r < rows; ++r) {
    double const* row = &data[r * columns];
    target[r] = 4 + 3 * row[0] - 2 * row[3] + row[5] + 0.4 * uniform();
  }

  auto problem = gs::bind<loss>(x = gs::matrix(data, rows, columns), y = target);
  auto const weights = gs::blocks_of(problem, {"w"});      // the intercept b is not penalised
  std::size_t const first = weights.begin()->offset;
  for (double weight : {2.0, 0.6, 0.4, 0.2, 0.1, 0.05, 0.02}) {
    auto const found = minimize(gs::composite(problem, gs::l1{.weight = weight, .blocks = weights}), gs::fista{},
                                gs::stop{.gradient_norm = 1e-8});
    std::printf("%5.2f:", weight);
    for (std::size_t k = 0; k < columns; ++k) {
      double const each = found.point[first + k];
      if (each == 0) std::printf("      .");
      else std::printf(" %6.3f", each);
    }
    std::printf("%s\n", converged(found.status) ? "" : found.message.c_str());
  }

  // What is known beforehand, as bounds: the signs of two weights, and how large one may be. The others are free.
  constexpr double infinity = std::numeric_limits<double>::infinity();
  std::vector<double> lower(problem.size(), -infinity), upper(problem.size(), infinity);
  lower[first + 0] = 0, upper[first + 3] = 0, upper[first + 0] = 2;
  auto const bounded = minimize(gs::composite(problem, gs::box{.lower = lower, .upper = upper}), gs::projected_gradient{},
                                gs::stop{.gradient_norm = 1e-8});
  std::printf("with weight 0 at most 2: %.3f\n", bounded.point[first]);
}
