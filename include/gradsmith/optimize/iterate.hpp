// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Where a run stands: what methods see and move.
#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include <gradsmith/optimize/callback.hpp>
#include <gradsmith/optimize/objective.hpp>
#include <gradsmith/optimize/vectors.hpp>

namespace gradsmith::optimize {

/// What counts as rounding of a value: 1e-12 of it in double, as many units in the last place in other types.
template <class T>
inline constexpr T relative_noise = T(4503.5996) * std::numeric_limits<T>::epsilon();

/// Receives the events of a run.
struct listener {
  virtual void notify(event) = 0;

 protected:
  ~listener() = default;
};

/// The current point with value and gradient there, the best point so far, and the counts. Allocates when made only.
template <objective F>
class iterate {
 public:
  using scalar = scalar_of<F>;

  iterate(F& f, std::span<scalar const> start)
      : problem(f), x(start.begin(), start.end()), gradient(start.size()), previous(x), best_(x) {}

  F& problem;
  std::vector<scalar> x, gradient;
  scalar value = std::numeric_limits<scalar>::quiet_NaN();
  scalar gradient_norm = value;           ///< largest absolute entry of the gradient
  std::vector<scalar> previous;           ///< x before the step
  bool is_finite = false;                 ///< value and all of the gradient
  bool on_batch = false;                  ///< value and gradient are those of a mini-batch at `previous`
  std::int64_t step = 0, epoch = 0, evaluations = 0, restarts = 0;
  listener* listening = nullptr;
  std::chrono::steady_clock::time_point started = std::chrono::steady_clock::now();

  [[nodiscard]] std::size_t size() const { return x.size(); }
  [[nodiscard]] double seconds() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count(); }

  /// Every step begins with this.
  void begin_step() { std::copy(x.begin(), x.end(), previous.begin()); }

  /// Value and gradient of the problem at x.
  void evaluate() {
    evaluate(problem, x);
    on_batch = false;
    if (is_finite) remember();
    notify(event::evaluated);
  }
  /// Value and gradient of part of the problem at `where`; no candidate for the best point.
  template <objective Part>
  void evaluate_batch(Part&& part, std::vector<scalar> const& where) {
    evaluate(part, where);
    on_batch = true;
    notify(event::evaluated);
  }

  void notify(event what) {
    if (listening != nullptr) listening->notify(what);
  }

  /// |dx| of the last step, largest absolute entry.
  [[nodiscard]] scalar step_length() const { return max_distance<scalar>(x, previous); }

  [[nodiscard]] std::vector<scalar>& best() { return best_; }
  [[nodiscard]] scalar best_value() const { return best_value_; }
  [[nodiscard]] scalar best_gradient_norm() const { return best_gradient_norm_; }
  /// Takes the current point for the best one.
  void settle() {
    std::copy(x.begin(), x.end(), best_.begin());
    best_value_ = value;
    best_gradient_norm_ = gradient_norm;
  }

 private:
  template <class Part>
  void evaluate(Part& part, std::vector<scalar> const& where) {
    value = static_cast<scalar>(part.value_and_gradient(std::span<scalar const>{where}, std::span<scalar>{gradient}));
    ++evaluations;
    gradient_norm = max_abs<scalar>(gradient);
    is_finite = std::isfinite(value) && std::isfinite(gradient_norm);
  }
  // Among values that differ by rounding only, the smaller gradient tells which point is nearer to the minimum.
  // Compared with the lowest value ever, lest the best one creep upwards.
  void remember() {
    bool const none_yet = !std::isfinite(best_value_);
    scalar const noise = 16 * std::numeric_limits<scalar>::epsilon() * std::abs(lowest_);
    bool const lower = value < lowest_ - noise;
    bool const as_low = value <= lowest_ + noise && gradient_norm < best_gradient_norm_;
    if (none_yet || lower || as_low) settle();
    if (none_yet || value < lowest_) lowest_ = value;
  }

  std::vector<scalar> best_;
  scalar best_value_ = std::numeric_limits<scalar>::quiet_NaN();
  scalar best_gradient_norm_ = best_value_;
  scalar lowest_ = best_value_;
};

}  // namespace gradsmith::optimize
