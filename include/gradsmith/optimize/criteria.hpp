// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// The stop criteria at work: remembers what they compare with.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <gradsmith/optimize/invalid_option.hpp>
#include <gradsmith/optimize/iterate.hpp>
#include <gradsmith/optimize/status.hpp>
#include <gradsmith/optimize/stop.hpp>

namespace gradsmith::optimize {

template <class T>
class criteria {
 public:
  /// `is_tested_unasked`: whether the gradient is tested where the user says nothing of it.
  criteria(stop const& given_stop, std::int64_t usual_max_steps, bool is_tested_unasked = true)
      : gradient_norm_(given_stop.gradient_norm.or_default(usual_norm(is_tested_unasked))),
        gradient_relative_(given_stop.gradient_relative.or_default({})),
        value_change_(given_stop.value_change.or_default({})),
        step_change_(given_stop.step_change.or_default({})),
        target_(given_stop.target.or_default({})),
        max_time_(given_stop.max_time.or_default({})),
        max_steps_(given_stop.max_steps.or_default(usual_max_steps)),
        max_epochs_(given_stop.max_epochs.or_default({})),
        max_evaluations_(given_stop.max_evaluations.or_default({})),
        max_non_finite_(given_stop.max_non_finite), window_(given_stop.window) {
    // No run has more values than steps; rows beyond these grow as any vector.
    std::int64_t const most = std::clamp<std::int64_t>(max_steps_.value_or(most_reserved), 0, most_reserved);
    if (value_change_ && window_ >= 1) values_.reserve(static_cast<std::size_t>(std::min(window_, most)) + 1);
  }

  /// A sentence on the first limit that cannot be, else empty.
  [[nodiscard]] std::string invalid() const {
    std::string wrong = first_wrong({at_least_one("window", static_cast<double>(window_))});
    for (auto const& [name, given] : {std::pair{"gradient_norm", gradient_norm_},
                                      {"gradient_relative", gradient_relative_},
                                      {"value_change", value_change_},
                                      {"step_change", step_change_},
                                      {"max_time", max_time_},
                                      {"max_steps", number(max_steps_)}, {"max_epochs", number(max_epochs_)},
                                      {"max_evaluations", number(max_evaluations_)},
                                      {"max_non_finite", number(max_non_finite_)}})
      if (wrong.empty() && given) wrong = first_wrong({not_negative(name, *given)});
    if (wrong.empty() && target_ && std::isnan(*target_))
      wrong = first_wrong({{"target", *target_, false, "must be a number"}});
    return wrong;
  }

  /// The number of steps there may be, for the history's memory.
  [[nodiscard]] std::optional<std::int64_t> max_steps() const { return max_steps_; }

  /// Criteria on value and gradient of the whole, after each evaluation of a new point. NaN meets none of them.
  template <class F>
  [[nodiscard]] std::optional<status> met_at(iterate<F> const& at) {
    if (!first_norm_) first_norm_ = static_cast<double>(at.gradient_norm);
    if (value_change_) note(static_cast<double>(at.value));
    return met_again_at(at);
  }
  /// The same at a point that was tested before, by limits that may be others now.
  template <class F>
  [[nodiscard]] std::optional<status> met_again_at(iterate<F> const& at) const {
    double const norm = static_cast<double>(at.gradient_norm), value = static_cast<double>(at.value);
    if (gradient_norm_ && norm <= *gradient_norm_) return status::gradient_small;
    if (gradient_relative_ && first_norm_ && norm <= *gradient_relative_ * *first_norm_) return status::gradient_small;
    if (target_ && value <= *target_) return status::target_reached;
    if (value_change_ && is_flat()) return status::value_flat;
    return std::nullopt;
  }
  template <class F>
  [[nodiscard]] std::optional<status> met_by_step(iterate<F> const& at) const {
    if (!step_change_) return std::nullopt;
    double const size = static_cast<double>(max_abs(std::span<T const>{at.x}));
    if (static_cast<double>(at.step_length()) <= *step_change_ * (size + *step_change_)) return status::step_small;
    return std::nullopt;
  }
  template <class F>
  [[nodiscard]] std::optional<status> budget_used(iterate<F> const& at) const {
    if (max_steps_ && at.step >= *max_steps_) return status::max_steps;
    if (max_epochs_ && at.epoch >= *max_epochs_) return status::max_epochs;
    if (max_evaluations_ && at.evaluations >= *max_evaluations_) return status::max_evaluations;
    if (max_time_ && at.seconds() >= *max_time_) return status::max_time;
    return std::nullopt;
  }

  /// For a run that is saved: what is compared with, not the limits, which may be others when it goes on.
  template <class To>
  void save(To& to) const {
    to(first_norm_), to(window_), to(oldest_), to(values_);
  }
  template <class From>
  void load(From& from) {
    std::int64_t const window = window_;
    from(first_norm_), from(window_), from(oldest_), from(values_);
    if (window == window_) return;
    window_ = window;
    oldest_ = 0;
    values_.clear();
  }

 private:
  static constexpr std::int64_t most_reserved = 1 << 16;

  static std::optional<double> usual_norm(bool is_tested) {
    return is_tested ? std::optional<double>{sizeof(T) == 4 ? 1e-3 : 1e-6} : std::nullopt;
  }
  static std::optional<double> number(std::optional<std::int64_t> count) {
    return count ? std::optional<double>{static_cast<double>(*count)} : std::nullopt;
  }
  void note(double value) {
    std::size_t const size = static_cast<std::size_t>(window_) + 1;
    if (values_.size() < size) values_.push_back(value);
    else values_[oldest_] = value, oldest_ = (oldest_ + 1) % size;
  }
  [[nodiscard]] bool is_flat() const {
    if (values_.size() <= static_cast<std::size_t>(window_)) return false;
    auto const [least, most] = std::minmax_element(values_.begin(), values_.end());
    return *most - *least <= *value_change_ * std::max(std::abs(*least), std::abs(*most));
  }

  std::optional<double> gradient_norm_, gradient_relative_, value_change_, step_change_, target_, max_time_;
  std::optional<std::int64_t> max_steps_, max_epochs_, max_evaluations_;
  std::int64_t max_non_finite_, window_;
  std::optional<double> first_norm_;
  std::vector<double> values_;            // the last window + 1, as a ring
  std::size_t oldest_ = 0;
};

}  // namespace gradsmith::optimize
