// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Schedules of the momentum: their values, and rules that follow them.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "any_rule.hpp"
#include "problems.hpp"
#include "runs.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;
using namespace gradsmith::schedule;

namespace {

template <rate_schedule S>
void gives(S const& momenta, double base, std::vector<double> const& expected) {
  CHECK(invalid_option(momenta) == "");
  for (std::size_t t = 0; t < expected.size(); ++t) {
    CAPTURE(t);
    CHECK(momenta(base, static_cast<std::int64_t>(t)) == doctest::Approx(expected[t]).epsilon(1e-14));
  }
}
double rising(double base, std::int64_t t) { return base + 0.1 * static_cast<double>(t); }

}  // namespace

TEST_CASE("opposite_to: PyTorch's momenta of one_cycle and cyclic") {
  // Down in two steps and up in seven, as the rates go up and down.
  one_cycle const lines{.steps = 10, .end_divisor = 2, .along = one_cycle::curve::linear};
  gives(opposite_to(lines, 0.1), 0.8, {0.8, 0.45, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.8});
  one_cycle three{.steps = 10, .rise = 0.4, .end_divisor = 4, .along = one_cycle::curve::linear};
  three.three_phases = true;
  gives(opposite_to(three, 0.2), 0.8, {0.8, 0.6, 0.4, 0.2, 0.4, 0.6, 0.8, 0.8, 0.8, 0.8, 0.8});
  one_cycle const smooth{.steps = 10};
  gives(opposite_to(smooth), 0.95, {0.95, 0.9, 0.85, 0.95 - 0.1 * 0.950484433951210, 0.95 - 0.1 * 0.811744900929367});
  cyclic halved{.minimum = 1, .rise = 4};
  halved.heights = cyclic::peaks::halved;
  gives(opposite_to(halved, 0.8), 0.9, {0.9, 0.875, 0.85, 0.825, 0.8, 0.825, 0.85, 0.875, 0.9, 0.8875, 0.875});
  // Rate and momentum go opposite ways all the time.
  for (std::int64_t t = 0; t < 100; ++t) {
    one_cycle const cycle{.steps = 100};
    bool const rate_rises = cycle(1, t + 1) > cycle(1, t);
    double const change = opposite_to(cycle)(0.95, t + 1) - opposite_to(cycle)(0.95, t);
    CHECK((rate_rises ? change < 0 : change >= 0));
  }
  CHECK(invalid_option(opposite_to(smooth, 1)) == "The option lowest is 1 and must be in [0, 1).");
  CHECK(invalid_option(opposite_to(one_cycle{})) == "The option steps is 0 and must be at least 1.");
}

TEST_CASE("momentum_scheduled: steps by hand") {
  // f = x^2 from 1 with momenta of 0.5 and 0.6: velocities 2, 0.6 (2) + 1.6.
  sgd const heavy{.learning_rate = 0.1, .momentum = 0.5};
  auto const x = run_of(bowl<>{.curvature = 2}, {1}, momentum_scheduled(heavy, rising), 2);
  CHECK(x[0][0] == doctest::Approx(0.8).epsilon(1e-15));
  CHECK(x[1][0] == doctest::Approx(0.8 - 0.1 * 2.8).epsilon(1e-15));
  // adam's decay_first: m is 0.2 g, then 0.9 m + 0.1 g, each corrected by the decay of its step, as in PyTorch.
  auto const twice = [](double base, std::int64_t t) { return t == 0 ? base : 0.9; };
  adam const rule{.learning_rate = 0.1, .decay_first = 0.8, .decay_second = 0, .epsilon = 0};
  auto const y = run_of(bowl<>{.curvature = 2}, {1}, momentum_scheduled(rule, twice), 2);
  CHECK(y[0][0] == doctest::Approx(0.9).epsilon(1e-14));
  double const m = 0.9 * 0.2 * 2 + 0.1 * 1.8;
  CHECK(y[1][0] == doctest::Approx(0.9 - 0.1 * m / (1 - 0.81) / 1.8).epsilon(1e-13));
}

TEST_CASE("a momentum that stays the same is the rule, bit for bit") {
  auto const same = [](double base, std::int64_t) { return base; };
  auto const check = [&](auto rule) {
    auto const alone = run_of(rosenbrock<>{}, {-1.2, 1}, any_rule(rule), 40);
    CHECK(run_of(rosenbrock<>{}, {-1.2, 1}, momentum_scheduled(rule, same), 40) == alone);
    CHECK(run_of(rosenbrock<>{}, {-1.2, 1}, momentum_scheduled(rule, rising), 40) != alone);
  };
  check(sgd{.learning_rate = 1e-4, .momentum = 0.5});
  check(rmsprop{.learning_rate = 1e-3, .momentum = 0.5});
  check(adam{.decay_first = 0.5});
  check(adamw{.decay_first = 0.5});
  check(adan{.decay_first = 0.5});
  check(muon{.learning_rate = 0.01, .momentum = 0.5, .blocks = {{.offset = 0, .size = 2}}});
}

TEST_CASE("rate and momentum in a cycle, in any order of what stands around the rule") {
  one_cycle const cycle{.steps = 30};
  auto const momenta = opposite_to(cycle, 0.5);
  sgd const rule{.learning_rate = 2e-4, .momentum = 0.9};
  auto const run = [](auto method) { return run_of(rosenbrock<>{}, {-1.2, 1}, method, 30); };
  // By hand.
  std::vector<double> x{-1.2, 1}, g(2), v(2);
  std::vector<std::vector<double>> expected;
  for (std::int64_t t = 0; t < 30; ++t) {
    rosenbrock<>{}.value_and_gradient(x, g);
    for (std::size_t k = 0; k < 2; ++k) {
      v[k] = t == 0 ? g[k] : momenta(0.9, t) * v[k] + g[k];
      x[k] -= cycle(2e-4, t) * v[k];
    }
    expected.push_back(x);
  }
  auto const points = run(scheduled(momentum_scheduled(rule, momenta), cycle));
  for (std::size_t t = 0; t < 30; ++t) CHECK(largest_difference(points[t], expected[t]) < 1e-13);
  CHECK(run(momentum_scheduled(scheduled(rule, cycle), momenta)) == points);
  by_norm const clip{.largest = 1e9};
  CHECK(run(momentum_scheduled(clipped(scheduled(averaged(rule, ema{}), cycle), clip), momenta)) == points);
  CHECK(run(scheduled(clipped(momentum_scheduled(accumulated(rule, 1), momenta), clip), cycle)) == points);
  parameter_range const one{.offset = 0, .size = 1};
  auto const grouped = in_groups(rosenbrock<>{}, group(one, rule), other_parameters(rule));
  CHECK(run(scheduled(momentum_scheduled(grouped, momenta), cycle)) == points);
  CHECK(run(scheduled(rule, cycle)) != points);
  // The outer one of two changes the base of the inner.
  auto const half = [](double base, std::int64_t) { return base / 2; };
  auto const less = [](double base, std::int64_t) { return base - 0.1; };
  sgd const lower{.learning_rate = 2e-4, .momentum = 0.35};
  CHECK(run(momentum_scheduled(momentum_scheduled(rule, less), half)) == run(any_rule(lower)));
}

TEST_CASE("a rule without momentum is refused, in groups too; wrong options are said") {
  std::string const none = "A schedule of the momentum needs a rule whose own is not 0.";
  CHECK(momentum_scheduled(sgd{}, rising).invalid() == none);
  CHECK(momentum_scheduled(clipped(sgd{}, by_norm{.largest = 1}), rising).invalid() == none);
  auto const grouped = in_groups(bowl<>{.n = 2}, group(parameter_range{.offset = 0, .size = 1}, sgd{.momentum = 0.5}),
                                 other_parameters(sgd{}));
  CHECK(momentum_scheduled(grouped, rising).invalid() == none);
  CHECK(momentum_scheduled(adam{.decay_first = 1}, rising).invalid() ==
        "The option decay_first is 1 and must be in [0, 1).");
  CHECK(momentum_scheduled(adam{}, opposite_to(cyclic{}, -1)).invalid() ==
        "The option lowest is -1 and must be in [0, 1).");
  static_assert(optimize::takes_momenta<sgd> && optimize::takes_momenta<adam>);
  static_assert(!optimize::takes_momenta<adagrad> && !optimize::takes_momenta<rprop>);
  static_assert(!optimize::takes_momenta<lbfgs>);
}
