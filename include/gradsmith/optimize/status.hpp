// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Why a run ended: a closed list, a sentence for each.
#pragma once

#include <string_view>

namespace gradsmith {

enum class status {
  gradient_small,
  value_flat,
  step_small,
  target_reached,
  stopped_as_success,
  early_stopped,
  max_steps,
  max_epochs,
  max_evaluations,
  max_time,
  stopped_by_user,
  line_search_failed,
  roundoff_limited,
  rank_deficient,
  not_finite,
  start_not_finite,
  invalid_options,
};

/// What the status means, in one sentence.
[[nodiscard]] constexpr std::string_view sentence(status s) {
  switch (s) {
    case status::gradient_small: return "The gradient is as small as asked for.";
    case status::value_flat: return "The value no longer changes by more than the tolerance.";
    case status::step_small: return "The steps are as small as asked for.";
    case status::target_reached: return "The value reached the target.";
    case status::stopped_as_success: return "A callback said that the run has reached its goal.";
    case status::early_stopped: return "The validation metric stopped improving.";
    case status::max_steps: return "The budget of steps is used up.";
    case status::max_epochs: return "The budget of epochs is used up.";
    case status::max_evaluations: return "The budget of evaluations is used up.";
    case status::max_time: return "The time is used up.";
    case status::stopped_by_user: return "A callback stopped the run.";
    case status::line_search_failed:
      return "No lower value was found along the direction, nor along the negative gradient: is it the gradient of this "
             "function? check_gradient(problem, point) tells.";
    case status::roundoff_limited:
      return "Values along the direction differ by rounding only, so no progress can be measured.";
    case status::rank_deficient:
      return "The Jacobian has not full rank: the residuals do not determine all parameters.";
    case status::not_finite:
      return "The value, the gradient or the point became NaN or infinite; the best finite point is returned.";
    case status::start_not_finite: return "The value, the gradient or the point is NaN or infinite at the start.";
    case status::invalid_options: return "An option has a value that the method does not allow.";
  }
  return "";
}

/// A criterion that the user asked for is met.
[[nodiscard]] constexpr bool converged(status s) { return s <= status::stopped_as_success; }
/// The point can be used: the best of a run that began at a finite value and met nothing worse than its limits.
[[nodiscard]] constexpr bool usable(status s) { return s < status::not_finite; }

}  // namespace gradsmith
