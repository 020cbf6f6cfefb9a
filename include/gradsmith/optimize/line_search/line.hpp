// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// The line x + t d through the current point, where line searches try steps.
#pragma once

#include <cmath>
#include <span>
#include <vector>

#include <gradsmith/optimize/line_search/trial.hpp>

namespace gradsmith::optimize {

/// Trials move the iterate itself; one of them is kept, at first the start, and can be returned to without an
/// evaluation. `lent_memory` is lent by the method: as large as x, overwritten.
template <objective F>
class line {
 public:
  using scalar = scalar_of<F>;

  line(iterate<F>& current_iterate, std::span<scalar const> search_direction, std::vector<scalar>& lent_memory)
      : at_(current_iterate), direction_(search_direction), kept_gradient_(lent_memory) {
    last_ = {.step = 0, .value = at_.value, .slope = dot<scalar>(at_.gradient, direction_), .is_finite = true};
    start_ = last_;
    keep();
  }

  [[nodiscard]] trial<scalar> const& start() const { return start_; }
  [[nodiscard]] scalar direction_norm() const { return max_abs(direction_); }

  /// Whether the point differs from the start at all: x + t d may round to x.
  [[nodiscard]] bool has_moved() const { return at_.x != at_.previous; }

  /// Evaluates at x + t d. The value, all of the gradient and the slope must be finite for a finite trial.
  trial<scalar> const& try_step(scalar t) {
    assign_moved<scalar>(at_.x, at_.previous, t, direction_);
    at_.evaluate();
    last_ = {.step = t, .value = at_.value, .slope = dot<scalar>(at_.gradient, direction_), .is_finite = false};
    last_.is_finite = at_.is_finite && std::isfinite(last_.slope);
    return last_;
  }

  /// Remembers the last trial instead of the one kept before.
  void keep() {
    kept_ = last_;
    std::swap(at_.gradient, kept_gradient_);
  }
  /// Makes the one that was kept the current point again.
  void return_to_kept() {
    assign_moved<scalar>(at_.x, at_.previous, kept_.step, direction_);
    std::swap(at_.gradient, kept_gradient_);
    at_.value = kept_.value;
    at_.gradient_norm = max_abs<scalar>(at_.gradient);
    at_.is_finite = true;
    last_ = kept_;
  }

 private:
  iterate<F>& at_;
  std::span<scalar const> direction_;
  std::vector<scalar>& kept_gradient_;
  trial<scalar> start_, last_, kept_;
};

}  // namespace gradsmith::optimize
