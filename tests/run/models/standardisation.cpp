// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A layer that standardises its units over the rows [Ioffe, Szegedy 2015, Batch normalisation]: means of means inside
// the loss.
#include <cmath>
#include <cstddef>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

#include "support/numeric.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto k = gs::axis<"k">;
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);
constexpr auto u = gs::param<"u">(j, k);
constexpr auto scale = gs::param<"scale">(k);
constexpr auto shift = gs::param<"shift">(k);
constexpr auto v = gs::param<"v">(k);

constexpr auto hidden = gs::let([] { return sum(j, x * u); });
constexpr auto centred = gs::let([] { return hidden - mean(i, hidden); });
constexpr auto standard = gs::let([] { return centred / sqrt(mean(i, square(centred)) + 1e-3); });
constexpr auto normalised = mean(i, square(sum(k, tanh(scale * standard + shift) * v) - y));

constexpr std::size_t n = 301, features = 3, units = 4;
std::vector<double> const data = normal_numbers(n * features, 1), target = normal_numbers(n, 2);

// The parameters in order of appearance: scale, u, shift, v; each by rows.
long double normalised_by_loops(std::vector<double> const& at) {
  long double const count = n;
  double const *const scales = at.data(), *const weights = scales + units, *const shifts = weights + features * units, *const heads = shifts + units;
  std::vector<long double> units_of(n * units), outputs(n);
  for (std::size_t unit = 0; unit < units; ++unit) {
    long double average = 0, variance = 0;
    for (std::size_t row = 0; row < n; ++row) {
      long double& h = units_of[row * units + unit];
      for (std::size_t q = 0; q < features; ++q) h += static_cast<long double>(data[row * features + q]) * weights[q * units + unit];
      average += h / count;
    }
    for (std::size_t row = 0; row < n; ++row) variance += (units_of[row * units + unit] - average) * (units_of[row * units + unit] - average) / count;
    for (std::size_t row = 0; row < n; ++row)
      outputs[row] += heads[unit] * std::tanh(scales[unit] * (units_of[row * units + unit] - average) / std::sqrt(variance + static_cast<long double>(1e-3)) + shifts[unit]);
  }
  long double loss = 0;
  for (std::size_t row = 0; row < n; ++row) loss += (outputs[row] - target[row]) * (outputs[row] - target[row]) / count;
  return loss;
}

template <class Problem, class F>
void check(Problem problem, F&& by_loops, std::size_t size) {
  auto const theta = normal_numbers(size, 4, 0.5);
  REQUIRE(problem.size() == size);
  CHECK(problem.rows() == n);
  auto const plain = [&](std::vector<double> const& at) { return static_cast<double>(by_loops(at)); };
  CHECK(distance(problem.value(theta), plain(theta)) < 1e-13);
  std::vector<double> gradient(size);
  problem.gradient(theta, gradient);
  CHECK(largest_distance(gradient, differences(plain, theta)) < 1e-9);
  CHECK(gradient_error(problem, theta) < 1e-9);
  CHECK(hessian_error(problem, theta) < 1e-8);
}

}  // namespace

TEST_CASE("a layer that standardises its units over the rows") {
  check(gs::bind<normalised>(x = gs::matrix(data, n, features), y = target, k = units), normalised_by_loops, features * units + 3 * units);
}
