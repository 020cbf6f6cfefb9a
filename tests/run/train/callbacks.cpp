// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Logs, checkpoints and flags, all at once with every method, and each by itself.
#include <gradsmith/optimize.hpp>
#include <gradsmith/train.hpp>

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "run/optimize/methods.hpp"
#include "run/optimize/problems.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

/// A folder that goes when the test ends.
struct temporary_folder {
  std::filesystem::path path =
      std::filesystem::temp_directory_path() /
      ("gradsmith_callbacks_" + std::to_string(std::chrono::steady_clock::now().time_since_epoch().count()));
  temporary_folder() { std::filesystem::create_directory(path); }
  ~temporary_folder() { std::filesystem::remove_all(path); }
  std::string operator/(char const* name) const { return (path / name).string(); }
};

std::string content(std::string const& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> lines_of(std::string const& text) {
  std::istringstream in(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

/// The numbers between commas.
std::vector<double> numbers_of(std::string const& line) {
  std::istringstream in(line);
  std::vector<double> numbers;
  for (std::string cell; std::getline(in, cell, ',');) numbers.push_back(std::strtod(cell.c_str(), nullptr));
  return numbers;
}

mean_square const rows{{1, 2, 6, -3, 4}};
std::atomic<bool> interrupted = false;

}  // namespace

TEST_CASE("every method works with every callback") {
  temporary_folder folder;
  for_each_method([&](auto method) {
    mean_square problem = rows;
    std::ostringstream table, objects;
    csv_log csv(table);
    checkpoint save(folder / "run.bin", {.every = 10});
    loss_curve curve;
    early_stopping watch([](auto x) { return std::abs(x[0] - 100); }, {.patience = 1000});
    std::atomic<bool> const never = false;
    stop const limits{.gradient_norm = std::nullopt, .max_steps = 37};
    auto const r = minimize(problem, method, limits, csv, json_lines_log(objects), save, stop_when(never), watch, curve,
                            progress_line(limits, {.shown = false}));
    auto const cells = lines_of(table.str());
    REQUIRE(cells.size() == r.history.size() + 1);
    CHECK(lines_of(objects.str()).size() == r.history.size());
    for (std::size_t k = 0; k < r.history.size(); ++k) {
      history_row const& row = r.history[k];
      CHECK(numbers_of(cells[k + 1]) ==
            std::vector<double>{static_cast<double>(row.step), static_cast<double>(row.epoch), row.value,
                                row.gradient_norm, row.step_length, static_cast<double>(row.evaluations)});
    }
    CHECK(csv.is_whole());
    CHECK(save.failed() == 0);
    CHECK(save.saved() == r.steps / 10 + 1);
    // From the last file on there is nothing left to do.
    minimization again(problem, {0.0}, method, limits);
    CHECK(resume(again, folder / "run.bin"));
    CHECK(again.steps() == r.steps);
    CHECK_FALSE(again.step());
    CHECK(again.finish().point == r.point);
  });
}

TEST_CASE("a table by hand") {
  std::ostringstream out;
  formula const line{1, [](auto x, auto g) { return g[0] = x[0] > 3 ? 2 : std::nan(""), x[0]; }};
  (void)minimize(line, {8}, sgd{.learning_rate = 1.5}, stop{}, csv_log(out));
  CHECK(out.str() ==
        "step,epoch,value,gradient_norm,step_length,evaluations\n"
        "0,0,8,2,0,1\n"
        "1,0,5,2,3,2\n"
        "2,0,2,nan,3,3\n");
  std::ostringstream objects;
  (void)minimize(line, {8}, sgd{.learning_rate = 1.5}, stop{}, json_lines_log(objects));
  CHECK(objects.str() ==
        "{\"step\":0,\"epoch\":0,\"value\":8,\"gradient_norm\":2,\"step_length\":0,\"evaluations\":1}\n"
        "{\"step\":1,\"epoch\":0,\"value\":5,\"gradient_norm\":2,\"step_length\":3,\"evaluations\":2}\n"
        "{\"step\":2,\"epoch\":0,\"value\":2,\"gradient_norm\":null,\"step_length\":3,\"evaluations\":3}\n");
  std::ostringstream timed;
  (void)minimize(bowl<>{}, {1}, lbfgs{}, stop{}, csv_log(timed, {.seconds = true}));
  CHECK(timed.str().starts_with("step,epoch,value,gradient_norm,step_length,evaluations,seconds\n0,0,0.5,1,0,1,"));
}

TEST_CASE("logs go to paths and files; a path that cannot be written is named") {
  temporary_folder folder;
  {
    csv_log log(folder / "run.csv");
    (void)minimize(rosenbrock<>{}, {-1.2, 1}, lbfgs{}, stop{.max_steps = 5}, log);
    CHECK(lines_of(content(folder / "run.csv")).size() == 7);      // at the end of the run, not only of the log
    (void)minimize(rosenbrock<>{}, {-1.2, 1}, lbfgs{}, stop{.max_steps = 2}, log);
  }
  CHECK(lines_of(content(folder / "run.csv")).size() == 7 + 3);
  std::FILE* const file = std::fopen((folder / "run.jsonl").c_str(), "w");
  REQUIRE(file != nullptr);
  (void)minimize(rosenbrock<>{}, {-1.2, 1}, lbfgs{}, stop{.max_steps = 5}, json_lines_log(file));
  CHECK(std::fclose(file) == 0);
  CHECK(lines_of(content(folder / "run.jsonl")).size() == 6);
  std::string const missing = folder / "missing/run.csv";
  CHECK_THROWS_WITH_AS(csv_log(missing.c_str()),
                       ("gradsmith: cannot open " + missing + ": No such file or directory").c_str(), data_error);
  CHECK_THROWS_WITH_AS(json_lines_log(folder.path.string()),
                       ("gradsmith: cannot open " + folder.path.string() + ": Is a directory").c_str(), data_error);
  // A disk that is full ends no run.
  if (std::filesystem::exists("/dev/full")) {
    csv_log full("/dev/full");
    CHECK(minimize(rosenbrock<>{}, {-1.2, 1}, lbfgs{}, stop{}, full).status == status::gradient_small);
    CHECK_FALSE(full.is_whole());
  }
}

TEST_CASE("a run that is killed goes on from its checkpoint to the same bits") {
  temporary_folder folder;
  auto const method = in_batches(adam{.learning_rate = 0.1}, {.rows = 2, .seed = 3});
  stop const limits{.gradient_norm = std::nullopt, .max_steps = 100};
  auto const whole = minimize(mean_square(rows), {0.0}, method, limits);
  std::string const path = folder / "run.bin";
  {
    minimization killed(mean_square(rows), {0.0}, method, limits, checkpoint(path, {.every = 7}));
    CHECK_FALSE(resume(killed, path));
    while (killed.steps() < 40) killed.step();
  }
  CHECK_FALSE(std::filesystem::exists(path + ".part"));
  std::ostringstream log;
  minimization run(mean_square(rows), {0.0}, method, limits, checkpoint(path, {.every = 7}), csv_log(log));
  CHECK(resume(run, path));
  CHECK(run.steps() == 35);
  while (run.step()) {}
  auto const r = run.finish();
  CHECK(r.point == whole.point);
  CHECK(r.evaluations == whole.evaluations);
  CHECK(lines_of(log.str()).size() == whole.history.size() + 1);      // the rows before the break, too
}

TEST_CASE("checkpoints: nothing that is not finite, no file that is not whole, no path that cannot be written") {
  temporary_folder folder;
  checkpoint save(folder / "run.bin", {.every = 1});
  formula const walled{1, [](auto x, auto g) { return g[0] = -1, x[0] > 3.5 ? std::nan("") : -x[0]; }};
  auto const r = minimize(walled, {0}, sgd{.learning_rate = 1}, stop{}, save);
  CHECK(r.status == status::not_finite);
  CHECK(r.steps == 4);
  CHECK(save.saved() == 3);
  minimization last(walled, {0}, sgd{.learning_rate = 1});
  CHECK(resume(last, folder / "run.bin"));
  CHECK(last.x()[0] == 3);
  std::ofstream(folder / "other.bin") << "something else";
  CHECK_THROWS_WITH_AS(resume(last, folder / "other.bin"), "gradsmith: these bytes are no saved run", data_error);
  std::string const missing = folder / "missing/run.bin";
  CHECK_THROWS_WITH_AS(checkpoint{missing},
                       ("gradsmith: cannot open " + missing + ".part: No such file or directory").c_str(), data_error);
  CHECK_THROWS_WITH_AS(checkpoint(folder / "run.bin", {.every = 0}),
                       "gradsmith: checkpoint: every is 0 and must be at least 1", data_error);
  // The folder goes away during the run: that is counted, and the run ends as it would.
  std::filesystem::create_directory(folder / "gone");
  checkpoint lost(folder / "gone/run.bin", {.every = 1});
  std::filesystem::remove(folder / "gone");
  CHECK(minimize(rosenbrock<>{}, {-1.2, 1}, lbfgs{}, stop{.max_steps = 3}, lost).status == status::max_steps);
  CHECK(lost.saved() == 0);
  CHECK(lost.failed() == 3);
}

TEST_CASE("a flag ends the run: by a signal, by a callback, before it begins") {
  interrupted = false;
  std::signal(SIGINT, [](int) { interrupted = true; });
  auto const r = minimize(rosenbrock<>{}, {-1.2, 1}, adam{}, stop{}, on(event::step, [](auto const& now) {
                            if (now.step == 12) std::raise(SIGINT);
                          }), stop_when(interrupted));
  std::signal(SIGINT, SIG_DFL);
  CHECK(r.status == status::stopped_by_user);
  CHECK(r.steps == 12);
  volatile std::sig_atomic_t flag = 1;
  auto const at_once = minimize(rosenbrock<>{}, {-1.2, 1}, adam{}, stop{}, stop_when(flag));
  CHECK(at_once.status == status::stopped_by_user);
  CHECK(at_once.steps == 0);
}
