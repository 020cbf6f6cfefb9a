// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A line that says how far a run is.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <optional>
#include <string>

#include <gradsmith/optimize/callback.hpp>
#include <gradsmith/optimize/stop.hpp>
#include <gradsmith/support/terminal.hpp>

namespace gradsmith {

namespace train {

/// A time as one reads it: "85 ms", "3.2 s", "2 min 05 s", "3 h 12 min".
[[nodiscard]] inline std::string duration_text(double seconds) {
  char text[48];
  if (seconds < 0.9995) {
    std::snprintf(text, sizeof text, "%.0f ms", 1000 * seconds);
  } else if (seconds < 59.95) {
    std::snprintf(text, sizeof text, "%.1f s", seconds);
  } else {
    double const whole = std::floor(seconds + 0.5), minutes = std::floor(whole / 60);
    if (minutes < 60) std::snprintf(text, sizeof text, "%.0f min %02.0f s", minutes, whole - 60 * minutes);
    else std::snprintf(text, sizeof text, "%.0f h %02.0f min", std::floor(minutes / 60), std::fmod(minutes, 60));
  }
  return text;
}

/// How much of a run is done, from 0 to 1: the largest part of a limit that is used up. A gradient that has to become
/// small is taken to fall by the same factor in the same time. Only limits that `stop` names count.
class share_done {
 public:
  explicit share_done(stop const& limits)
      : steps_(limits.max_steps.or_default(std::nullopt)), epochs_(limits.max_epochs.or_default(std::nullopt)),
        evaluations_(limits.max_evaluations.or_default(std::nullopt)),
        seconds_(limits.max_time.or_default(std::nullopt)),
        gradient_norm_(limits.gradient_norm.or_default(std::nullopt)) {}

  [[nodiscard]] std::optional<std::int64_t> epochs() const { return epochs_; }

  template <class T>
  double operator()(progress<T> const& now) {
    // The step that ends an epoch is counted after this event.
    if (now.event == event::epoch_end && now.epoch > 0)
      steps_per_epoch_ = static_cast<double>(now.step + 1) / static_cast<double>(now.epoch);
    double done = 0;
    auto const use = [&](double used, auto const& limit) {
      if (limit && *limit > 0) done = std::max(done, used / static_cast<double>(*limit));
    };
    use(static_cast<double>(now.step), steps_);
    use(steps_per_epoch_ > 0 ? static_cast<double>(now.step) / steps_per_epoch_ : 0, epochs_);
    use(static_cast<double>(now.evaluations), evaluations_);
    use(now.seconds, seconds_);
    if (gradient_norm_ && *gradient_norm_ > 0 && !now.on_batch) {
      double const norm = static_cast<double>(now.gradient_norm);
      if (norm > 0 && !(largest_ > 0)) largest_ = smallest_ = norm;
      smallest_ = std::min(smallest_, std::max(norm, std::numeric_limits<double>::min()));
    }
    if (largest_ > 0 && *gradient_norm_ < largest_)
      done = std::max(done, std::log(largest_ / smallest_) / std::log(largest_ / *gradient_norm_));
    return std::clamp(done, 0.0, 1.0);
  }

 private:
  std::optional<std::int64_t> steps_, epochs_, evaluations_;
  std::optional<double> seconds_, gradient_norm_;
  double steps_per_epoch_ = 0;
  double largest_ = 0, smallest_ = 0;     // gradient at the start, and the smallest since
};

}  // namespace train

/// Where and how often a progress_line writes.
struct progress_options {
  std::FILE* to = stderr;
  std::optional<bool> shown{};            ///< default: if `to` is a terminal
  double every = 0.1;                     ///< seconds between two pictures of the line
};

/// A callback that keeps one line of a terminal up to date:
///   step 1432  epoch 62 of 100  loss 0.03127  gradient 0.0021  5210 steps/s  0.2 s left
/// and leaves it when the run ends. Silent where nobody looks: if the stream is not a terminal.
///   gs::stop const until{.max_epochs = 100};
///   minimize(problem, in_batches(adam{}, {.rows = 64}), until, gs::progress_line(until));
/// `left` is estimated from the limits that `stop` names, once a hundredth is done; without any, it is not shown.
/// Cost: less than a microsecond per event, one small write every tenth of a second.
class progress_line {
 public:
  explicit progress_line(stop const& limits = {}, progress_options options = {})
      : done_(limits), options_(options), shown_(options.shown ? *options.shown : is_terminal(options.to)) {}

  template <class T>
  void operator()(progress<T> const& now) {
    if (!shown_) return;
    double const done = done_(now);
    if (!now.on_batch) {
      value_ = static_cast<double>(now.value);
      gradient_norm_ = static_cast<double>(now.gradient_norm);
    }
    bool const ends = now.event == event::end;
    if (!ends && now.seconds < last_ + options_.every) return;
    last_ = now.seconds;
    write(now.step, now.epoch, now.seconds, done, ends);
  }

 private:
  void write(std::int64_t step, std::int64_t epoch, double seconds, double done, bool ends) const {
    char piece[64];
    std::string line;
    auto const add = [&](char const* format, auto... numbers) {
      std::snprintf(piece, sizeof piece, format, numbers...);
      line += piece;
    };
    add("step %lld", static_cast<long long>(step));
    if (epoch > 0 || done_.epochs()) add("  epoch %lld", static_cast<long long>(epoch));
    if (done_.epochs()) add(" of %lld", static_cast<long long>(*done_.epochs()));
    add("  loss %.5g  gradient %.2g", value_, gradient_norm_);
    double const rate = seconds > 0 ? static_cast<double>(step) / seconds : 0;
    if (rate > 0) add("  %.*f steps/s", rate < 10 ? 2 : 0, rate);
    if (ends) line += "  in " + train::duration_text(seconds);
    else if (done > 0.01) line += "  " + train::duration_text(seconds * (1 - done) / done) + " left";
    // Back to the first column, and what is left of a longer line goes. A line that is too long for the terminal is cut
    // off, for \r would not lead back to its first row; only the last one may go on.
    if (ends) std::fprintf(options_.to, "\r%s\033[K\n", line.c_str());
    else std::fprintf(options_.to, "\r\033[?7l%s\033[K\033[?7h", line.c_str());
    std::fflush(options_.to);
  }

  train::share_done done_;
  progress_options options_;
  bool shown_;
  double last_ = 0;
  double value_ = std::numeric_limits<double>::quiet_NaN(), gradient_norm_ = value_;
};

}  // namespace gradsmith
