// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Gradients that are clipped before a rule sees them.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "any_rule.hpp"
#include "problems.hpp"
#include "runs.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

/// What a rule is given for this gradient: its first step with a rate of 1, from 0.
std::vector<double> seen(std::vector<double> const& gradient, auto clip) {
  auto const rule = clipped(sgd{.learning_rate = 1}, clip);
  auto state = rule.template begin<double>(gradient.size());
  std::vector<double> x(gradient.size());
  rule.advance(std::span<double>{x}, std::span<double const>{gradient}, state);
  for (double& each : x) each = -each;
  return x;
}
void close(std::vector<double> const& a, std::vector<double> const& b) {
  REQUIRE(a.size() == b.size());
  for (std::size_t k = 0; k < a.size(); ++k) CHECK(a[k] == doctest::Approx(b[k]).epsilon(1e-14));
}
std::string wrong(auto clip) { return clipped(sgd{}, clip).invalid(); }

}  // namespace

TEST_CASE("by_value: every entry by itself") {
  close(seen({3, -0.5, 0, -7, 1, 1.5, -1}, by_value{.largest = 1}), {1, -0.5, 0, -1, 1, 1, -1});
  close(seen({3, -0.5}, by_value{.largest = 3}), {3, -0.5});
  CHECK(wrong(by_value{}) == "The option largest is 0 and must be positive and finite.");
}

TEST_CASE("by_norm: the direction stays, the norm is the largest") {
  close(seen({3, 4}, by_norm{.largest = 1}), {0.6, 0.8});
  close(seen({3, 4}, by_norm{.largest = 5}), {3, 4});
  close(seen({3, 4}, by_norm{.largest = 10}), {3, 4});
  // By value it would be (1, 1).
  close(seen({3, 4}, by_value{.largest = 1}), {1, 1});
  // PyTorch's rule: 1 / (5 + 1e-6).
  close(seen({3, 4}, by_norm{.largest = 1, .softening = 1e-6}), {3 / 5.000001, 4 / 5.000001});
  // Just below the largest it multiplies as well, for 5 / (5 + 1) is less than 1.
  close(seen({3, 4}, by_norm{.largest = 5, .softening = 1}), {2.5, 4 / 1.2});
  CHECK(wrong(by_norm{}) == "The option largest is 0 and must be positive and finite.");
  CHECK(wrong(by_norm{.largest = 1, .softening = -1}) == "The option softening is -1 and must not be negative.");
}

TEST_CASE("clipped gradients have the norm, whatever their length and size") {
  optimize::random_bits random(8);
  for (std::size_t n = 1; n < 40; ++n)
    for (double scale : {1e-3, 1.0, 1e6, 1e200, 1e-200}) {
      std::vector<double> gradient(n);
      for (double& each : gradient) each = scale * (2 * random.uniform() - 1);
      double const before = std::sqrt([&] {
        double sum = 0;
        for (double each : gradient) sum += each / scale * (each / scale);
        return sum;
      }()) * scale;
      CHECK(optimize::norm<double>(gradient) == doctest::Approx(before).epsilon(1e-13));
      auto const after = seen(gradient, by_norm{.largest = before / 3});
      CHECK(optimize::norm<double>(after) == doctest::Approx(before / 3).epsilon(1e-13));
      for (std::size_t k = 0; k < n; ++k) CHECK(after[k] == doctest::Approx(gradient[k] / 3).epsilon(1e-13));
    }
}

TEST_CASE("norm: where squares overflow and vanish, and what is no number") {
  double const infinity = std::numeric_limits<double>::infinity();
  using several = std::vector<double>;
  CHECK(optimize::norm<double>(several{3e300, 4e300}) == doctest::Approx(5e300).epsilon(1e-15));
  CHECK(optimize::norm<double>(several{3e-320, 4e-320}) == doctest::Approx(5e-320).epsilon(1e-3));
  CHECK(optimize::norm<double>(several{0, 0}) == 0);
  CHECK(optimize::norm<double>(several{}) == 0);
  CHECK(optimize::norm<double>(several{1, -infinity}) == infinity);
  CHECK(std::isnan(optimize::norm<double>(several{1, std::nan("")})));
}

TEST_CASE("by_block: each block by itself, and what is in none stays") {
  parameter_ranges const blocks{{.offset = 0, .size = 2}, {.offset = 3, .size = 2}};
  close(seen({3, 4, 100, 0.3, 0.4}, by_block(by_norm{.largest = 1}, blocks)), {0.6, 0.8, 100, 0.3, 0.4});
  close(seen({0.3, 0.4, 100, 6, 8}, by_block(by_norm{.largest = 1}, blocks)), {0.3, 0.4, 100, 0.6, 0.8});
  close(seen({0.3, 0.4, 100, 6, 0.5}, by_block(by_value{.largest = 1}, blocks)), {0.3, 0.4, 100, 1, 0.5});
  // As a whole the norm would be one for all.
  close(seen({3, 4, 0, 0, 12}, by_norm{.largest = 1}), {3.0 / 13, 4.0 / 13, 0, 0, 12.0 / 13});
  CHECK(wrong(by_block(by_norm{.largest = 1}, {})) == "Clipping by block needs at least one block.");
  CHECK(wrong(by_block(by_norm{}, blocks)) == "The option largest is 0 and must be positive and finite.");
  CHECK_THROWS_WITH_AS(seen({1, 2, 3, 4}, by_block(by_norm{.largest = 1}, blocks)),
                       "gradsmith: a block of 2 parameters from number 3 on is not among the 4 of this problem",
                       data_error);
}

TEST_CASE("where nothing is to be clipped the steps are those of the rule, bit for bit") {
  auto const check = [](auto rule, auto clip) {
    CHECK(run_of(rosenbrock<>{}, {-1.2, 1}, clipped(rule, clip), 40) == run_of(rosenbrock<>{}, {-1.2, 1}, rule, 40));
  };
  check(adam{.learning_rate = 0.1}, by_norm{.largest = 1e9});
  check(adam{.learning_rate = 0.1}, by_value{.largest = 1e9});
  check(sgd{.learning_rate = 1e-4, .momentum = 0.9}, by_norm{.largest = 1e9});
  check(asgd{.learning_rate = 1e-4}, by_block(by_norm{.largest = 1e9}, {{.offset = 1, .size = 1}}));
}

TEST_CASE("momentum goes on behind the clipping") {
  // f = x^2 from 1, gradients clipped to 1: velocities 1, 1.5, then of 0.5 (1.5) + 1.
  sgd const rule{.learning_rate = 0.1, .momentum = 0.5};
  auto const x = run_of(bowl<>{.curvature = 2}, {1}, clipped(rule, by_norm{.largest = 1}), 3);
  CHECK(x[0][0] == doctest::Approx(0.9).epsilon(1e-15));
  CHECK(x[1][0] == doctest::Approx(0.75).epsilon(1e-15));
  CHECK(x[2][0] == doctest::Approx(0.575).epsilon(1e-15));
}

TEST_CASE("schedules act through clipping, and clipping in a schedule") {
  schedule::linear const rates{.from = 1, .to = 0.1, .steps = 20};
  by_norm const clip{.largest = 0.5};
  sgd const rule{.learning_rate = 0.01, .momentum = 0.5};
  auto const inside = run_of(rosenbrock<>{}, {-1.2, 1}, clipped(scheduled(rule, rates), clip), 30);
  CHECK(inside == run_of(rosenbrock<>{}, {-1.2, 1}, scheduled(clipped(rule, clip), rates), 30));
  CHECK(inside != run_of(rosenbrock<>{}, {-1.2, 1}, clipped(rule, clip), 30));
}

TEST_CASE("a gradient that blows up: clipped steps stay short, plain ones leave") {
  // A cliff: slope 1, and 1e6 beyond 0.5.
  formula const cliff{1, [](auto x, auto g) {
                        double const steep = x[0] > 0.5 ? 1e6 : 1;
                        return g[0] = steep, steep * x[0];
                      }};
  auto const first_move = [&](any_rule const& rule) { return 1 - run_of(cliff, {1}, rule, 1)[0][0]; };
  CHECK(first_move(sgd{.learning_rate = 0.1}) > 9e4);
  CHECK(first_move(clipped(sgd{.learning_rate = 0.1}, by_norm{.largest = 1})) == doctest::Approx(0.1));
}
