// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A loss curve as a picture.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gradsmith/train/curve_axis.hpp>
#include <gradsmith/train/loss_curve.hpp>

namespace gradsmith {

/// The size of a picture in pixels; it can be scaled to any other.
struct svg_drawing {
  int width = 720;                        // at least 240
  int height = 420;                       // at least 200
};

namespace train {

/// Text between tags: what would be read as mark-up is written as entities, and control characters, which no SVG may
/// have, as blanks.
[[nodiscard]] inline std::string escaped(std::string_view text) {
  std::string out;
  for (char each : text) {
    switch (each) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default: out += static_cast<unsigned char>(each) < 0x20 ? ' ' : each;
    }
  }
  return out;
}

/// Pixels with one decimal, whatever the locale.
[[nodiscard]] inline std::string pixels(double length) {
  long const tenths = std::lround(10 * length), size = std::abs(tenths);
  return (tenths < 0 ? "-" : "") + std::to_string(size / 10) + (size % 10 != 0 ? "." + std::to_string(size % 10) : "");
}

/// A point of a picture, in pixels from the upper left corner.
struct point {
  double x, y;
};

/// The points that can be told apart: of those in the same column of pixels the first, the lowest, the highest and the last.
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

/// Colours on white and, where the reader prefers it, on black: each at least 4.5 to 1 against its background.
inline constexpr std::string_view style_sheet = R"(<style>
  .paper { fill: #ffffff }
  .grid { stroke: #d8dee4; stroke-width: 1 }
  .axis { stroke: #57606a; stroke-width: 1 }
  text { fill: #24292f; font: 13px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif }
  .title { font-size: 16px; font-weight: 600 }
  .number { fill: #4c545c; font-size: 12px }
  .line { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round }
  .s0 { stroke: #0a5cc4 } .s1 { stroke: #b3400b } .s2 { stroke: #1a7232 } .s3 { stroke: #7a35b8 }
  .d1 { stroke-dasharray: 8 5 } .d2 { stroke-dasharray: 1 5 } .d3 { stroke-dasharray: 9 5 1 5 }
  @media (prefers-color-scheme: dark) {
    .paper { fill: #0d1117 }
    .grid { stroke: #2b323b }
    .axis { stroke: #8b949e }
    text { fill: #e6edf3 }
    .number { fill: #b1bac4 }
    .s0 { stroke: #6cb6ff } .s1 { stroke: #ffa657 } .s2 { stroke: #6fdd8b } .s3 { stroke: #d2a8ff }
  }
</style>
)";

}  // namespace train

/// The curve as an SVG document, with title, axis labels, numbers on both axes and a legend, in dark colours where the reader
/// prefers them. Up to 16 series differ by colour or by their dashes. The text depends on the recorded numbers alone.
[[nodiscard]] inline std::string to_svg(loss_curve const& curve, svg_drawing const& drawing = {}) {
  using train::pixels;
  double const width = std::max(240, drawing.width), height = std::max(200, drawing.height);
  double const left = 78, right = width - 26, bottom = height - 58;
  // The legend stands above the curve, in as many lines as it needs; how wide a text is can only be guessed.
  std::vector<train::point> legend;
  double const sample = 32, line_height = 20;
  train::point next{left, curve.title.empty() ? 24.0 : 50.0};
  for (curve_series const& each : curve.series) {
    double const length = sample + 8 + 7.5 * static_cast<double>(each.name.size());
    if (next.x > left && next.x + length > right) next = {left, next.y + line_height};
    legend.push_back(next);
    next.x += length + 24;
  }
  double const top = next.y + line_height;
  train::curve_axes const axes =
      train::axes_of(curve, static_cast<int>((right - left) / 80), static_cast<int>((bottom - top) / 45));
  auto const x_of = [&](double place) { return left + place * (right - left); };
  auto const y_of = [&](double place) { return bottom - place * (bottom - top); };

  std::string out;
  auto const tag = [&](std::string_view name, std::initializer_list<std::pair<char const*, std::string>> attributes) {
    out.append("<").append(name);
    for (auto const& [key, value] : attributes) out.append(" ").append(key).append("=\"").append(value).append("\"");
    out += "/>\n";
  };
  auto const line = [&](char const* kind, double x0, double y0, double x1, double y1) {
    tag("line", {{"class", kind}, {"x1", pixels(x0)}, {"y1", pixels(y0)}, {"x2", pixels(x1)}, {"y2", pixels(y1)}});
  };
  auto const text = [&](double x, double y, std::string_view attributes, std::string_view words) {
    out += "<text x=\"" + pixels(x) + "\" y=\"" + pixels(y) + "\"";
    out.append(attributes).append(">").append(train::escaped(words)).append("</text>\n");
  };
  auto const kind_of = [](std::size_t series) {
    // The fifth has the first one's colour, and other dashes.
    return "line s" + std::to_string(series % 4) + " d" + std::to_string((series + series / 4) % 4);
  };

  std::string const vertical = train::vertical_label(curve, axes), horizontal = curve.horizontal_label();
  out += "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + pixels(width) + "\" height=\"" + pixels(height) +
         "\" viewBox=\"0 0 " + pixels(width) + " " + pixels(height) + "\" role=\"img\">\n";
  std::string const title = (curve.title.empty() ? "" : curve.title + ": ") + vertical + " by " + horizontal;
  out += "<title>" + train::escaped(title) + "</title>\n";
  out.append(train::style_sheet);
  tag("rect", {{"class", "paper"}, {"width", pixels(width)}, {"height", pixels(height)}});

  for (train::tick const& each : axes.y.ticks()) {
    line("grid", left, y_of(each.place), right, y_of(each.place));
    text(left - 8, y_of(each.place) + 4, " class=\"number\" text-anchor=\"end\"", each.label);
  }
  for (train::tick const& each : axes.x.ticks()) {
    line("axis", x_of(each.place), bottom, x_of(each.place), bottom + 5);
    text(x_of(each.place), bottom + 20, " class=\"number\" text-anchor=\"middle\"", each.label);
  }
  line("axis", left, bottom, right, bottom);
  line("axis", left, top, left, bottom);
  text((left + right) / 2, height - 14, " text-anchor=\"middle\"", horizontal);
  double const middle = (top + bottom) / 2;
  text(22, middle, " text-anchor=\"middle\" transform=\"rotate(-90 22 " + pixels(middle) + ")\"", vertical);

  if (!curve.title.empty()) text(left, 28, " class=\"title\"", curve.title);
  for (std::size_t s = 0; s < curve.series.size(); ++s) {
    line(kind_of(s).c_str(), legend[s].x, legend[s].y, legend[s].x + sample, legend[s].y);
    text(legend[s].x + sample + 8, legend[s].y + 4, "", curve.series[s].name);
  }

  for (std::size_t s = 0; s < curve.series.size(); ++s) {
    curve_series const& series = curve.series[s];
    std::vector<train::point> points;
    for (std::size_t k = 0; k < series.at.size(); ++k)
      if (axes.show(series.at[k], series.values[k]))
        points.push_back({x_of(axes.x.place(series.at[k])), y_of(axes.y.place(series.values[k]))});
    std::string path;
    for (train::point const& each : train::thinned(points))
      path += (path.empty() ? "" : " ") + pixels(each.x) + "," + pixels(each.y);
    if (points.size() == 1) path += " " + path;      // one point: a dot, thanks to the round ends
    tag("polyline", {{"class", kind_of(s)}, {"points", path}});
  }
  out += "</svg>\n";
  return out;
}

}  // namespace gradsmith
