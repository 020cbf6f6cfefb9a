// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The likelihood of a Gaussian mixture with full covariances: its value against the expert's, and the gradient against the value.

#include <cmath>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <initializer_list>
#include <random>
#include <string>
#include <vector>

#include <gradsmith/explain.hpp>
#include <gradsmith/gradsmith.hpp>

#include "expert_mixture.hpp"
#include "timing.hpp"

namespace {

using namespace benchmarks;
namespace gs = gradsmith;

constexpr auto n = gs::axis<"n">;
constexpr auto k = gs::axis<"k">;
constexpr auto d = gs::axis<"d">;
constexpr auto e = gs::axis<"e">;
constexpr auto t = gs::axis<"t">;
constexpr auto alpha = gs::param<"alpha">(k);
constexpr auto mu = gs::param<"mu">(k, d);
constexpr auto icf = gs::param<"icf">(k, t);
constexpr auto x = gs::input<"x">(n, d);
constexpr auto size = extent(d);
// The inverse covariance of component k is Q'Q: Q is a triangle, its diagonal by logarithms, the rest packed by columns behind it.
constexpr auto factor = gs::let([] { return where(d == e, exp(icf(k, d)), where(d > e, icf(k, size + e * (2 * size - e - 1) / 2 + d - e - 1), 0)); });
constexpr auto distance = gs::let([] { return sum(d, square(sum(e, factor * (x(n, e) - mu(k, e))))); });
constexpr auto likelihood = sum(n, logsumexp(k, alpha + sum(d, icf(k, d)) - distance / 2));

void run(std::size_t dimensions, std::size_t components, std::size_t points) {
  std::size_t const packed = dimensions * (dimensions + 1) / 2;
  std::mt19937_64 bits(3);
  std::normal_distribution<double> normal;
  auto const numbers = [&](std::size_t count, double scale) {
    std::vector<double> all(count);
    for (double& each : all) each = scale * normal(bits);
    return all;
  };
  auto const points_of = numbers(points * dimensions, 1);
  auto const weights = numbers(components, 1), means = numbers(components * dimensions, 1), factors = numbers(components * packed, 0.3);
  expert::mixture by_hand({points, dimensions, components, points_of.data(), weights.data(), means.data(), factors.data()});

  auto problem = gs::bind<likelihood>(x = gs::matrix(points_of, points, dimensions), k = components, e = dimensions, t = packed);
  std::vector<double> theta(problem.size()), gradient(problem.size()), moved;
  for (auto const& block : problem.blocks()) {
    auto const& from = block.name == "alpha" ? weights : block.name == "mu" ? means : factors;
    std::copy(from.begin(), from.end(), theta.begin() + static_cast<std::ptrdiff_t>(block.offset));
  }
  double const want = by_hand(), got = problem.value_and_gradient(theta, gradient);
  // Along a random direction the gradient is the difference of values.
  auto const direction = numbers(theta.size(), 1);
  double const step = 1e-6;
  double slope = 0, difference = 0;
  for (int const side : {1, -1}) {
    moved = theta;
    for (std::size_t j = 0; j < theta.size(); ++j) moved[j] += side * step * direction[j];
    difference += side * problem.value(moved) / (2 * step);
  }
  for (std::size_t j = 0; j < theta.size(); ++j) slope += gradient[j] * direction[j];
  if (!(std::abs(got / want - 1) < 1e-12) || !(std::abs(slope - difference) < 1e-4 * (std::abs(slope) + 1e-3 * std::abs(want)))) {
    std::fprintf(stderr, "value %.17g, the expert's %.17g; slope %.17g, by differences %.17g\n", got, want, slope, difference);
    std::exit(1);
  }

  double sink = 0;
  std::vector<contender> const contenders{{"expert, value", [&] { sink = by_hand(); }},
                                          {"gradsmith, value", [&] { sink = problem.value(theta); }},
                                          {"gradsmith, value and gradient", [&] { sink = problem.value_and_gradient(theta, gradient); }}};
  auto const times = measure(contenders, {.repetitions = 11});
  keep(&sink);
  print_rows("mixture of " + std::to_string(components) + " in " + std::to_string(dimensions) + ", " + std::to_string(points),
             times, static_cast<double>(points), "expert, value",
             gs::explain<likelihood>(n = points, k = components, d = dimensions, e = dimensions, t = packed).predicted.seconds());
}

}  // namespace

int main() {
  for (std::size_t const points : std::initializer_list<std::size_t>{1000, 10000}) {
    run(2, 5, points);
    run(10, 10, points);
    run(32, 10, points);
    run(64, 50, points);
  }
}
