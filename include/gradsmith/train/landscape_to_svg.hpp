// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A landscape with its paths as a picture.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <gradsmith/train/contour_lines.hpp>
#include <gradsmith/train/curve_axis.hpp>
#include <gradsmith/train/landscape.hpp>
#include <gradsmith/train/svg_page.hpp>

namespace gradsmith {

namespace train {

/// Levels with about equal areas between them: contours are as close in a flat valley as on steep slopes.
[[nodiscard]] inline std::vector<double> contour_levels(std::vector<double> heights, int wanted) {
  std::erase_if(heights, [](double each) { return !std::isfinite(each); });
  std::sort(heights.begin(), heights.end());
  std::vector<double> levels;
  for (int k = 0; k < wanted && !heights.empty(); ++k) {
    double const share = (k + 0.5) / wanted;
    double const level = heights[static_cast<std::size_t>(share * static_cast<double>(heights.size()))];
    if (level < heights.back() && (levels.empty() || level > levels.back())) levels.push_back(level);
  }
  return levels;
}

/// The points of a path until it leads to no number, without those that cannot be told from the one before.
[[nodiscard]] inline std::vector<point> visible_points(std::vector<point> const& all) {
  std::vector<point> out;
  for (point const& each : all) {
    if (!(std::abs(each.x) < 1e6 && std::abs(each.y) < 1e6)) break;
    if (out.empty() || std::hypot(each.x - out.back().x, each.y - out.back().y) > 0.7) out.push_back(each);
  }
  return out;
}

}  // namespace train

/// Contours, paths, a dot for each point of a path where they can be told apart, and a larger one where it ends; with
/// title, axes and legend, in dark colours where the reader prefers them. What lies outside is cut off.
[[nodiscard]] inline std::string to_svg(landscape const& map,
                                        svg_drawing const& drawing = {.width = 620, .height = 520}) {
  using train::point;
  double const width = std::max(240, drawing.width), height = std::max(200, drawing.height);
  double const left = 78, right = width - 26, bottom = height - 58;
  std::vector<std::string> names;
  for (landscape_path const& each : map.paths) names.push_back(each.name);
  train::svg_legend const legend(std::move(names), left, right, map.title.empty() ? 24 : 50);
  double const top = legend.bottom;
  train::curve_axis const x(map.left, map.right, false, static_cast<int>((right - left) / 80));
  train::curve_axis const y(map.bottom, map.top, false, static_cast<int>((bottom - top) / 45));

  train::svg_page page(width, height, map.title.empty() ? "Paths over contours" : map.title + ": paths over contours");
  page.begin_part(left, top, right - left, bottom - top);
  if (map.columns > 1 && map.rows > 1 && map.heights.size() == map.columns * map.rows) {
    train::height_grid const grid{.heights = map.heights, .columns = map.columns, .rows = map.rows};
    double const cell_width = (right - left) / static_cast<double>(map.columns - 1);
    double const cell_height = (bottom - top) / static_cast<double>(map.rows - 1);
    for (double const level : train::contour_levels(map.heights, map.contours))
      for (std::vector<point> line : train::contour_lines(grid, level)) {
        for (point& each : line) each = {left + each.x * cell_width, top + each.y * cell_height};
        page.polyline("contour", line);
      }
  }
  for (std::size_t s = 0; s < map.paths.size(); ++s) {
    landscape_path const& path = map.paths[s];
    std::vector<point> points;
    for (std::size_t k = 0; k < path.x.size(); ++k)
      points.push_back({left + x.place(path.x[k]) * (right - left), bottom - y.place(path.y[k]) * (bottom - top)});
    points = train::visible_points(points);
    if (points.empty()) continue;
    std::string const kind = train::kind_of_series(s);
    page.polyline("line " + kind, points);
    if (points.size() <= 80)
      for (point const& each : points) page.dot("dot " + kind, each, 2.5);
    page.dot("dot " + kind, points.back(), 5);
  }
  page.end_part();
  page.axes(x, y, {left, top}, {right, bottom}, map.x_label, map.y_label, false);
  if (!map.title.empty()) page.text(left, 28, " class=\"title\"", map.title);
  legend.draw(page);
  return std::move(page).finish();
}

}  // namespace gradsmith
