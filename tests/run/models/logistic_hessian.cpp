// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The Hessian of logistic regression by two derivatives, against X' D X with D = diag(s (1 - s)).
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

#include "support/element_types.hpp"
#include "support/numeric.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto l = gs::axis<"l">;
constexpr auto w = gs::param<"w">(j);
constexpr auto b = gs::param<"b">;
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);
constexpr auto loss = mean(i, log(1 + exp(-y * (sum(j, w * x) + b))));
constexpr auto hessian = gs::compile<gs::diff(gs::diff(loss, w(j)), w(l)), gs::diff(gs::diff(loss, w), b), gs::diff(gs::diff(loss, b), b)>;

}  // namespace

TEST_CASE_TEMPLATE("the Hessian of logistic regression", T, GRADSMITH_TEST_TYPES) {
  for (std::size_t n : {1u, 37u, 1001u}) {
    std::size_t const features = 5;
    auto const data = normal_numbers<T>(n * features, 1), weights = normal_numbers<T>(features, 2);
    std::vector<T> labels(n);
    for (std::size_t row = 0; row < n; ++row) labels[row] = row % 3 == 0 ? T(1) : T(-1);
    T const intercept = T(0.25);
    auto const [by_weights, mixed, by_intercept] = hessian(w = weights, b = intercept, x = gs::matrix(data, n, features), y = labels);
    std::vector<long double> expected((features + 1) * (features + 1));
    for (std::size_t row = 0; row < n; ++row) {
      long double z = intercept;
      for (std::size_t q = 0; q < features; ++q) z += static_cast<long double>(weights[q]) * data[row * features + q];
      long double const s = 1 / (1 + std::exp(-z)), d = s * (1 - s) / static_cast<long double>(n);
      auto const entry = [&](std::size_t q) { return q == features ? 1.0L : static_cast<long double>(data[row * features + q]); };
      for (std::size_t p = 0; p <= features; ++p)
        for (std::size_t q = 0; q <= features; ++q) expected[p * (features + 1) + q] += entry(p) * d * entry(q);
    }
    double worst = distance(static_cast<double>(by_intercept), static_cast<double>(expected.back()));
    for (std::size_t p = 0; p < features; ++p) {
      worst = std::max(worst, distance(static_cast<double>(mixed[p]), static_cast<double>(expected[p * (features + 1) + features])));
      for (std::size_t q = 0; q < features; ++q)
        worst = std::max(worst, distance(static_cast<double>(by_weights(p, q)), static_cast<double>(expected[p * (features + 1) + q])));
    }
    CHECK(worst < (sizeof(T) == 8 ? 1e-15 : 1e-6));
  }
}
