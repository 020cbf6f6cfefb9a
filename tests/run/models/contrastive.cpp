// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// NT-Xent over the pairs of a set of points [Chen et al. 2020, A simple framework for contrastive learning]: with
// s_ik the cosine of the embeddings of x_i and x_k over the temperature, mean_i log(sum_{k != i} exp(s_ik)) - s_{i, partner(i)}.
#include <algorithm>
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
constexpr auto k = gs::axis<"k">;
constexpr auto f = gs::axis<"f">;
constexpr auto d = gs::axis<"d", 3>;
constexpr auto x = gs::input<"x">(i, f);
constexpr auto position = gs::input<"position">(i);
constexpr auto partner = gs::input<"partner">(i);
constexpr auto temperature = gs::input<"temperature">;
constexpr auto w = gs::param<"w">(f, d);

constexpr auto unit(auto e) { return e / sqrt(sum(d, square(e))); }
constexpr auto similarity = sum(d, unit(sum(f, x(i, f) * w)) * unit(sum(f, x(k, f) * w))) / temperature;
constexpr auto others = sum(k, where(position(i) == position(k), 0, exp(similarity)));
constexpr auto masked = logsumexp(k, where(position(i) == position(k), -1e300, similarity));
constexpr auto naive = mean(i, log(others) - pick(k, similarity, partner));
constexpr auto stable = mean(i, masked - pick(k, similarity, partner));

constexpr std::size_t n = 22, features = 5, width = 3;

long double by_loops(std::vector<double> const& data, std::vector<double> const& theta, long double tau) {
  std::vector<long double> e(n * width);
  for (std::size_t row = 0; row < n; ++row) {
    long double norm = 0;
    for (std::size_t c = 0; c < width; ++c) {
      for (std::size_t q = 0; q < features; ++q) e[row * width + c] += static_cast<long double>(data[row * features + q]) * theta[q * width + c];
      norm += e[row * width + c] * e[row * width + c];
    }
    for (std::size_t c = 0; c < width; ++c) e[row * width + c] /= std::sqrt(norm);
  }
  auto const s = [&](std::size_t a, std::size_t b) {
    long double total = 0;
    for (std::size_t c = 0; c < width; ++c) total += e[a * width + c] * e[b * width + c];
    return total / tau;
  };
  long double loss = 0;
  for (std::size_t row = 0; row < n; ++row) {
    long double total = 0;
    for (std::size_t other = 0; other < n; ++other)
      if (other != row) total += std::exp(s(row, other));
    loss += (std::log(total) - s(row, row ^ 1)) / static_cast<long double>(n);
  }
  return loss;
}

template <auto Loss>
void check() {
  auto const data = normal_numbers(n * features, 1), theta = normal_numbers(features * width, 2);
  std::vector<double> positions(n);
  std::vector<int> partners(n);
  for (std::size_t row = 0; row < n; ++row) positions[row] = static_cast<double>(row), partners[row] = static_cast<int>(row ^ 1);
  for (double tau : {1.0, 0.1}) {
    auto problem = gs::bind<Loss>(x = gs::matrix(data, n, features), position = positions, partner = partners, temperature = tau);
    REQUIRE(problem.size() == theta.size());
    auto const plain = [&](std::vector<double> const& at) { return static_cast<double>(by_loops(data, at, tau)); };
    CHECK(distance(problem.value(theta), plain(theta)) < 1e-13);
    std::vector<double> gradient(theta.size());
    problem.gradient(theta, gradient);
    CHECK(largest_distance(gradient, differences(plain, theta)) < 1e-8);
    CHECK(gradient_error(problem, theta) < 1e-8);
  }
}

}  // namespace

TEST_CASE("NT-Xent with a logarithm of a sum") { check<naive>(); }
TEST_CASE("NT-Xent with logsumexp") { check<stable>(); }
