// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Lines of equal height through a grid of numbers.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include <gradsmith/train/point.hpp>

namespace gradsmith::train {

/// Heights at the crossings of a grid, row by row; at least two of each.
struct height_grid {
  std::span<double const> heights;
  std::size_t columns = 0, rows = 0;

  [[nodiscard]] double operator()(std::size_t column, std::size_t row) const { return heights[row * columns + column]; }
};

namespace detail {

/// The segments of one contour, met by marching through the cells of the grid (Lorensen and Cline 1987, in the plane),
/// and joined to lines. A line crosses an edge of the grid at most once; the edges are numbered 2 k to the right of
/// crossing k, 2 k + 1 below it.
class contour {
 public:
  contour(height_grid const& grid, double level)
      : grid_(grid), level_(level), next_(2 * grid.columns * grid.rows, {none, none}) {
    for (std::size_t row = 0; row + 1 < grid.rows; ++row)
      for (std::size_t column = 0; column + 1 < grid.columns; ++column) march(column, row);
  }

  /// From end to end first, then what is closed: its first point stands at its end again.
  [[nodiscard]] std::vector<std::vector<point>> lines() {
    std::vector<std::vector<point>> all;
    for (bool const closed : {false, true})
      for (std::size_t edge = 0; edge < next_.size(); ++edge)
        if (next_[edge][0] != none && (closed || next_[edge][1] == none)) all.push_back(follow(edge));
    return all;
  }

 private:
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  // Which corners are above the level decides which edges of the cell are joined.
  void march(std::size_t column, std::size_t row) {
    double const corners[] = {grid_(column, row), grid_(column + 1, row), grid_(column + 1, row + 1),
                              grid_(column, row + 1)};
    int above = 0;
    double sum = 0;
    for (int k = 0; k < 4; ++k) {
      if (!std::isfinite(corners[k])) return;
      above += corners[k] > level_ ? 1 << k : 0;
      sum += corners[k] / 4;
    }
    std::size_t const here = row * grid_.columns + column;
    std::size_t const upper = 2 * here, left = 2 * here + 1;
    std::size_t const right = 2 * (here + 1) + 1, lower = 2 * (here + grid_.columns);
    switch (above > 7 ? 15 - above : above) {       // a cell and its opposite have the same lines, but for saddles
      case 1: join(left, upper); break;
      case 2: join(upper, right); break;
      case 3: join(left, right); break;
      case 4: join(right, lower); break;
      case 6: join(upper, lower); break;
      case 7: join(left, lower); break;
      case 5:                                       // a saddle: corners 0 and 2 are joined if the middle is as high
        if ((sum > level_) == (above == 5)) join(upper, right), join(left, lower);
        else join(left, upper), join(right, lower);
        break;
      default: break;
    }
  }
  void join(std::size_t a, std::size_t b) {
    for (auto [from, to] : {std::array{a, b}, std::array{b, a}}) next_[from][next_[from][0] == none ? 0 : 1] = to;
  }
  std::vector<point> follow(std::size_t edge) {
    std::vector<point> line{place(edge)};
    for (std::size_t to = next_[edge][0]; to != none; to = next_[edge][0]) {
      leave(edge, to);
      leave(to, edge);
      edge = to;
      line.push_back(place(edge));
    }
    return line;
  }
  void leave(std::size_t from, std::size_t to) {
    auto& [first, second] = next_[from];
    if (first == to) first = second;
    second = none;
  }
  [[nodiscard]] point place(std::size_t edge) const {
    std::size_t const column = edge / 2 % grid_.columns, row = edge / 2 / grid_.columns;
    bool const is_vertical = edge % 2 == 1;
    double const begin = grid_(column, row), end = is_vertical ? grid_(column, row + 1) : grid_(column + 1, row);
    double const share = (level_ - begin) / (end - begin);
    return {static_cast<double>(column) + (is_vertical ? 0 : share),
            static_cast<double>(row) + (is_vertical ? share : 0)};
  }

  height_grid grid_;
  double level_;
  std::vector<std::array<std::size_t, 2>> next_;
};

}  // namespace detail

/// The lines along which the heights, interpolated between neighbours, have this level: in columns and rows. A closed
/// line ends where it begins. None goes through a cell with a corner that is no finite number. Cost: of the order of
/// the grid's crossings.
[[nodiscard]] inline std::vector<std::vector<point>> contour_lines(height_grid const& grid, double level) {
  return detail::contour(grid, level).lines();
}

}  // namespace gradsmith::train
