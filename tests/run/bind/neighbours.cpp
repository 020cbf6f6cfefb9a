// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Parameters with an entry per row that are read at other rows: the derivative by one row's entry has parts from any row.
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
constexpr auto g = gs::param<"g">(i);
constexpr auto y = gs::input<"y">(i);
constexpr auto parent = gs::input<"parent">(i);
constexpr auto far = gs::input<"far">(j);
constexpr auto fit = gs::let([] { return sum(i, square(g - y)); });
constexpr auto chain = fit + 0.5 * sum(i, square(g(where(i > 0, i - 1, 0)) - g));
constexpr auto tree = fit + 0.5 * sum(i, square(g(parent) - g));
constexpr auto pairs = fit + 0.5 * sum(j, square(g(far)));

/// Value, gradient and the Hessian times theta of such a loss: the squares of differences to the entries `other`, or of these.
template <class Problem>
void check(Problem problem, std::vector<double> const& theta, std::vector<double> const& target, std::vector<int> const& other, bool differences) {
  std::size_t const n = theta.size();
  std::vector<double> slope(n), curved(n), got(n), product(n);
  double value = 0;
  for (std::size_t r = 0; r < n; ++r) {
    double const residual = theta[r] - target[r];
    value += residual * residual;
    slope[r] += 2 * residual;
    curved[r] += 2 * theta[r];
  }
  for (std::size_t r = 0; r < other.size(); ++r) {
    auto const from = static_cast<std::size_t>(other[r]);
    double const change = theta[from] - (differences ? theta[r] : 0);
    value += change * change / 2;
    slope[from] += change, curved[from] += change;
    if (differences) slope[r] -= change, curved[r] -= change;
  }
  CHECK(distance(problem.value_and_gradient(theta, got), value) < 1e-12);
  CHECK(largest_distance(got, slope) < 1e-12);
  problem.hvp(theta, theta, product);
  CHECK(largest_distance(product, curved) < 1e-12);
  problem.gradient(theta, got);
  CHECK(largest_distance(got, slope) < 1e-12);
}

}  // namespace

// Rows far beyond those that one block would have.
TEST_CASE("rows that look at the row before, at their parents, or are looked at from elsewhere") {
  for (std::size_t const n : {1U, 5U, 255U, 300U, 5003U}) {
    CAPTURE(n);
    auto const theta = normal_numbers(n, 1), target = normal_numbers(n, 2);
    std::vector<int> before(n), above(n), elsewhere(2 * n + 1);
    for (std::size_t r = 0; r < n; ++r) before[r] = static_cast<int>(r == 0 ? 0 : r - 1), above[r] = static_cast<int>(r / 2);
    for (std::size_t r = 0; r < elsewhere.size(); ++r) elsewhere[r] = static_cast<int>(r * 7919 % n);
    check(gs::bind<chain>(y = target), theta, target, before, true);
    check(gs::bind<tree>(y = target, parent = above), theta, target, above, true);
    check(gs::bind<pairs>(y = target, far = elsewhere), theta, target, elsewhere, false);
  }
}
