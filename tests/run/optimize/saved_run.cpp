// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Runs that are saved and go on: the same bits as without a break, for every method.
#include "saved_run.hpp"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "methods.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

TEST_CASE("100 steps are 50, saved and loaded, and 50 more") {
  for_each_method([](auto method) {
    check_break<double>(method, 50, 100);
    for (std::int64_t before : {0, 1, 2, 3, 13}) check_break<double>(method, before, 20);
  });
}

// Not by itself: the test below starts this program again with it.
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
  std::filesystem::path const folder =
      std::filesystem::temp_directory_path() / ("gradsmith_saved_run_" + std::to_string(now));
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
