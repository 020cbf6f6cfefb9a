// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Contours of grids whose lines are known.
#include <gradsmith/train/contour_lines.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

using namespace gradsmith::train;

namespace {

template <class F>
std::vector<double> heights_of(std::size_t columns, std::size_t rows, F f) {
  std::vector<double> all;
  for (std::size_t row = 0; row < rows; ++row)
    for (std::size_t column = 0; column < columns; ++column) all.push_back(f(static_cast<double>(column), static_cast<double>(row)));
  return all;
}
bool is_closed(std::vector<point> const& line) {
  return line.size() > 2 && line.front().x == line.back().x && line.front().y == line.back().y;
}

}  // namespace

TEST_CASE("a plane has straight lines from edge to edge") {
  auto const heights = heights_of(5, 4, [](double x, double y) { return 2 * x + y; });
  auto const lines = contour_lines({heights, 5, 4}, 4.5);
  REQUIRE(lines.size() == 1);
  CHECK_FALSE(is_closed(lines[0]));
  CHECK(lines[0].size() == 6);              // four rows and two columns are crossed
  for (point const& each : lines[0]) CHECK(2 * each.x + each.y == doctest::Approx(4.5));
}

TEST_CASE("a hill has a closed line around it, and two hills have two") {
  auto const heights = heights_of(41, 41, [](double x, double y) { return std::hypot(x - 20, y - 20); });
  auto const lines = contour_lines({heights, 41, 41}, 12.3);
  REQUIRE(lines.size() == 1);
  CHECK(is_closed(lines[0]));
  double length = 0;
  for (std::size_t k = 0; k < lines[0].size(); ++k) {
    CHECK(std::hypot(lines[0][k].x - 20, lines[0][k].y - 20) == doctest::Approx(12.3).epsilon(0.002));
    if (k > 0) length += std::hypot(lines[0][k].x - lines[0][k - 1].x, lines[0][k].y - lines[0][k - 1].y);
  }
  CHECK(length == doctest::Approx(2 * 3.14159265 * 12.3).epsilon(0.005));
  auto const two = heights_of(41, 21, [](double x, double y) { return std::min(std::hypot(x - 10, y - 10), std::hypot(x - 30, y - 10)); });
  CHECK(contour_lines({two, 41, 21}, 5).size() == 2);
}

TEST_CASE("at a saddle the middle decides what is joined") {
  for (double const side : {0.0, 0.4}) {
    // Corners 1, side, 1, side: above the level 0.6 lie two opposite ones; the middle is at (1 + side) / 2.
    std::vector<double> const heights{1, side, side, 1};
    auto const lines = contour_lines({heights, 2, 2}, 0.6);
    REQUIRE(lines.size() == 2);
    bool const joined = (1 + side) / 2 > 0.6;
    for (auto const& line : lines) {
      REQUIRE(line.size() == 2);
      // Around a corner that is high, or around one that is low.
      double const x = (line[0].x + line[1].x) / 2, y = (line[0].y + line[1].y) / 2;
      bool const near_high = (x < 0.5) == (y < 0.5);
      CHECK(near_high == !joined);
    }
  }
}

TEST_CASE("levels that are not met have no lines, and cells without a number none either") {
  auto heights = heights_of(6, 6, [](double x, double) { return x; });
  CHECK(contour_lines({heights, 6, 6}, -1).empty());
  CHECK(contour_lines({heights, 6, 6}, 5).empty());
  CHECK(contour_lines({heights, 6, 6}, 2).size() == 1);
  for (double const bad : {std::nan(""), std::numeric_limits<double>::infinity()}) {
    heights[2 * 6 + 2] = bad;                // in the way of the line at 2.5
    auto const lines = contour_lines({heights, 6, 6}, 2.5);
    REQUIRE(lines.size() == 2);
    for (auto const& line : lines)
      for (point const& each : line) CHECK(each.x == 2.5);
  }
}
