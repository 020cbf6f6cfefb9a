// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A loss curve as a picture.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <gradsmith/train/curve_axis.hpp>
#include <gradsmith/train/loss_curve.hpp>
#include <gradsmith/train/svg_page.hpp>

namespace gradsmith {

namespace train {

/// The points that can be told apart: of those in the same column of pixels the first, the lowest, the highest and the
/// last.
[[nodiscard]] inline std::vector<point> thinned(std::vector<point> const& all) {
  std::vector<point> out;
  for (std::size_t begin = 0, end = 0; begin < all.size(); begin = end) {
    std::size_t low = begin, high = begin;
    for (end = begin; end < all.size() && std::floor(all[end].x) == std::floor(all[begin].x); ++end) {
      if (all[end].y > all[low].y) low = end;
      if (all[end].y < all[high].y) high = end;
    }
    std::array<std::size_t, 4> keep{begin, std::min(low, high), std::max(low, high), end - 1};
    for (std::size_t k = 0; k < keep.size(); ++k)
      if (k == 0 || keep[k] != keep[k - 1]) out.push_back(all[keep[k]]);
  }
  return out;
}

}  // namespace train

/// The curve as an SVG document, with title, axis labels, numbers on both axes and a legend, in dark colours where the
/// reader prefers them. Up to 16 series differ by colour or by their dashes. The text depends on the recorded numbers
/// alone.
[[nodiscard]] inline std::string to_svg(loss_curve const& curve, svg_drawing const& drawing = {}) {
  double const width = std::max(240, drawing.width), height = std::max(200, drawing.height);
  double const left = 78, right = width - 26, bottom = height - 58;
  std::vector<std::string> names;
  for (curve_series const& each : curve.series) names.push_back(each.name);
  train::svg_legend const legend(std::move(names), left, right, curve.title.empty() ? 24 : 50);
  double const top = legend.bottom;
  train::curve_axes const axes =
      train::axes_of(curve, static_cast<int>((right - left) / 80), static_cast<int>((bottom - top) / 45));

  std::string const vertical = train::vertical_label(curve, axes), horizontal = curve.horizontal_label();
  train::svg_page page(width, height, (curve.title.empty() ? "" : curve.title + ": ") + vertical + " by " + horizontal);
  page.axes(axes.x, axes.y, {left, top}, {right, bottom}, horizontal, vertical, true);
  if (!curve.title.empty()) page.text(left, 28, " class=\"title\"", curve.title);
  legend.draw(page);
  for (std::size_t s = 0; s < curve.series.size(); ++s) {
    curve_series const& series = curve.series[s];
    std::vector<train::point> points;
    for (std::size_t k = 0; k < series.at.size(); ++k)
      if (axes.show(series.at[k], series.values[k]))
        points.push_back({left + axes.x.place(series.at[k]) * (right - left),
                          bottom - axes.y.place(series.values[k]) * (bottom - top)});
    page.polyline("line " + train::kind_of_series(s), train::thinned(points));
  }
  return std::move(page).finish();
}

}  // namespace gradsmith
