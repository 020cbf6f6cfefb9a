// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Infinite numbers in formulas: a score of -inf where a mask excludes an entry, with gradients and Hessians.
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

#include "support/numeric.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr auto c = gs::axis<"c">;
constexpr auto w = gs::param<"w">(c);
constexpr auto v = gs::param<"v">(c);
constexpr auto mask = gs::input<"mask">(c);
constexpr auto scores = where(mask > 0, w, -infinity);
constexpr auto attended = sum(c, v * softmax(c, scores)) + logsumexp(c, scores);
constexpr auto greatest = max(c, where(mask > 0, w * v, -infinity));
constexpr auto a = gs::param<"a">;
constexpr auto beyond = a + 1e308 + 1e308;
constexpr auto far_below = -1e308 - (1e308 - a);
constexpr auto undefined = (a + infinity) - infinity;
constexpr auto scaled = 1e200 * (1e200 + 1e200 * a) - a;
constexpr auto opposite = (a + 1.5e308) - 1.5e308;

}  // namespace

TEST_CASE("infinite numbers: sums of numbers that overflow are those of run time") {
  auto const [above, below, neither, product, none] = gs::compile<beyond, far_below, undefined, scaled, opposite>(a = 1.5);
  CHECK(above == infinity);
  CHECK(below == -infinity);
  CHECK(std::isnan(neither));
  CHECK(product == infinity);
  CHECK(none == 1.5);
}

TEST_CASE("infinite numbers: entries that a mask excludes") {
  for (std::size_t n : {1U, 2U, 9U, 17U}) {
    std::vector<double> included(n), theta = normal_numbers(2 * n, 1), kept_w, kept_v;
    for (std::size_t e = 0; e < n; ++e) {
      included[e] = e % 2 == 0;
      if (e % 2 == 0) kept_w.push_back(theta[e]), kept_v.push_back(theta[n + e]);
    }
    double total = 0, weighted = 0, most = -infinity;
    for (std::size_t e = 0; e < kept_w.size(); ++e) {
      total += std::exp(kept_w[e]), weighted += std::exp(kept_w[e]) * kept_v[e];
      most = std::fmax(most, kept_w[e] * kept_v[e]);
    }
    std::vector<double> const all_w(theta.begin(), theta.begin() + static_cast<std::ptrdiff_t>(n)), all_v(theta.begin() + static_cast<std::ptrdiff_t>(n), theta.end());
    auto const [value, by_w, by_v] = gs::compile<attended, gs::diff(attended, w), gs::diff(attended, v)>(w = all_w, v = all_v, mask = included);
    CHECK(distance(value, weighted / total + std::log(total)) < 1e-14);
    auto const [top, slope] = gs::compile<greatest, gs::diff(greatest, w)>(w = all_w, v = all_v, mask = included);
    CHECK(distance(top, most) < 1e-15);
    for (std::size_t e = 0; e < n; ++e) {
      double const p = e % 2 == 0 ? std::exp(all_w[e]) / total : 0;
      CHECK(std::abs(by_v[e] - p) < 1e-14);
      CHECK(std::abs(by_w[e] - p * (1 + all_v[e] - weighted / total)) < 1e-14);
      CHECK(slope[e] == (e % 2 == 0 && all_w[e] * all_v[e] == most ? all_v[e] : 0));
    }
    auto problem = gs::bind<attended>(mask = included);
    CHECK(gradient_error(problem, theta) < 1e-8);
    CHECK(hessian_error(problem, theta) < 1e-8);
    CHECK(whole_hessian_error(problem, theta) < 1e-12);
  }
}
