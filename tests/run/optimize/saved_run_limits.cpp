// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Saved runs under other limits, with callbacks; and what is refused.
#include "saved_run.hpp"

#include <gradsmith/train/early_stopping.hpp>

#include <cmath>
#include <cstddef>

#include "problems.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

TEST_CASE("with criteria that look back, and policies that count") {
  for (std::int64_t before : {4, 17, 40}) {
    check_break<double>(sgd{.learning_rate = 1e-3}, before, 5000,
                        {.gradient_norm = std::nullopt, .value_change = 1e-4, .window = 9});
    check_break<double>(adam{.learning_rate = 0.05}, before, 5000,
                        {.gradient_norm = std::nullopt, .step_change = 1e-6});
    check_break<double>(lbfgs{}, before, 5000, {.gradient_norm = std::nullopt, .gradient_relative = 1e-9});
    check_break<double>(in_batches(adam{.learning_rate = 0.1}, {.rows = 3, .evaluate_every = 2}), before, 60,
                        {.on_non_finite = on_non_finite::shrink});
    check_break<double>(sgd{.learning_rate = 5}, before, 60, {.on_non_finite = on_non_finite::shrink});
    check_break<double>(sgd{.learning_rate = 5}, before, 60, {.on_non_finite = on_non_finite::skip});
  }
}

TEST_CASE("what a callback remembers is saved with the run") {
  auto const metric = [](auto x) { return std::abs(x[0] - 0.3); };
  stop const limits{.max_steps = 200};
  early_stopping whole(metric, {.patience = 6}), first(metric, {.patience = 6}), second(metric, {.patience = 6});
  auto const expected = minimize(valleys<double>{}, {-1.2, 1}, adam{.learning_rate = 0.05}, limits, whole);
  CHECK(expected.status == status::early_stopped);
  minimization run(valleys<double>{}, {-1.2, 1}, adam{.learning_rate = 0.05}, limits, first);
  while (run.steps() < expected.steps - 3) run.step();
  minimization again(valleys<double>{}, {-1.2, 1}, adam{.learning_rate = 0.05}, limits, second);
  again.load(run.save());
  while (again.step()) {}
  check_same(again.finish(), expected);
  CHECK(second.best_step() == whole.best_step());
  CHECK(second.best_value() == whole.best_value());
}

TEST_CASE("a run may go on from a copy as often as one likes, and back") {
  minimization run(valleys<double>{}, {-1.2, 1}, lbfgs{});
  run.step();
  std::string const bytes = run.save();
  double const there = (run.step(), run.value());
  run.step();
  for (int k = 0; k < 3; ++k) {
    run.load(bytes);
    CHECK(run.steps() == 1);
    CHECK((run.step(), run.value()) == there);
    CHECK(run.history().size() == 3);
  }
}

TEST_CASE("limits may be others: they are tested where the run stands") {
  minimization run(valleys<double>{}, {-1.2, 1}, lbfgs{}, stop{.max_steps = 5});
  while (run.step()) {}
  minimization same(valleys<double>{}, {-1.2, 1}, lbfgs{}, stop{.max_steps = 5}),
      lower(valleys<double>{}, {-1.2, 1}, lbfgs{}, stop{.target = 1e6});
  same.load(run.save());
  CHECK_FALSE(same.step());
  CHECK(same.finish().status == status::max_steps);
  lower.load(run.save());
  CHECK_FALSE(lower.step());
  CHECK(lower.finish().status == status::target_reached);
  // A run that its method ended stays where it is.
  formula const wrong{1, [](auto x, auto g) { return g[0] = 1, x[0] == 1 ? 0.0 : 1.0; }};
  minimization failed(wrong, {1}, lbfgs{}), after(wrong, {1}, lbfgs{});
  while (failed.step()) {}
  after.load(failed.save());
  CHECK_FALSE(after.step());
  CHECK(after.finish().status == status::line_search_failed);
}

TEST_CASE("what does not belong to the run is refused, and nothing is changed") {
  auto const made = [](auto method) {
    minimization run(valleys<double>{}, {-1.2, 1}, method);
    for (int k = 0; k < 3; ++k) run.step();
    return run.save();
  };
  std::string const bytes = made(adam{.learning_rate = 0.1});
  minimization run(valleys<double>{}, {3, 4}, adam{.learning_rate = 0.1});
  run.step();
  auto const refuses = [&](std::string const& given, std::string const& why) {
    CHECK_THROWS_WITH_AS(run.load(given), ("gradsmith: " + why).c_str(), data_error);
    std::istringstream stream(given);
    CHECK_THROWS_WITH_AS(run.load(stream), ("gradsmith: " + why).c_str(), data_error);
    CHECK(run.steps() == 1);
  };
  std::string const other =
      "the saved run is one of another method, or of other options: this is gradsmith::adam with the options given "
      "here";
  refuses(made(adam{.learning_rate = 0.2}), other);
  refuses(made(adam{.learning_rate = 0.1, .amsgrad = true}), other);
  refuses(made(sgd{.learning_rate = 0.1}), other);
  refuses(made(in_batches(adam{.learning_rate = 0.1}, {})), other);
  refuses("", "these bytes are no saved run");
  refuses("step,epoch,value\n0,0,1\n", "these bytes are no saved run");
  std::string newer = bytes;
  newer[newer.find('\n') - 1] = '9';
  refuses(newer, "the saved run is one of another version of the library");
  for (std::size_t size : {std::size_t{16}, std::size_t{40}, std::size_t{64}, bytes.size() / 2, bytes.size() - 1})
    refuses(bytes.substr(0, size), "the saved run is damaged: its end is missing");
  for (std::size_t k = optimize::saved_head_size; k < bytes.size(); k += 7) {
    std::string damaged = bytes;
    damaged[k] = static_cast<char>(damaged[k] ^ 16);
    refuses(damaged, "the saved run is damaged: its checksum is another");
  }
  minimization of_floats(valleys<float>{}, {1, 1}, adam{.learning_rate = 0.1});
  CHECK_THROWS_WITH_AS(of_floats.load(bytes), "gradsmith: the saved run has numbers of 8 bytes, this one of 4",
                       data_error);
  minimization larger(bowl<>{.n = 3}, {1, 1, 1}, adam{.learning_rate = 0.1});
  CHECK_THROWS_WITH_AS(larger.load(bytes), "gradsmith: the saved run has 2 parameters, the problem has 3", data_error);
  minimization fewer(valleys<double>{.at = {1, 2}}, {1, 1}, adam{.learning_rate = 0.1});
  CHECK_THROWS_WITH_AS(fewer.load(bytes), "gradsmith: the saved run goes through 7 rows, the problem has 2",
                       data_error);
  (void)run.finish();
  CHECK_THROWS_WITH_AS((void)run.save(), "gradsmith: a run cannot be saved after finish()", data_error);
  CHECK_THROWS_WITH_AS(run.load(bytes), "gradsmith: a run cannot go on after finish()", data_error);
}
