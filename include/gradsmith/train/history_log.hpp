// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Writes the rows of a run's history while it runs; the format is the derived log's.
#pragma once

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include <gradsmith/optimize/callback.hpp>
#include <gradsmith/train/text_sink.hpp>

namespace gradsmith {

struct log_options {
  bool seconds = false;                   ///< since the start of the run: the only column that differs from run to run
};

namespace train {

/// The fewest digits that read back to the same number, whatever the locale; nan, inf and -inf.
inline void append_number(std::string& to, double number) {
  char digits[32];
  to.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}
inline void append_number(std::string& to, std::int64_t number) { to += std::to_string(number); }

template <class Format>
class history_log {
 public:
  explicit history_log(text_sink to, log_options options = {}) : to_(std::move(to)), options_(options) {}

  /// Whether everything could be written so far. A disk that is full does not end a run.
  [[nodiscard]] bool is_whole() const noexcept { return is_whole_; }

  template <class T>
  void operator()(progress<T> const& now) {
    // A run that was loaded brings rows of its own, or has fewer than before.
    if (now.event == event::begin) written_ = 0;
    if (written_ > now.history.size()) written_ = now.history.size() - std::min<std::size_t>(now.history.size(), 1);
    line_.clear();
    if (!has_begun_) Format::begin(line_, options_);
    has_begun_ = true;
    for (; written_ < now.history.size(); ++written_) Format::add(line_, now.history[written_], options_);
    if (!line_.empty()) is_whole_ = to_.write(line_) && is_whole_;
    // What was logged a second ago can be read, and what a program that is killed leaves behind.
    bool const is_due = now.seconds >= flushed_ + 1 || now.seconds < flushed_;
    if (!is_due && now.event != event::end) return;
    flushed_ = now.seconds;
    is_whole_ = to_.flush() && is_whole_;
  }

 private:
  text_sink to_;
  log_options options_;
  std::string line_;
  std::size_t written_ = 0;
  double flushed_ = 0;
  bool has_begun_ = false, is_whole_ = true;
};

}  // namespace train

}  // namespace gradsmith
