// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Reductions of parameters, without any data: over one and two axes of run-time extent, and equal entries along the rows.
#include <algorithm>
#include <cmath>
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
constexpr auto u = gs::param<"u">(j, k);
constexpr auto t = gs::input<"t">(j);
constexpr auto z = gs::input<"z">(i, j);
constexpr auto target = gs::input<"target">(k);

constexpr auto loss = norm2(j, k, u - 1) + sum(k, square(norm2(j, u) - target)) + prod(j, k, u) + standard_deviation(j, k, u) + sum(j, t * prod(k, u)) +
                      sum(j, k, square(softmax(j, k, u))) + square(max(j, k, u)) - min(j, k, u) + norm1(j, k, u) * norm_inf(k, max(j, u));
constexpr auto by_blocks = gs::compile<sum(i, j, log(1 + exp(z))), sum(j, i, log(1 + square(z))), diff(max(i, j, z), z), diff(min(i, j, z), z)>;

}  // namespace

TEST_CASE("reductions of parameters over run-time axes") {
  for (std::size_t const rows : {1u, 2u, 7u}) {
    std::size_t const columns = 3, n = rows * columns;
    std::vector<double> const ts(rows, 0.5), targets{1, 2, 3};
    auto theta = normal_numbers(n, 61, 0.3);
    for (std::size_t q = 0; q < n; ++q) theta[q] += q % 4 == 0 ? -1 : 1;
    auto problem = gs::bind<loss>(t = ts, target = targets);
    REQUIRE(problem.size() == n);
    CHECK(gradient_error(problem, theta, 1e-4) < 1e-8);
    CHECK(hessian_error(problem, theta, 1e-4) < 1e-6);
  }
}

TEST_CASE("logarithms by blocks and ties, over the rows and another axis") {
  for (std::size_t const n : {1u, 3u, 8u, 130u}) {
    std::size_t const d = 3;
    auto data = normal_numbers(n * d, 62);
    for (double& each : data) each = std::min(1.5, std::max(-1.5, each));
    data.front() = 1.5, data.back() = -1.5;
    long double softplus = 0, logarithms = 0, most = 0, least = 0;
    for (double each : data) softplus += std::log1p(std::exp(each)), logarithms += std::log1p(each * each), most += each == 1.5 ? 1 : 0, least += each == -1.5 ? 1 : 0;
    auto const [a, b, above, below] = by_blocks(z = gs::matrix(data, n, d));
    CHECK(distance(a, static_cast<double>(softplus)) < 1e-14);
    CHECK(distance(b, static_cast<double>(logarithms)) < 1e-14);
    for (std::size_t q = 0; q < data.size(); ++q) {
      CHECK(above[q] == doctest::Approx(data[q] == 1.5 ? static_cast<double>(1 / most) : 0));
      CHECK(below[q] == doctest::Approx(data[q] == -1.5 ? static_cast<double>(1 / least) : 0));
    }
  }
}
