// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Runs that are saved and go on: the same bits as without a break, for every method.
#include <gradsmith/optimize.hpp>
#include <gradsmith/train/early_stopping.hpp>

#include <doctest/doctest.h>

#include <bit>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "methods.hpp"
#include "problems.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

template <class T>
bool same_bits(std::vector<T> const& a, std::vector<T> const& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t k = 0; k < a.size(); ++k)
    if (std::bit_cast<std::uint64_t>(static_cast<double>(a[k])) != std::bit_cast<std::uint64_t>(static_cast<double>(b[k]))) return false;
  return true;
}

/// Everything but the seconds.
template <class T>
void check_same(result<T> const& one, result<T> const& other) {
  CHECK(one.status == other.status);
  CHECK(same_bits(one.point, other.point));
  CHECK(same_bits<T>({one.value, one.gradient_norm}, {other.value, other.gradient_norm}));
  CHECK(one.evaluations == other.evaluations);
  CHECK(one.steps == other.steps);
  CHECK(one.epochs == other.epochs);
  CHECK(one.restarts == other.restarts);
  CHECK(one.skipped == other.skipped);
  REQUIRE(one.history.size() == other.history.size());
  bool is_same = true;
  for (std::size_t k = 0; k < one.history.size(); ++k) {
    history_row const &a = one.history[k], &b = other.history[k];
    is_same = is_same && a.step == b.step && a.epoch == b.epoch && a.evaluations == b.evaluations &&
              same_bits<double>({a.value, a.gradient_norm, a.step_length}, {b.value, b.gradient_norm, b.step_length});
  }
  CHECK(is_same);
}

/// The sum over rows of the valleys that lie at them; on a batch that of its rows.
template <class T>
struct valleys {
  using value_type = T;
  std::vector<T> at{T(1), T(0.5), T(1.5), T(-1), T(2), T(0.25), T(1)};
  std::size_t size() const { return 2; }
  std::size_t rows() const { return at.size(); }
  T value_and_gradient(std::span<T const> x, std::span<T> g) const {
    T value = g[0] = g[1] = 0;
    for (T each : at) {
      T const a = each - x[0], b = x[1] - x[0] * x[0];
      value += a * a + 5 * b * b;
      g[0] += -2 * a - 20 * x[0] * b;
      g[1] += 10 * b;
    }
    return value;
  }
  valleys batch(std::span<std::uint32_t const> rows) const {
    valleys part{.at = {}};
    for (std::uint32_t row : rows) part.at.push_back(at[row]);
    return part;
  }
};

/// `steps` in one run, and with a break after `before` of them, in which nothing but the bytes is left.
template <class T, class Method>
void check_break(Method const& method, std::int64_t before, std::int64_t steps, stop limits = {.gradient_norm = std::nullopt}) {
  valleys<T> problem;
  std::vector<T> const start{T(-1.2), T(1)};
  limits.max_steps = steps;
  auto const whole = minimize(problem, start, method, limits);
  std::stringstream file;
  {
    stop first = limits;
    first.max_steps = before;
    minimization run(problem, start, method, first);
    while (run.step()) {}
    run.save(file);
    file << "more";
  }
  minimization run(problem, {T(7), T(7)}, method, limits);
  run.load(file);
  std::string behind;
  file >> behind;
  CHECK(behind == "more");
  CHECK(run.steps() == std::min(before, whole.steps));
  CHECK(run.is_over() == (whole.steps == run.steps()));
  while (run.step()) {}
  check_same(run.finish(), whole);
}

}  // namespace

TEST_CASE("100 steps are 50, saved and loaded, and 50 more") {
  for_each_method([](auto method) {
    check_break<double>(method, 50, 100);
    for (std::int64_t before : {0, 1, 2, 3, 13}) check_break<double>(method, before, 20);
  });
}

TEST_CASE("the second half in a process of its own" * doctest::skip()) {
  std::filesystem::path const folder = std::getenv("GRADSMITH_SAVED_RUNS");
  int number = 0;
  for_each_method([&](auto method) {
    stop const limits{.gradient_norm = std::nullopt, .max_steps = 100};
    minimization run(valleys<double>{}, {7, 7}, method, limits);
    std::ifstream file(folder / std::to_string(number++), std::ios::binary);
    run.load(file);
    while (run.step()) {}
    check_same(run.finish(), minimize(valleys<double>{}, {-1.2, 1}, method, limits));
  });
  std::ofstream(folder / "done") << number;
}

TEST_CASE("100 steps are 50, saved by one process, and 50 more of another") {
  auto const now = std::chrono::steady_clock::now().time_since_epoch().count();
  std::filesystem::path const folder = std::filesystem::temp_directory_path() / ("gradsmith_saved_run_" + std::to_string(now));
  std::filesystem::create_directory(folder);
  int number = 0;
  for_each_method([&](auto method) {
    minimization run(valleys<double>{}, {-1.2, 1}, method, stop{.gradient_norm = std::nullopt, .max_steps = 50});
    while (run.step()) {}
    std::ofstream file(folder / std::to_string(number++), std::ios::binary);
    run.save(file);
  });
  std::string const program = std::filesystem::read_symlink("/proc/self/exe").string();
  std::string const command = "GRADSMITH_SAVED_RUNS='" + folder.string() + "' '" + program +
                              "' --no-skip --test-case='the second half in a process of its own' >&2";
  CHECK(std::system(command.c_str()) == 0);
  int done = 0;
  std::ifstream(folder / "done") >> done;
  CHECK(done == number);
  CHECK(number > 20);
  std::filesystem::remove_all(folder);
}

TEST_CASE("in single precision") {
  auto const check = [](auto method) {
    check_break<float>(method, 50, 100);
    check_break<float>(method, 3, 9);
  };
  check(gradient_descent{});
  check(lbfgs{.memory = 3});
  check(sgd{.learning_rate = 0.01, .momentum = 0.9});
  check(adam{.learning_rate = 0.01, .amsgrad = true});
  check(nadam{.learning_rate = 0.01});
  check(asgd{.learning_rate = 0.01, .averaging_start = 3});
  check(in_batches(rmsprop{.learning_rate = 0.01, .momentum = 0.9, .centered = true}, {.rows = 2, .seed = 5}));
}

TEST_CASE("with criteria that look back, and policies that count") {
  for (std::int64_t before : {4, 17, 40}) {
    check_break<double>(sgd{.learning_rate = 1e-3}, before, 5000, {.gradient_norm = std::nullopt, .value_change = 1e-4, .window = 9});
    check_break<double>(adam{.learning_rate = 0.05}, before, 5000, {.gradient_norm = std::nullopt, .step_change = 1e-6});
    check_break<double>(lbfgs{}, before, 5000, {.gradient_norm = std::nullopt, .gradient_relative = 1e-9});
    check_break<double>(in_batches(adam{.learning_rate = 0.1}, {.rows = 3, .evaluate_every = 2}), before, 60, {.on_non_finite = on_non_finite::shrink});
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
  minimization same(valleys<double>{}, {-1.2, 1}, lbfgs{}, stop{.max_steps = 5}), lower(valleys<double>{}, {-1.2, 1}, lbfgs{}, stop{.target = 1e6});
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
  std::string const other = "the saved run is one of another method, or of other options: this is gradsmith::adam with the options given here";
  refuses(made(adam{.learning_rate = 0.2}), other);
  refuses(made(adam{.learning_rate = 0.1, .amsgrad = true}), other);
  refuses(made(sgd{.learning_rate = 0.1}), other);
  refuses(made(in_batches(adam{.learning_rate = 0.1}, {})), other);
  refuses("", "these bytes are no saved run");
  refuses("step,epoch,value\n0,0,1\n", "these bytes are no saved run");
  std::string newer = bytes;
  newer[newer.find('1')] = '2';
  refuses(newer, "the saved run is one of another version of the library");
  for (std::size_t size : {std::size_t{16}, std::size_t{40}, std::size_t{64}, bytes.size() / 2, bytes.size() - 1})
    refuses(bytes.substr(0, size), "the saved run is damaged: its end is missing");
  for (std::size_t k = optimize::saved_head_size; k < bytes.size(); k += 7) {
    std::string damaged = bytes;
    damaged[k] = static_cast<char>(damaged[k] ^ 16);
    refuses(damaged, "the saved run is damaged: its checksum is another");
  }
  minimization of_floats(valleys<float>{}, {1, 1}, adam{.learning_rate = 0.1});
  CHECK_THROWS_WITH_AS(of_floats.load(bytes), "gradsmith: the saved run has numbers of 8 bytes, this one of 4", data_error);
  minimization larger(bowl<>{.n = 3}, {1, 1, 1}, adam{.learning_rate = 0.1});
  CHECK_THROWS_WITH_AS(larger.load(bytes), "gradsmith: the saved run has 2 parameters, the problem has 3", data_error);
  minimization fewer(valleys<double>{.at = {1, 2}}, {1, 1}, adam{.learning_rate = 0.1});
  CHECK_THROWS_WITH_AS(fewer.load(bytes), "gradsmith: the saved run goes through 7 rows, the problem has 2", data_error);
  (void)run.finish();
  CHECK_THROWS_WITH_AS((void)run.save(), "gradsmith: a run cannot be saved after finish()", data_error);
  CHECK_THROWS_WITH_AS(run.load(bytes), "gradsmith: a run cannot go on after finish()", data_error);
}
