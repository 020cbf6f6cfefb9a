// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// An axis of a picture: where a number lies on it, and which numbers are written beside it.
#pragma once

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include <gradsmith/train/loss_curve.hpp>

namespace gradsmith::train {

/// A number as text, at most `precision` digits, whatever the locale: 0.25, 1500, 1e-10.
[[nodiscard]] inline std::string number_text(double number, int precision = 6) {
  char digits[32];
  double const size = std::abs(number);
  bool const plain = size == 0 || (size >= 0.9999e-3 && size < 1e6);
  auto const end = std::to_chars(digits, digits + sizeof digits, number,
                                 plain ? std::chars_format::general : std::chars_format::scientific,
                                 plain ? precision : precision - 1).ptr;
  std::string text(digits, end);
  if (plain) return text;
  // 1.50000e-07 -> 1.5e-7
  std::size_t e = text.find('e');
  if (e == std::string::npos) return text;
  std::string exponent = text.substr(e + 1), mantissa = text.substr(0, e);
  if (mantissa.find('.') != std::string::npos) mantissa.erase(mantissa.find_last_not_of('0') + 1);
  if (mantissa.back() == '.') mantissa.pop_back();
  bool const negative = exponent[0] == '-';
  exponent.erase(0, exponent.find_first_of("123456789"));
  return mantissa + (negative ? "e-" : "e") + exponent;
}

/// Whether a number has a place on any axis: differences of larger ones overflow.
[[nodiscard]] inline bool can_be_drawn(double number) { return std::abs(number) <= 1e300; }

/// A number on an axis, with its place from 0 to 1.
struct tick {
  double place = 0;
  std::string label{};
};

/// The part of an axis that is drawn, linear or logarithmic.
class curve_axis {
 public:
  /// The range of the numbers that can be drawn, with about `wanted` ticks. No number at all: from 0 to 1.
  curve_axis(double smallest, double largest, bool is_logarithmic, int wanted) : is_logarithmic_(is_logarithmic) {
    if (!(smallest <= largest)) smallest = is_logarithmic ? 1 : 0, largest = is_logarithmic ? 10 : 1;
    low_ = scaled(smallest), high_ = scaled(largest);
    // All values the same to the last digits: room around them, with numbers that can be told apart.
    double const size = std::max(std::abs(low_), std::abs(high_));
    double const room = is_logarithmic ? 0.1 : size > smallest_size ? size / 10 : 1;
    if (high_ - low_ < (is_logarithmic ? room : 1e-8 * room)) low_ -= room, high_ += room;
    is_logarithmic ? tick_decades(wanted) : tick_evenly(wanted);
  }

  [[nodiscard]] bool is_logarithmic() const { return is_logarithmic_; }
  [[nodiscard]] std::vector<tick> const& ticks() const { return ticks_; }
  /// Whether the number can stand on this axis at all.
  [[nodiscard]] bool shows(double number) const { return can_be_drawn(number) && (!is_logarithmic_ || number > 0); }
  /// 0 at the lower end, 1 at the upper one.
  [[nodiscard]] double place(double number) const { return (scaled(number) - low_) / (high_ - low_); }

  /// Leaves some room at both ends, `share` of the length.
  void widen(double share) {
    double const room = share * (high_ - low_), length = high_ - low_ + 2 * room;
    for (tick& each : ticks_) each.place = (each.place * (high_ - low_) + room) / length;
    low_ -= room, high_ += room;
  }

 private:
  [[nodiscard]] double scaled(double number) const { return is_logarithmic_ ? std::log10(number) : number; }

  void add_tick(double number, int precision = 6) {
    double const at = place(number);
    if (at > -1e-9 && at < 1 + 1e-9)
      ticks_.push_back({std::clamp(at, 0.0, 1.0), number_text(number + 0.0, precision)});     // never -0
  }
  // Steps of 1, 2 or 5 times a power of ten.
  void tick_evenly(int wanted) {
    double const rough = (high_ - low_) / wanted, power = std::pow(10, std::floor(std::log10(rough)));
    double step = 10 * power;
    for (double each : {5.0, 2.0, 1.0})
      if (each * power >= rough) step = each * power;
    // As many digits as tell neighbours apart.
    double const size = std::max(std::abs(low_), std::abs(high_));
    int const precision = std::max(6, static_cast<int>(std::ceil(std::log10(size / step))) + 1);
    for (double k = std::ceil(low_ / step - 1e-9); k * step <= high_ + 1e-9 * step; ++k) add_tick(k * step, precision);
  }
  // Powers of ten, every second or third of them where there are many; between them 2 and 5 where there are few.
  void tick_decades(int wanted) {
    double const first = std::floor(low_), last = std::ceil(high_);
    double const stride = std::max(1.0, std::ceil((high_ - low_) / wanted));
    bool const few = high_ - low_ < 2.5;
    for (double e = stride * std::ceil(first / stride); e <= last; e += stride) {
      add_tick(std::pow(10, e));
      if (few) add_tick(2 * std::pow(10, e)), add_tick(5 * std::pow(10, e));
    }
    // A range within one of these steps has no tick yet.
    if (ticks_.empty()) ticks_ = {{0, number_text(std::pow(10, low_))}, {1, number_text(std::pow(10, high_))}};
  }

  // Below it numbers lose digits, and with them the steps between ticks.
  static constexpr double smallest_size = 1e-300;
  bool is_logarithmic_;
  double low_ = 0, high_ = 1;
  std::vector<tick> ticks_;
};

/// Both axes of a curve.
struct curve_axes {
  curve_axis x, y;

  [[nodiscard]] bool show(double at, double value) const { return x.shows(at) && y.shows(value); }
};

/// The axes in which all of a curve can be drawn.
[[nodiscard]] inline curve_axes axes_of(loss_curve const& curve, int x_ticks, int y_ticks) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  struct range {
    double smallest = infinity, largest = -infinity;
    void include(double number) { smallest = std::min(smallest, number), largest = std::max(largest, number); }
  };
  range x, y, positive;
  for (curve_series const& each : curve.series)
    for (std::size_t k = 0; k < each.at.size(); ++k) {
      double const value = each.values[k];
      if (!can_be_drawn(each.at[k]) || !can_be_drawn(value)) continue;
      x.include(each.at[k]);
      y.include(value);
      if (value > 0) positive.include(value);
    }
  bool const is_logarithmic = curve.scale == curve_scale::logarithmic ||
                              (curve.scale == curve_scale::automatic && y.smallest > 0 && y.largest > 20 * y.smallest);
  range const& shown = is_logarithmic ? positive : y;
  curve_axes axes{.x = {x.smallest, x.largest, false, x_ticks},
                  .y = {shown.smallest, shown.largest, is_logarithmic, y_ticks}};
  axes.y.widen(0.04);
  return axes;
}

/// The text of the vertical axis.
[[nodiscard]] inline std::string vertical_label(loss_curve const& curve, curve_axes const& axes) {
  return axes.y.is_logarithmic() ? curve.y_label + " (logarithmic)" : curve.y_label;
}

}  // namespace gradsmith::train
