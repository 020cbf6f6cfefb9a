// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// All callbacks at once, with every method.
#include <gradsmith/optimize.hpp>
#include <gradsmith/train.hpp>

#include <doctest/doctest.h>

#include <atomic>
#include <cmath>
#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

#include "files.hpp"
#include "run/optimize/methods.hpp"
#include "run/optimize/problems.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

/// The numbers between commas.
std::vector<double> numbers_of(std::string const& line) {
  std::istringstream in(line);
  std::vector<double> numbers;
  for (std::string cell; std::getline(in, cell, ',');) numbers.push_back(std::strtod(cell.c_str(), nullptr));
  return numbers;
}

mean_square const rows{{1, 2, 6, -3, 4}};

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
