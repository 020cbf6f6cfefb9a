// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A loss curve as text.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include <gradsmith/train/curve_axis.hpp>
#include <gradsmith/train/loss_curve.hpp>

namespace gradsmith {

/// The size of a drawing in characters, all that is around the curve included.
struct terminal_drawing {
  int columns = 78;                       // at least 40
  int rows = 16;                          // at least 8; more where the names of the series need further lines
  bool colour = false;                    // escape sequences, for terminals only
};

namespace train {

/// Dots on a grid of braille characters, each of two columns of four dots.
class dot_canvas {
 public:
  dot_canvas(int columns, int rows)
      : columns_(columns), rows_(rows), cells_(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows)) {}

  [[nodiscard]] int width() const { return 2 * columns_; }
  [[nodiscard]] int height() const { return 4 * rows_; }

  /// A straight line from dot to dot, drawn where `pen` says so.
  template <class Pen>
  void line(int x0, int y0, int x1, int y1, int series, Pen&& pen) {
    int const length = std::max({std::abs(x1 - x0), std::abs(y1 - y0), 1});
    for (int k = 0; k <= length; ++k) {
      double const part = static_cast<double>(k) / length;
      int const x = static_cast<int>(std::lround(x0 + part * (x1 - x0)));
      int const y = static_cast<int>(std::lround(y0 + part * (y1 - y0)));
      if (pen()) dot(x, y, series);
    }
  }
  void dot(int x, int y, int series) {
    if (x < 0 || x >= width() || y < 0 || y >= height()) return;
    constexpr std::uint8_t bits[2][4] = {{0x01, 0x02, 0x04, 0x40}, {0x08, 0x10, 0x20, 0x80}};
    cell& at = cells_[static_cast<std::size_t>(y / 4) * static_cast<std::size_t>(columns_) +
                      static_cast<std::size_t>(x / 2)];
    at.dots = static_cast<std::uint8_t>(at.dots | bits[x % 2][y % 4]);
    if (at.series < 0) at.series = series;
  }

  /// One row of characters; `paint(series, text)` is called for what lies side by side in the colour of a series, -1
  /// for none.
  template <class Paint>
  void write_row(int row, Paint&& paint) const {
    std::string run;
    int series = -1;
    for (int c = 0; c < columns_; ++c) {
      cell const& at = cells_[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) +
                              static_cast<std::size_t>(c)];
      if (at.series != series && !run.empty()) {
        paint(series, run);
        run.clear();
      }
      series = at.series;
      // U+2800 and the dots, in UTF-8.
      if (at.dots == 0) run += ' ';
      else run.append({'\xE2', static_cast<char>(0xA0 | (at.dots >> 6)), static_cast<char>(0x80 | (at.dots & 0x3F))});
    }
    if (series >= 0) paint(series, run);      // blanks at the end of a row are left out
  }

 private:
  struct cell {
    std::uint8_t dots = 0;
    int series = -1;
  };
  int columns_, rows_;
  std::vector<cell> cells_;
};

/// How the lines of a picture differ where there is no colour: drawn and left out dots in turn.
struct dash {
  int drawn, left_out;
  std::string_view sample;
};
inline constexpr std::array<dash, 3> dashes{{{1, 0, "⠤⠤⠤⠤⠤⠤"}, {6, 3, "⠤⠤ ⠤⠤ "}, {1, 2, "⠄ ⠄ ⠄ "}}};
[[nodiscard]] constexpr dash const& dash_of(std::size_t series) { return dashes[series % dashes.size()]; }

/// Characters that are seen, of a text in UTF-8.
[[nodiscard]] constexpr int visible_length(std::string_view text) {
  int length = 0;
  for (char each : text) length += (static_cast<unsigned char>(each) & 0xC0) != 0x80 ? 1 : 0;
  return length;
}

/// The row of numbers below the horizontal axis; those that would touch their neighbour are left out.
[[nodiscard]] inline std::string tick_row(curve_axis const& x, int margin, int columns) {
  std::string row;
  for (tick const& each : x.ticks()) {
    int const centre = margin + static_cast<int>(std::lround(each.place * (columns - 1)));
    int begin = centre - (visible_length(each.label) - 1) / 2;
    begin = std::min(begin, margin + columns - visible_length(each.label));
    int const used = static_cast<int>(row.size());
    if (begin < used + (used > 0 ? 2 : 0)) continue;
    row.append(static_cast<std::size_t>(begin - used), ' ').append(each.label);
  }
  return row;
}

}  // namespace train

/// The curve drawn with braille characters (UTF-8), with numbers on both axes and a legend; lines that end with a line
/// break.
/// Series differ by colour, if `colour` is set, and by their dashes.
[[nodiscard]] inline std::string to_terminal(loss_curve const& curve, terminal_drawing const& drawing = {}) {
  int const columns_in_all = std::max(40, drawing.columns);
  int const rows = std::max(8, drawing.rows) - 5 + (curve.title.empty() ? 1 : 0);
  train::curve_axes const axes = train::axes_of(curve, 7, std::max(2, rows / 2));
  int margin = 0;
  for (train::tick const& each : axes.y.ticks()) margin = std::max(margin, train::visible_length(each.label));
  margin += 2;
  int const columns = columns_in_all - margin - 2;

  // Blue, yellow, green, magenta, in this terminal's own shades.
  constexpr std::array<int, 4> colours{94, 93, 92, 95};
  std::string out;
  auto const paint = [&](int series, std::string_view text) {
    if (!drawing.colour || series < 0) {
      out.append(text);
    } else {
      int const colour = colours[static_cast<std::size_t>(series) % colours.size()];
      out.append("\033[").append(std::to_string(colour)).append("m");
      out.append(text).append("\033[0m");
    }
  };

  train::dot_canvas canvas(columns, rows);
  for (std::size_t s = 0; s < curve.series.size(); ++s) {
    curve_series const& series = curve.series[s];
    train::dash const& dash = train::dash_of(s);
    int dots = 0, before_x = 0, before_y = 0;
    bool has_before = false;
    auto const pen = [&] { return dots++ % (dash.drawn + dash.left_out) < dash.drawn; };
    for (std::size_t k = 0; k < series.at.size(); ++k) {
      if (!axes.show(series.at[k], series.values[k])) continue;
      int const x = static_cast<int>(std::lround(axes.x.place(series.at[k]) * (canvas.width() - 1)));
      int const y = static_cast<int>(std::lround((1 - axes.y.place(series.values[k])) * (canvas.height() - 1)));
      if (has_before) canvas.line(before_x, before_y, x, y, static_cast<int>(s), pen);
      else canvas.dot(x, y, static_cast<int>(s));
      has_before = true, before_x = x, before_y = y;
    }
  }

  std::size_t const indent = static_cast<std::size_t>(margin);
  if (!curve.title.empty()) out.append(indent + 1, ' ').append(curve.title).append("\n");
  out.append(indent + 1, ' ').append(train::vertical_label(curve, axes)).append("\n");
  for (int row = 0; row < rows; ++row) {
    std::string label;
    for (train::tick const& each : axes.y.ticks())
      if (static_cast<int>(std::lround((1 - each.place) * (canvas.height() - 1))) / 4 == row) label = each.label;
    out.append(indent - 1 - label.size(), ' ').append(label).append(label.empty() ? " │" : " ┤");
    canvas.write_row(row, paint);
    out += "\n";
  }
  std::vector<bool> has_tick(static_cast<std::size_t>(columns));
  for (train::tick const& each : axes.x.ticks())
    has_tick[static_cast<std::size_t>(std::lround(each.place * (columns - 1)))] = true;
  out.append(indent, ' ').append("└");
  for (bool each : has_tick) out += each ? "┬" : "─";
  out.append("\n").append(train::tick_row(axes.x, margin + 1, columns)).append("\n");

  // The legend, and the text of the axis at its right end; what has no room begins a line of its own.
  std::size_t const end = static_cast<std::size_t>(columns_in_all - 1);
  std::size_t used = indent + 1;
  out.append(used, ' ');
  auto const make_room = [&](std::size_t length) {
    if (used + length <= end || used == indent + 1) return;
    out.erase(out.find_last_not_of(' ') + 1);
    used = indent + 1;
    out.append("\n").append(used, ' ');
  };
  for (std::size_t s = 0; s < curve.series.size(); ++s) {
    std::string_view const sample = train::dash_of(s).sample, name = curve.series[s].name;
    auto const length = static_cast<std::size_t>(train::visible_length(sample) + train::visible_length(name) + 1);
    make_room(length);
    paint(static_cast<int>(s), sample);
    out.append(" ").append(name).append("   ");
    used += length + 3;
  }
  std::string const label = curve.horizontal_label();
  std::size_t const length = static_cast<std::size_t>(train::visible_length(label));
  make_room(length);
  if (used + length < end) out.append(end - length - used, ' ');
  out.append(label).append("\n");
  return out;
}

}  // namespace gradsmith
