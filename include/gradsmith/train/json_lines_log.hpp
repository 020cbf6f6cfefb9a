// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A run's history as JSON, a line per row.
#pragma once

#include <cmath>
#include <string>

#include <gradsmith/train/history_log.hpp>

namespace gradsmith {

namespace train {

struct json_lines_format {
  static void begin(std::string&, log_options) {}
  static void add(std::string& to, history_row const& row, log_options options) {
    to += "{\"step\":", append_number(to, row.step);
    to += ",\"epoch\":", append_number(to, row.epoch);
    to += ",\"value\":", append_finite(to, row.value);
    to += ",\"gradient_norm\":", append_finite(to, row.gradient_norm);
    to += ",\"step_length\":", append_finite(to, row.step_length);
    to += ",\"evaluations\":", append_number(to, row.evaluations);
    if (options.seconds) to += ",\"seconds\":", append_finite(to, row.seconds);
    to += "}\n";
  }

 private:
  // JSON has no other numbers.
  static void append_finite(std::string& to, double number) {
    if (std::isfinite(number)) append_number(to, number);
    else to += "null";
  }
};

}  // namespace train

/// A callback that writes the rows of result::history as JSON lines, one object per row:
///   {"step":3,"epoch":0,"value":4.1,"gradient_norm":2.5,"step_length":0.1,"evaluations":5}
/// Values that are not finite are null. The rest is as with csv_log.
class json_lines_log : public train::history_log<train::json_lines_format> {
 public:
  using train::history_log<train::json_lines_format>::history_log;
};

}  // namespace gradsmith
