// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Mini-batches: which rows, in which order, and what the result is about.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "problems.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

mean_square numbers(std::size_t n) {
  mean_square problem{std::vector<double>(n)};
  std::iota(problem.data.begin(), problem.data.end(), 0.0);
  return problem;
}
std::vector<std::vector<std::uint32_t>> rows_asked(std::uint64_t seed, std::size_t rows, std::int64_t epochs) {
  auto problem = numbers(10);
  (void)minimize(problem, in_batches(sgd{}, {.rows = rows, .seed = seed}), {.max_epochs = epochs});
  return problem.asked;
}

}  // namespace

TEST_CASE("every epoch goes through all rows once, and its last batch has what is left") {
  for (std::size_t rows : {1u, 3u, 4u, 10u, 64u}) {
    auto const asked = rows_asked(7, rows, 3);
    std::size_t const per_epoch = (10 + rows - 1) / rows;
    REQUIRE(asked.size() == 3 * per_epoch);
    for (std::size_t epoch = 0; epoch < 3; ++epoch) {
      std::vector<std::uint32_t> seen;
      for (std::size_t b = 0; b < per_epoch; ++b) {
        auto const& batch = asked[epoch * per_epoch + b];
        CHECK(batch.size() == (b + 1 < per_epoch ? rows : 10 - rows * (per_epoch - 1)));
        seen.insert(seen.end(), batch.begin(), batch.end());
      }
      std::sort(seen.begin(), seen.end());
      for (std::uint32_t k = 0; k < 10; ++k) CHECK(seen[k] == k);
    }
  }
}

TEST_CASE("the seed tells the batches: the same on every platform, and other ones in every epoch") {
  CHECK(rows_asked(7, 4, 3) == rows_asked(7, 4, 3));
  CHECK(rows_asked(7, 4, 3) != rows_asked(8, 4, 3));
  auto const asked = rows_asked(1, 10, 2);
  CHECK(asked[0] != asked[1]);
  CHECK(asked[0] == std::vector<std::uint32_t>{3, 8, 0, 9, 2, 5, 6, 4, 1, 7});
  CHECK(asked[1] == std::vector<std::uint32_t>{3, 9, 0, 2, 7, 4, 5, 6, 8, 1});
}

TEST_CASE("the random bits are those of xoshiro256** seeded by splitmix64") {
  optimize::random_bits random(42);
  CHECK(random() == 1546998764402558742u);
  CHECK(random() == 6990951692964543102u);
  CHECK(random() == 12544586762248559009u);
  // All bounds and orders come up about equally often.
  std::vector<int> counts(6);
  for (int k = 0; k < 60000; ++k) {
    std::vector<int> order{0, 1, 2};
    optimize::shuffle<int>(order, random);
    ++counts[static_cast<std::size_t>(order[0] * 2 + (order[1] > order[2] ? 1 : 0))];
  }
  for (int count : counts) CHECK(std::abs(count - 10000) < 400);
}

TEST_CASE("a batch of all rows is the whole: the same steps as without batches") {
  auto problem = numbers(10);
  auto const in_one = minimize(problem, {3.0}, in_batches(adam{.learning_rate = 0.1}, {.rows = 10}), {.gradient_norm = std::nullopt, .max_steps = 25});
  auto const whole = minimize(problem, {3.0}, adam{.learning_rate = 0.1}, {.gradient_norm = std::nullopt, .max_steps = 25});
  CHECK(in_one.point[0] == doctest::Approx(whole.point[0]).epsilon(1e-13));
  CHECK(in_one.epochs == 25);
  CHECK(in_one.steps == 25);
}

TEST_CASE("value, gradient and best point are those of the whole objective") {
  auto problem = numbers(10);
  std::vector<double> g(1);
  for (std::int64_t steps : {1, 2, 3, 4, 7, 30}) {
    auto const r = minimize(problem, {0.0}, in_batches(sgd{.learning_rate = 0.1}, {.rows = 4, .seed = 3}), {.max_steps = steps});
    CHECK(r.status == status::max_steps);
    CHECK(r.steps == steps);
    CHECK(r.epochs == steps / 3);
    CHECK(r.value == problem.value_and_gradient(r.point, g));
    CHECK(r.gradient_norm == std::abs(g[0]));
    for (auto const& row : r.history) CHECK(r.value <= row.value);
    // The start, each epoch's end, and the end of the run.
    CHECK(r.history.size() == static_cast<std::size_t>(1 + steps / 3 + (steps % 3 != 0 ? 1 : 0)));
    CHECK(r.evaluations == steps + static_cast<std::int64_t>(r.history.size()));
  }
}

TEST_CASE("the whole is evaluated as seldom as asked for, and at the end") {
  auto problem = numbers(10);
  auto const r = minimize(problem, {0.0}, in_batches(sgd{.learning_rate = 0.1}, {.rows = 5, .evaluate_every = 4}), {.max_epochs = 10});
  CHECK(r.epochs == 10);
  REQUIRE(r.history.size() == 4);
  CHECK(r.history[1].epoch == 4);
  CHECK(r.history[2].epoch == 8);
  CHECK(r.history[3].epoch == 10);
}

TEST_CASE("criteria on the gradient are met by the whole, not by a batch") {
  // From 0 the batch {0} has gradient 0, the whole has not; the steps never settle, for the batches disagree.
  auto problem = numbers(2);
  auto const r = minimize(problem, {0.0}, in_batches(sgd{.learning_rate = 0.1}, {.rows = 1, .seed = 1}), {.gradient_norm = 1e-12, .max_epochs = 50});
  CHECK(r.status == status::max_epochs);
  CHECK(std::abs(r.point[0] - 0.5) < 0.05);
}

TEST_CASE("epochs are announced") {
  auto problem = numbers(10);
  std::vector<event> events;
  (void)minimize(problem, {0.0}, in_batches(sgd{}, {.rows = 5}), {.max_epochs = 2}, [&](auto const& now) {
    if (now.event != event::evaluated) events.push_back(now.event);
    if (now.event == event::epoch_end) CHECK_FALSE(now.on_batch);
  });
  CHECK(events == std::vector<event>{event::begin, event::epoch_begin, event::step, event::epoch_end, event::step, event::epoch_begin,
                                     event::step, event::epoch_end, event::step, event::end});
}

TEST_CASE("wrong batches end the run before it begins") {
  auto problem = numbers(10);
  auto const r = minimize(problem, {0.0}, in_batches(sgd{}, {.rows = 0}));
  CHECK(r.status == status::invalid_options);
  CHECK(r.message == "The option rows is 0 and must be at least 1.");
  CHECK(minimize(problem, {0.0}, in_batches(sgd{.learning_rate = -1}, {})).status == status::invalid_options);
}
