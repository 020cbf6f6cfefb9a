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

/// What a rule is given for this gradient: its first step with a rate of 1, from x.
std::vector<double> seen_at(std::vector<double> const& x, std::vector<double> const& gradient, auto const& rule) {
  auto state = rule.template begin<double>(gradient.size());
  std::vector<double> to = x;
  rule.advance(std::span<double>{to}, std::span<double const>{gradient}, state);
  for (std::size_t k = 0; k < to.size(); ++k) to[k] = x[k] - to[k];
  return to;
}
std::vector<double> seen(std::vector<double> const& gradient, auto clip) {
  return seen_at(std::vector<double>(gradient.size()), gradient, clipped(sgd{.learning_rate = 1}, clip));
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

TEST_CASE("by_rms: by the root of the mean of squares, whatever the size") {
  // (3, 4, 0, 0) has the mean square 25/4.
  close(seen({3, 4, 0, 0}, by_rms{.largest = 1}), {1.2, 1.6, 0, 0});
  close(seen({3, 4, 0, 0}, by_rms{.largest = 2.5}), {3, 4, 0, 0});
  close(seen({3, 4, 0, 0}, by_rms{.largest = 7}), {3, 4, 0, 0});
  // Twice as many entries of the same size: the same by this, but shorter by the norm.
  CHECK(seen(std::vector<double>(50, 3.0), by_rms{.largest = 1})[7] == doctest::Approx(1).epsilon(1e-14));
  CHECK(seen(std::vector<double>(100, 3.0), by_rms{.largest = 1})[7] == doctest::Approx(1).epsilon(1e-14));
  CHECK(seen(std::vector<double>(100, 3.0), by_norm{.largest = 1})[7] == doctest::Approx(0.1).epsilon(1e-14));
  CHECK(wrong(by_rms{}) == "The option largest is 0 and must be positive and finite.");
}

TEST_CASE("by_parameters: no longer than a share of the parameters' norm") {
  auto const seen_from = [](std::vector<double> const& x, std::vector<double> const& gradient, auto clip) {
    return seen_at(x, gradient, clipped(sgd{.learning_rate = 1}, clip));
  };
  // |x| = 10, |g| = 5: a tenth is 1.
  close(seen_from({6, 8}, {3, 4}, by_parameters{.largest = 0.1}), {0.6, 0.8});
  close(seen_from({6, 8}, {3, 4}, by_parameters{.largest = 0.5}), {3, 4});
  close(seen_from({60, 80}, {3, 4}, by_parameters{.largest = 0.1}), {3, 4});
  // From 0 they count as 0.001, or as long as one says.
  close(seen_from({0, 0}, {3, 4}, by_parameters{}), {0.6e-5, 0.8e-5});
  close(seen_from({0, 0}, {3, 4}, by_parameters{.largest = 0.1, .smallest_norm = 10}), {0.6, 0.8});
  // Rows of a matrix of 2 x 3 by themselves, and a vector behind it as one.
  parameter_ranges const units = each_row_of({{.offset = 0, .size = 6, .rows = 2}, {.offset = 6, .size = 2}});
  REQUIRE(units.size() == 3);
  CHECK(units.begin()[1].offset == 3);
  CHECK(units.begin()[1].size == 3);
  close(seen_from({6, 8, 0, 0, 0, 1, 3, 4}, {3, 4, 0, 0, 0, 3, 0.3, 0.4},
                  by_block(by_parameters{.largest = 0.1}, units)),
        {0.6, 0.8, 0, 0, 0, 0.1, 0.3, 0.4});
  // With a rate r a unit of weights changes by at most 0.01 r of its norm in a step; by_norm does not see x.
  optimize::random_bits random(9);
  for (double scale : {1e-2, 1.0, 1e4}) {
    std::vector<double> x(24), gradient(24);
    for (double& each : x) each = scale * (2 * random.uniform() - 1);
    for (double& each : gradient) each = 1e6 * (2 * random.uniform() - 1);
    auto const step = seen_from(x, gradient, by_parameters{});
    CHECK(optimize::norm<double>(step) == doctest::Approx(0.01 * optimize::norm<double>(x)).epsilon(1e-9));
    CHECK(optimize::norm<double>(seen_from(x, gradient, by_norm{.largest = 0.1})) == doctest::Approx(0.1).epsilon(1e-9));
  }
  CHECK(wrong(by_parameters{.largest = 0}) == "The option largest is 0 and must be positive and finite.");
  CHECK(wrong(by_parameters{.smallest_norm = 0}) == "The option smallest_norm is 0 and must be positive and finite.");
  CHECK_THROWS_WITH_AS((void)each_row_of({{.offset = 0, .size = 5, .rows = 2}}),
                       "gradsmith: a block of 5 parameters cannot have 2 rows", data_error);
}

TEST_CASE("what a rule multiplies where it reads is what it would be given written down") {
  // any_rule takes spans only, so that clipped has to write.
  optimize::random_bits random(10);
  std::vector<double> x(21), gradient(21);
  for (double& each : x) each = 2 * random.uniform() - 1;
  for (double& each : gradient) each = 2 * random.uniform() - 1;
  bowl<> const problem{.n = 21};
  auto const same = [&](auto const& rule) {
    by_norm const clip{.largest = 0.5};
    auto const read = clipped(rule, clip);
    auto const written = clipped(any_rule(rule), clip);
    CHECK(read.template begin<double>(21).gradient.empty());
    CHECK(written.template begin<double>(21).gradient.size() == 21);
    close(seen_at(x, gradient, read), seen_at(x, gradient, written));
  };
  for (double const l2 : {0.0, 0.3}) {
    same(sgd{.learning_rate = 0.1, .momentum = 0.9, .l2 = l2});
    same(adam{.learning_rate = 0.1, .epsilon = 0.1, .l2 = l2});
  }
  adam const rule{.learning_rate = 0.1, .epsilon = 0.1};
  same(lion{.learning_rate = 0.1});
  same(muon{.learning_rate = 0.1, .blocks = {{.offset = 0, .size = 21, .rows = 3}}});
  same(scheduled(averaged(rule, ema{}), schedule::linear{}));
  same(accumulated(sgd{.learning_rate = 0.1}, 1));
  same(in_groups(problem, group(parameter_range{.offset = 2, .size = 9}, rule), other_parameters(sgd{})));
  // One rule that takes spans only makes all of them do.
  auto const mixed = in_groups(problem, group(parameter_range{.offset = 2, .size = 9}, any_rule(rule)),
                               other_parameters(sgd{}));
  CHECK(clipped(mixed, by_norm{.largest = 0.5}).begin<double>(21).gradient.size() == 21);
  // Clipped twice: the shorter one counts.
  auto const twice = clipped(clipped(sgd{.learning_rate = 1}, by_norm{.largest = 2}), by_norm{.largest = 1});
  close(seen_at({0, 0}, {3, 4}, twice), {0.6, 0.8});
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
