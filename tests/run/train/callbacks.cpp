// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Logs, checkpoints and flags.
#include <gradsmith/optimize.hpp>
#include <gradsmith/train.hpp>

#include <doctest/doctest.h>

#include <atomic>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "files.hpp"
#include "run/optimize/problems.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

mean_square const rows{{1, 2, 6, -3, 4}};
std::atomic<bool> interrupted = false;

}  // namespace

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
  std::string const other = folder / "other.bin";
  CHECK_THROWS_WITH_AS(resume(last, other), ("gradsmith: " + other + ": these bytes are no saved run").c_str(),
                       data_error);
  CHECK_THROWS_WITH_AS(resume(last, folder.path.string()),
                       ("gradsmith: cannot read " + folder.path.string() + ": Is a directory").c_str(), data_error);
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
  CHECK(lost.message() == "cannot open " + (folder / "gone/run.bin.part") + ": No such file or directory");
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
