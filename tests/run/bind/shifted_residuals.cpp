// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Residuals at shifted positions: the axis that shifts has an extent of its own, as it has in a loss.
#include <cstddef>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

#include "support/numeric.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr auto i = gs::axis<"i">;
constexpr auto t = gs::axis<"t">;
constexpr auto r = gs::axis<"r">;
constexpr auto u = gs::param<"u">(t);
constexpr auto a = gs::param<"a">;
constexpr auto y = gs::input<"y">(i);
constexpr auto steps = u(r + 1) - u(r);
constexpr auto forecast = y(r + 1) - a * y(r);

}  // namespace

TEST_CASE("shifted residuals: differences of neighbours, and a series and its past") {
  for (std::size_t n : {2U, 5U, 30U}) {
    auto const theta = normal_numbers(n, 1);
    auto smooth = gs::bind_residuals<steps>(t = n, r = n - 1);
    auto series = gs::bind_residuals<forecast>(y = theta, r = n - 1);
    double by_steps = 0, by_forecast = 0;
    for (std::size_t e = 0; e + 1 < n; ++e) {
      by_steps += (theta[e + 1] - theta[e]) * (theta[e + 1] - theta[e]) / 2;
      by_forecast += (theta[e + 1] - 0.5 * theta[e]) * (theta[e + 1] - 0.5 * theta[e]) / 2;
    }
    CHECK(distance(smooth.value(theta), by_steps) < 1e-14);
    CHECK(gradient_error(smooth, theta) < 1e-8);
    CHECK(distance(series.value({0.5}), by_forecast) < 1e-14);
    CHECK_THROWS_AS((void)gs::bind_residuals<steps>(t = n, r = n), gs::data_error);
  }
}
