// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// One method from many starts.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <vector>

#include "problems.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

/// x^4 - 4 x^2 + x: minima at 1.347 and, lower, at -1.473.
struct two_valleys {
  using value_type = double;
  std::vector<double> own = {2};
  std::size_t size() const { return 1; }
  std::span<double> parameters() { return own; }
  double value_and_gradient(std::span<double const> p, std::span<double> g) const {
    double const x = p[0];
    g[0] = 4 * x * x * x - 8 * x + 1;
    return x * x * x * x - 4 * x * x + x;
  }
};

}  // namespace

TEST_CASE("of given starts the best run is returned") {
  two_valleys problem;
  std::vector<std::vector<double>> const starts{{2}, {1}, {-1}, {-2}};
  auto const found = multistart(problem, lbfgs{}, starts, {.gradient_norm = 1e-10});
  CHECK(found.starts == starts);
  REQUIRE(found.values.size() == 4);
  for (std::size_t k = 0; k < 4; ++k) {
    CHECK(found.statuses[k] == status::gradient_small);
    CHECK(found.values[k] == minimize(two_valleys{}, starts[k], lbfgs{}, {.gradient_norm = 1e-10}).value);
    CHECK(found.best.value <= found.values[k]);
  }
  CHECK(found.values[0] == doctest::Approx(-2.618555980765));
  CHECK(found.best.point[0] == doctest::Approx(-1.473));
  CHECK(found.best.value == found.values[found.best_start]);
  CHECK(problem.own == found.best.point);
  std::vector<std::array<double, 1>> const arrays{{2}, {-1}};
  CHECK(multistart(problem, lbfgs{}, arrays).best_start == 1);
}

TEST_CASE("random starts lie in their box, the same for the same seed") {
  auto const from = [](std::uint64_t seed) {
    return multistart(two_valleys{}, gradient_descent{}, {.starts = 20, .seed = seed, .lower = -3, .upper = 2.5});
  };
  auto const one = from(1), again = from(1), other = from(2);
  CHECK(one.starts.size() == 20);
  CHECK(one.starts == again.starts);
  CHECK(one.values == again.values);
  CHECK(one.best.point == again.best.point);
  CHECK(one.starts != other.starts);
  int left = 0;
  for (auto const& each : one.starts) {
    CHECK(each[0] >= -3);
    CHECK(each[0] < 2.5);
    left += each[0] < 0 ? 1 : 0;
  }
  CHECK(left > 5);
  CHECK(left < 18);
  CHECK(one.best.value == doctest::Approx(-5.444192));
}

TEST_CASE("runs that fail are passed over; where all do, the first is returned") {
  formula const half{
      1, [](auto x, auto g) { return g[0] = 2 * (x[0] - 1), x[0] < 0 ? std::nan("") : (x[0] - 1) * (x[0] - 1); }};
  std::vector<std::vector<double>> const mixed{{-1}, {3}, {-2}}, bad{{-1}, {-2}};
  int runs = 0;
  auto const found = multistart(half, lbfgs{}, mixed, stop{}, on(event::begin, [&](auto const&) { ++runs; }));
  CHECK(found.best_start == 1);
  CHECK(found.best.point[0] == doctest::Approx(1));
  CHECK(found.statuses == std::vector{status::start_not_finite, found.best.status, status::start_not_finite});
  CHECK(runs == 3);
  auto const none = multistart(half, lbfgs{}, bad);
  CHECK(none.best_start == 0);
  CHECK(none.best.status == status::start_not_finite);
}

TEST_CASE("momentum rolls past a minimum in which plain descent ends") {
  stop const limits{.gradient_norm = 1e-8};
  auto const plain = minimize(two_valleys{}, {2}, sgd{.learning_rate = 0.02}, limits);
  auto const rolling = minimize(two_valleys{}, {2}, sgd{.learning_rate = 0.02, .momentum = 0.95}, limits);
  CHECK(plain.point[0] == doctest::Approx(1.347).epsilon(1e-3));
  CHECK(rolling.point[0] == doctest::Approx(-1.473).epsilon(1e-3));
  CHECK(rolling.value < plain.value - 2.8);
}

TEST_CASE("starts that cannot be are named") {
  std::vector<std::vector<double>> const none, uneven{{1}, {1, 2}};
  CHECK_THROWS_WITH_AS((void)multistart(two_valleys{}, lbfgs{}, none), "gradsmith: multistart needs at least one start",
                       data_error);
  CHECK_THROWS_WITH_AS((void)multistart(two_valleys{}, lbfgs{}, uneven),
                       "gradsmith: the start has 2 elements, the problem has 1 parameters", data_error);
  CHECK_THROWS_WITH_AS((void)multistart(two_valleys{}, lbfgs{}, {.starts = 0}),
                       "gradsmith: multistart needs at least one start", data_error);
  CHECK_THROWS_WITH_AS((void)multistart(two_valleys{}, lbfgs{}, {.lower = 1, .upper = -1}),
                       "gradsmith: multistart: the starts lie from 1 to -1, which is no range", data_error);
}
