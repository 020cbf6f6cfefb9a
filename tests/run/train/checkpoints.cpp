// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Checkpoints where the disk is full, where the program is killed while it writes, and where files are damaged.
#include <gradsmith/optimize.hpp>
#include <gradsmith/train.hpp>

#include <doctest/doctest.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "files.hpp"
#include "run/optimize/problems.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

bowl<> const large{.curvature = 1, .n = 20000};
std::vector<double> const start(20000, 1.0);
adam const method{.learning_rate = 1e-3};
stop const limits{.gradient_norm = std::nullopt, .max_steps = 1'000'000};

void refuses(std::string const& path, std::string const& what) {
  minimization run(large, start, method, limits);
  run.step();
  CHECK_THROWS_WITH_AS(resume(run, path), ("gradsmith: " + path + ": " + what).c_str(), data_error);
  CHECK(run.steps() == 1);
  CHECK(run.step());
}
void write(std::string const& path, std::string const& bytes) { std::ofstream(path, std::ios::binary) << bytes; }

}  // namespace

TEST_CASE("a write that fails in the middle leaves the file before, and says why with the file's name") {
  temporary_folder folder;
  std::string const path = folder / "run.bin";
  checkpoint save(path, {.every = 1});
  minimization run(large, start, method, limits, save);
  run.step();
  CHECK(save.saved() == 1);
  CHECK(save.message() == "");
  std::string const first = content(path);
  // Files may not grow beyond a part of what is to be written.
  rlimit before{};
  REQUIRE(getrlimit(RLIMIT_FSIZE, &before) == 0);
  auto const handler = std::signal(SIGXFSZ, SIG_IGN);
  rlimit small = before;
  small.rlim_cur = first.size() / 2;
  REQUIRE(setrlimit(RLIMIT_FSIZE, &small) == 0);
  run.step();
  REQUIRE(setrlimit(RLIMIT_FSIZE, &before) == 0);
  std::signal(SIGXFSZ, handler);
  CHECK(save.saved() == 1);
  CHECK(save.failed() == 1);
  CHECK(save.message() == "cannot write " + path + ".part: File too large");
  CHECK(content(path) == first);
  CHECK_FALSE(std::filesystem::exists(path + ".part"));
  run.step();
  CHECK(save.saved() == 2);
  CHECK(save.message() == "");
  minimization after(large, start, method, limits);
  CHECK(resume(after, path));
  CHECK(after.steps() == 3);
  CHECK(after.x()[7] == run.x()[7]);
}

TEST_CASE("a name that is a folder's cannot be written: a sentence, and the folder stays") {
  temporary_folder folder;
  std::string const path = folder / "taken";
  std::filesystem::create_directory(path);
  CHECK(replace_file(path, "bytes") == "cannot write " + path + ": Is a directory");
  CHECK(std::filesystem::is_directory(path));
  CHECK_FALSE(std::filesystem::exists(part_of(path)));
}

TEST_CASE("a program that is killed while it writes leaves a whole file, and the run goes on from it") {
  temporary_folder folder;
  std::string const path = folder / "run.bin";
  std::int64_t reached = 0;
  for (int kills = 0; kills < 12; ++kills) {
    pid_t const child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      minimization run(large, start, method, limits, checkpoint(path, {.every = 1}));
      resume(run, path);
      while (run.step()) {}
      _exit(0);
    }
    // The first is killed when there is something to go on from, which under sanitizers takes its time.
    for (int waited = 0; !std::filesystem::exists(path) && waited < 30000; ++waited) usleep(1000);
    usleep(static_cast<useconds_t>(1000 + 3700 * kills));
    kill(child, SIGKILL);
    int how = 0;
    REQUIRE(waitpid(child, &how, 0) == child);
    REQUIRE(WIFSIGNALED(how));
    minimization run(large, start, method, limits);
    REQUIRE(resume(run, path));
    CHECK(run.steps() >= reached);
    reached = run.steps();
  }
  CHECK(reached > 0);
  minimization go(large, start, method, limits);
  while (go.steps() < reached) go.step();
  CHECK(go.save().size() == content(path).size());
  minimization run(large, start, method, limits);
  CHECK(resume(run, path));
  CHECK(std::vector<double>(run.x().begin(), run.x().end()) == std::vector<double>(go.x().begin(), go.x().end()));
}

TEST_CASE("what is left beside the file by a crash does not matter") {
  temporary_folder folder;
  std::string const path = folder / "run.bin";
  checkpoint save(path, {.every = 1});
  minimization run(large, start, method, limits, save);
  run.step();
  write(path + ".part", content(path).substr(0, 1000));
  minimization again(large, start, method, limits);
  CHECK(resume(again, path));
  CHECK(again.steps() == 1);
  run.step();
  CHECK(save.failed() == 0);
  CHECK(resume(again, path));
  CHECK(again.steps() == 2);
}

TEST_CASE("files that were cut or damaged, of another run, and of something else are refused by name") {
  temporary_folder folder;
  std::string const path = folder / "run.bin";
  minimization run(large, start, method, limits, checkpoint(path, {.every = 1}));
  run.step();
  std::string const bytes = content(path);
  for (std::size_t const size : {bytes.size() - 1, bytes.size() / 2, std::size_t{20}}) {
    write(path, bytes.substr(0, size));
    refuses(path, "the saved run is damaged: its end is missing");
  }
  std::string damaged = bytes;
  damaged[bytes.size() / 2] = static_cast<char>(damaged[bytes.size() / 2] ^ 1);
  write(path, damaged);
  refuses(path, "the saved run is damaged: its checksum is another");
  for (std::string const& foreign : {std::string(), std::string("step,value\n0,1\n"), std::string(1000, '\0')}) {
    write(path, foreign);
    refuses(path, "these bytes are no saved run");
  }
  minimization other(large, start, sgd{.learning_rate = 1e-3}, limits);
  other.step();
  write(path, other.save());
  refuses(path, "the saved run is one of another method, or of other options: this is gradsmith::adam with the options "
                "given here");
}
