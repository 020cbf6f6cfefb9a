// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Bounds of sums and products hold what they bound, also beyond the numbers that are told apart.
#include <gradsmith/ir/interval.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

using namespace gradsmith;

namespace {

constexpr double some[] = {-std::numeric_limits<double>::infinity(), -1e300, -1e200, -1e151, -1e100, -3, -1, -1e-200, 0, 1e-200, 0.5, 1, 2, 1e100, 1e151, 1e160, 1e200, 1e300,
                           std::numeric_limits<double>::infinity()};

bool holds(interval const& bounds, double value) { return bounds.lower <= value && value <= bounds.upper; }

}  // namespace

TEST_CASE("sums, products and powers lie within their bounds") {
  for (double low : some)
    for (double high : some)
      for (double other_low : some)
        for (double other_high : some) {
          if (low > high || other_low > other_high) continue;
          interval const a{low, high}, b{other_low, other_high};
          interval const sum = bounds::add(a, b), product = bounds::multiply(a, b);
          for (double x : some)
            for (double y : some) {
              if (!std::isfinite(x) || !std::isfinite(y) || !holds(a, x) || !holds(b, y)) continue;
              if (std::isfinite(x + y)) REQUIRE_MESSAGE(holds(sum, x + y), x, " + ", y);
              if (std::isfinite(x * y)) REQUIRE_MESSAGE(holds(product, x * y), x, " * ", y);
            }
        }
  for (double low : some)
    for (double high : some)
      for (double x : some)
        for (int n : {-3, -2, -1, 1, 2, 3})
          if (low <= x && x <= high && std::isfinite(x) && std::isfinite(std::pow(x, n))) REQUIRE_MESSAGE(holds(bounds::power({low, high}, n), std::pow(x, n)), x, "^", n);
}
