// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// What pictures are made of: a page of SVG with its colours, lines, texts, and a legend.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gradsmith/train/curve_axis.hpp>
#include <gradsmith/train/point.hpp>

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

/// Colours on white and, where the reader prefers it, on black: each at least 4.5 to 1 against its background.
inline constexpr std::string_view style_sheet = R"(<style>
  .paper { fill: #ffffff }
  .grid { stroke: #d8dee4; stroke-width: 1 }
  .axis { stroke: #57606a; stroke-width: 1 }
  text { fill: #24292f; font: 13px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif }
  .title { font-size: 16px; font-weight: 600 }
  .number { fill: #4c545c; font-size: 12px }
  .contour { fill: none; stroke: #b6bec7; stroke-width: 1 }
  .line { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round }
  .s0 { stroke: #0a5cc4 } .s1 { stroke: #b3400b } .s2 { stroke: #1a7232 } .s3 { stroke: #7a35b8 }
  .dot.s0 { fill: #0a5cc4 } .dot.s1 { fill: #b3400b } .dot.s2 { fill: #1a7232 } .dot.s3 { fill: #7a35b8 }
  .d1 { stroke-dasharray: 8 5 } .d2 { stroke-dasharray: 1 5 } .d3 { stroke-dasharray: 9 5 1 5 }
  @media (prefers-color-scheme: dark) {
    .paper { fill: #0d1117 }
    .grid { stroke: #2b323b }
    .axis { stroke: #8b949e }
    text { fill: #e6edf3 }
    .number { fill: #b1bac4 }
    .contour { stroke: #48515b }
    .s0 { stroke: #6cb6ff } .s1 { stroke: #ffa657 } .s2 { stroke: #6fdd8b } .s3 { stroke: #d2a8ff }
    .dot.s0 { fill: #6cb6ff } .dot.s1 { fill: #ffa657 } .dot.s2 { fill: #6fdd8b } .dot.s3 { fill: #d2a8ff }
  }
</style>
)";

/// The classes of the lines of a series: the fifth has the first one's colour, and other dashes.
[[nodiscard]] inline std::string kind_of_series(std::size_t number) {
  return "s" + std::to_string(number % 4) + " d" + std::to_string((number + number / 4) % 4);
}

/// An SVG document while it is written. Its text depends on what is drawn alone.
class svg_page {
 public:
  svg_page(double width, double height, std::string_view title) : height_(height) {
    out_ += "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + pixels(width) + "\" height=\"" + pixels(height) +
            "\" viewBox=\"0 0 " + pixels(width) + " " + pixels(height) + "\" role=\"img\">\n";
    out_ += "<title>" + escaped(title) + "</title>\n";
    out_.append(style_sheet);
    tag("rect", {{"class", "paper"}, {"width", pixels(width)}, {"height", pixels(height)}});
  }

  void tag(std::string_view name, std::initializer_list<std::pair<char const*, std::string>> attributes) {
    open(name, attributes, "/>\n");
  }
  void line(std::string const& kind, double x0, double y0, double x1, double y1) {
    tag("line", {{"class", kind}, {"x1", pixels(x0)}, {"y1", pixels(y0)}, {"x2", pixels(x1)}, {"y2", pixels(y1)}});
  }
  void polyline(std::string const& kind, std::vector<point> const& points) {
    std::string path;
    for (point const& each : points) path += (path.empty() ? "" : " ") + pixels(each.x) + "," + pixels(each.y);
    if (points.size() == 1) path += " " + path;      // one point: a dot, thanks to the round ends
    tag("polyline", {{"class", kind}, {"points", path}});
  }
  void dot(std::string const& kind, point where, double radius) {
    tag("circle", {{"class", kind}, {"cx", pixels(where.x)}, {"cy", pixels(where.y)}, {"r", pixels(radius)}});
  }
  void text(double x, double y, std::string_view attributes, std::string_view words) {
    out_ += "<text x=\"" + pixels(x) + "\" y=\"" + pixels(y) + "\"";
    out_.append(attributes).append(">").append(escaped(words)).append("</text>\n");
  }
  /// What is drawn until `end_part` shows within a rectangle only.
  void begin_part(double x, double y, double width, double height) {
    out_ += "<clipPath id=\"part\">\n";
    tag("rect", {{"x", pixels(x)}, {"y", pixels(y)}, {"width", pixels(width)}, {"height", pixels(height)}});
    out_ += "</clipPath>\n<g clip-path=\"url(#part)\">\n";
  }
  void end_part() { out_ += "</g>\n"; }
  [[nodiscard]] std::string finish() && { return std::move(out_) + "</svg>\n"; }

  /// The ticks, lines and labels of both axes, around the rectangle between two corners.
  void axes(curve_axis const& x, curve_axis const& y, point upper_left, point lower_right, std::string_view x_label,
            std::string_view y_label, bool with_grid) {
    for (tick const& each : y.ticks()) {
      double const at = lower_right.y - each.place * (lower_right.y - upper_left.y);
      if (with_grid) line("grid", upper_left.x, at, lower_right.x, at);
      else line("axis", upper_left.x - 5, at, upper_left.x, at);
      text(upper_left.x - 8, at + 4, " class=\"number\" text-anchor=\"end\"", each.label);
    }
    for (tick const& each : x.ticks()) {
      double const at = upper_left.x + each.place * (lower_right.x - upper_left.x);
      line("axis", at, lower_right.y, at, lower_right.y + 5);
      text(at, lower_right.y + 20, " class=\"number\" text-anchor=\"middle\"", each.label);
    }
    line("axis", upper_left.x, lower_right.y, lower_right.x, lower_right.y);
    line("axis", upper_left.x, upper_left.y, upper_left.x, lower_right.y);
    text((upper_left.x + lower_right.x) / 2, height_ - 14, " text-anchor=\"middle\"", x_label);
    double const middle = (upper_left.y + lower_right.y) / 2;
    text(22, middle, " text-anchor=\"middle\" transform=\"rotate(-90 22 " + pixels(middle) + ")\"", y_label);
  }

 private:
  void open(std::string_view name, std::initializer_list<std::pair<char const*, std::string>> attributes,
            char const* end) {
    out_.append("<").append(name);
    for (auto const& [key, value] : attributes) out_.append(" ").append(key).append("=\"").append(value).append("\"");
    out_ += end;
  }
  double height_;
  std::string out_;
};

/// Where the names of the series stand, in as many lines as they need: how wide a text is can only be guessed.
struct svg_legend {
  static constexpr double sample = 32, line_height = 20;
  std::vector<std::string> names;
  std::vector<point> places{};
  double bottom = 0;

  svg_legend(std::vector<std::string> given_names, double left, double right, double top)
      : names(std::move(given_names)) {
    point next{left, top};
    for (std::string const& each : names) {
      double const length = sample + 8 + 7.5 * static_cast<double>(each.size());
      if (next.x > left && next.x + length > right) next = {left, next.y + line_height};
      places.push_back(next);
      next.x += length + 24;
    }
    bottom = next.y + line_height;
  }
  void draw(svg_page& page) const {
    for (std::size_t s = 0; s < names.size(); ++s) {
      page.line("line " + kind_of_series(s), places[s].x, places[s].y, places[s].x + sample, places[s].y);
      page.text(places[s].x + sample + 8, places[s].y + 4, "", names[s]);
    }
  }
};

}  // namespace train

}  // namespace gradsmith
