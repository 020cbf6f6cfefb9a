// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Ends a run when what it learns no longer helps elsewhere.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

#include <gradsmith/optimize/callback.hpp>

namespace gradsmith {

struct early_stopping_options {
  std::int64_t patience = 10;   ///< how many times in a row the metric may bring nothing; 1 or more
  double min_change = 0;        ///< the metric has to fall by more than this to count
};

/// A callback that watches a number which should fall, such as the loss on rows that were held back, and ends the run
/// with status::early_stopped when it has not fallen for `patience` times in a row; the best point is kept:
///   gs::early_stopping watch([&](auto theta) { return held_back.value(theta); }, {.patience = 10});
///   minimize(problem, in_batches(adam{}, {.rows = 64}), stop{}, watch);
///   watch.restore(problem.parameters());
/// The metric is asked at the start, and wherever the whole objective was evaluated: after every step, or with
/// mini-batches after every epoch. NaN never counts as an improvement. (Prechelt 1998, "Early stopping - but when?")
template <class Metric>
class early_stopping {
 public:
  explicit early_stopping(Metric watched_metric, early_stopping_options chosen_options = {})
      : metric_(std::move(watched_metric)), options_(chosen_options) {}

  /// The least value of the metric, the step at which it was found, and the parameters there; infinity, 0 and nothing
  /// if the metric was never a number.
  [[nodiscard]] double best_value() const noexcept { return best_; }
  [[nodiscard]] std::int64_t best_step() const noexcept { return best_step_; }
  [[nodiscard]] std::span<double const> best_point() const noexcept { return point_; }

  /// Copies the best point into the parameters of a problem of that size; leaves them if there is none.
  template <class T>
  void restore(std::span<T> parameters) const {
    auto const count = static_cast<std::ptrdiff_t>(std::min(point_.size(), parameters.size()));
    std::transform(point_.begin(), point_.begin() + count, parameters.begin(),
                   [](double entry) { return static_cast<T>(entry); });
  }

  template <class T>
  verdict operator()(progress<T> const& now) {
    if (now.event == event::begin)
      best_ = std::numeric_limits<double>::infinity(), best_step_ = waited_ = 0, point_.clear();
    if ((now.event != event::begin && now.event != event::step) || now.on_batch) return verdict::proceed;
    double const value = static_cast<double>(metric_(now.x));
    if (value < best_ - options_.min_change) {
      best_ = value;
      best_step_ = now.step;
      waited_ = 0;
      point_.assign(now.x.begin(), now.x.end());
      return verdict::proceed;
    }
    return ++waited_ < options_.patience ? verdict::proceed : verdict::stop_early;
  }

  /// A run that is saved saves these.
  template <class Self>
  static auto members(Self& self) {
    return std::tie(self.best_, self.best_step_, self.waited_, self.point_);
  }

 private:
  Metric metric_;
  early_stopping_options options_;
  double best_ = std::numeric_limits<double>::infinity();
  std::int64_t best_step_ = 0, waited_ = 0;
  std::vector<double> point_;
};

}  // namespace gradsmith
