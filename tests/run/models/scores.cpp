// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Derivatives by the score of each observation, first and second, as boosting asks for them: l'(f_i) and l''(f_i), the
// scores a parameter or an input, along the rows or along a declared axis.
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
constexpr auto c = gs::axis<"c", 3>;
constexpr auto e = gs::axis<"e", 3>;
constexpr auto y = gs::input<"y">(i);
constexpr auto label = gs::input<"label">(i);
constexpr auto f = gs::param<"f">(i);
constexpr auto g = gs::input<"g">(i);
constexpr auto z = gs::param<"z">(i, c);

constexpr auto logistic(auto score) { return log(1 + exp(-y * score)); }
constexpr auto poisson(auto score) { return exp(score) - y * score; }
constexpr auto cross_entropy = -pick(c, log(softmax(c, z)), label);
constexpr auto total = sum(i, logistic(f));

constexpr std::size_t n = 37;

template <class T, auto L, auto S>
void check_logistic() {
  auto const scores = normal_numbers<T>(n, 1, 5);
  std::vector<T> signs(n);
  for (std::size_t row = 0; row < n; ++row) signs[row] = row % 3 == 0 ? T(1) : T(-1);
  auto const [value, slope, curvature] = gs::compile<L, gs::diff(L, S), gs::diff(gs::diff(L, S), S)>(S = scores, y = signs);
  REQUIRE(value.size() == n);
  REQUIRE(slope.size() == n);
  REQUIRE(curvature.size() == n);
  double worst = 0;
  for (std::size_t row = 0; row < n; ++row) {
    long double const margin = static_cast<long double>(signs[row]) * scores[row], p = 1 / (1 + std::exp(margin));
    auto const relative = [](T got, long double expected) { return std::abs(static_cast<double>((got - expected) / expected)); };
    worst = std::max({worst, relative(value[row], std::log1p(std::exp(-margin))), relative(slope[row], -signs[row] * p),
                      relative(curvature[row], p / (1 + std::exp(-margin)))});
  }
  CHECK(worst < (sizeof(T) == 8 ? 2e-15 : 1e-6));
}

}  // namespace

TEST_CASE_TEMPLATE("gradient and curvature by a score that is a parameter", T, GRADSMITH_TEST_TYPES) { check_logistic<T, logistic(f), f>(); }
TEST_CASE_TEMPLATE("gradient and curvature by a score that is an input", T, GRADSMITH_TEST_TYPES) { check_logistic<T, logistic(g), g>(); }

TEST_CASE("gradient of a total by the scores") {
  auto const scores = normal_numbers(n, 1, 5);
  std::vector<double> const ones(n, 1.0);
  auto const [slope, curvature] = gs::compile<gs::diff(total, f), gs::diff(gs::diff(logistic(f), f), f)>(f = scores, y = ones);
  for (std::size_t row = 0; row < n; ++row) {
    double const p = 1 / (1 + std::exp(scores[row]));
    CHECK(distance(slope[row], -p) < 1e-15);
    CHECK(distance(curvature[row], p * (1 - p)) < 1e-15);
  }
}

TEST_CASE("gradient and curvature of a count's deviance") {
  auto const scores = normal_numbers(n, 2);
  std::vector<int> counts(n);
  for (std::size_t row = 0; row < n; ++row) counts[row] = static_cast<int>(row % 5);
  auto const [slope, curvature] = gs::compile<gs::diff(poisson(g), g), gs::diff(gs::diff(poisson(g), g), g)>(g = scores, y = counts);
  for (std::size_t row = 0; row < n; ++row) {
    CHECK(distance(slope[row], std::exp(scores[row]) - counts[row]) < 1e-15);
    CHECK(distance(curvature[row], std::exp(scores[row])) < 1e-15);
  }
}

TEST_CASE("a softmax objective: the gradient by each class and the diagonal of the Hessian") {
  auto const scores = normal_numbers(n * 3, 3, 2);
  std::vector<int> labels(n);
  for (std::size_t row = 0; row < n; ++row) labels[row] = static_cast<int>(row * 5 % 3);
  auto const [slope, hessian] =
      gs::compile<gs::diff(cross_entropy, z), gs::diff(gs::diff(cross_entropy, z), z(i, e))>(z = gs::matrix(scores, n, 3), label = labels);
  REQUIRE(hessian.size() == n * 9);
  for (std::size_t row = 0; row < n; ++row) {
    long double all = 0, p[3]{};
    for (std::size_t q = 0; q < 3; ++q) all += p[q] = std::exp(static_cast<long double>(scores[3 * row + q]));
    for (std::size_t q = 0; q < 3; ++q) {
      CHECK(distance(slope(row, q), static_cast<double>(p[q] / all - (labels[row] == static_cast<int>(q) ? 1 : 0))) < 1e-15);
      for (std::size_t r = 0; r < 3; ++r)
        CHECK(distance(hessian(row, q, r), static_cast<double>(p[q] / all * ((q == r ? 1 : 0) - p[r] / all))) < 1e-15);
    }
  }
}
