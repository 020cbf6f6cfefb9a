// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Loss curves as text.
#include <gradsmith/train/to_terminal.hpp>

#include <doctest/doctest.h>

#include <limits>
#include <sstream>
#include <string>

using namespace gradsmith;

TEST_CASE("a falling line is drawn from the upper left to the lower right") {
  loss_curve curve{.title = "A title"};
  for (int k = 0; k <= 10; ++k) curve.add("training", k, 10.0 - k);
  CHECK(to_terminal(curve, {.columns = 40, .rows = 10}) == R"(     A title
     loss
 10 ┤⠒⠒⠤⠤⢄⣀
    │      ⠉⠑⠒⠢⠤⣀⣀
  5 ┤             ⠉⠑⠒⠢⠤⢄⣀⣀
    │                     ⠉⠉⠒⠢⠤⢄⣀
  0 ┤                            ⠉⠑⠒⠒⠤⠤
    └┬──────┬─────┬──────┬─────┬──────┬
     0      2     4      6     8     10
     ⠤⠤⠤⠤⠤⠤ training               step
)");
}

TEST_CASE("every series is in the legend, and has its colour only where asked for") {
  loss_curve curve;
  for (int k = 0; k < 50; ++k) {
    curve.add("training", k, 1.0 / (k + 1));
    curve.add("validation", k, 2.0 / (k + 1));
    curve.add("third", k, 3.0 / (k + 1));
    curve.add("fourth", k, 4.0 / (k + 1));
    curve.add("fifth", k, 5.0 / (k + 1));
  }
  std::string const plain = to_terminal(curve), coloured = to_terminal(curve, {.colour = true});
  CHECK(plain.find('\033') == std::string::npos);
  CHECK(plain.find("loss (logarithmic)") != std::string::npos);
  for (auto const& series : curve.series) CHECK(plain.find(series.name) != std::string::npos);
  for (char const* colour : {"\033[94m", "\033[93m", "\033[92m", "\033[95m", "\033[0m"}) CHECK(coloured.find(colour) != std::string::npos);
  // The colours away, it is the same drawing.
  std::string without;
  for (std::size_t k = 0; k < coloured.size(); ++k) {
    if (coloured[k] == '\033') k = coloured.find('m', k);
    else without += coloured[k];
  }
  CHECK(without == plain);
}

TEST_CASE("no line is longer than asked for") {
  loss_curve curve{.title = "t"};
  for (int k = 0; k < 1000; ++k) curve.add("training", 1e7 * k, 1e-300 + k);
  for (int columns : {40, 78, 120}) {
    std::istringstream lines(to_terminal(curve, {.columns = columns, .rows = 12}));
    int rows = 0;
    for (std::string line; std::getline(lines, line); ++rows) CHECK(train::visible_length(line) <= columns);
    CHECK(rows == 12);
  }
}

TEST_CASE("names that have no room beside each other stand below each other") {
  loss_curve curve{.x_label = "passes over the data"};
  for (char const* name : {"all 2000 rows", "batches of 20 rows", "single rows"})
    for (int k = 0; k <= 4; ++k) curve.add(name, k, 4.0 - k);
  std::string const text = to_terminal(curve, {.columns = 40, .rows = 8});
  CHECK(text.find("\n    ⠤⠤⠤⠤⠤⠤ all 2000 rows\n    ⠤⠤ ⠤⠤  batches of 20 rows\n    ⠄ ⠄ ⠄  single rows\n") != std::string::npos);
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) CHECK(train::visible_length(line) <= 40);
}

TEST_CASE("nothing to draw is drawn, too") {
  loss_curve curve;
  CHECK(!to_terminal(curve).empty());
  curve.add("training", 0, std::numeric_limits<double>::quiet_NaN());
  CHECK(!to_terminal(curve).empty());
  curve.add("training", 1, 5.0);
  CHECK(!to_terminal(curve).empty());
  curve.add("training", 2, std::numeric_limits<double>::infinity());
  CHECK(!to_terminal(curve, {.columns = 0, .rows = -3}).empty());
}
