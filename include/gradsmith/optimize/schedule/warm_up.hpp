// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// A learning rate that begins small and rises to where another schedule starts.
#pragma once

#include <cstdint>
#include <string>

#include <gradsmith/optimize/invalid_option.hpp>
#include <gradsmith/optimize/schedule/constant_factor.hpp>
#include <gradsmith/optimize/schedule/rate_schedule.hpp>

namespace gradsmith::schedule {

/// What `warm_up` returns.
template <rate_schedule Then>
struct warmed_up {
  std::int64_t steps;
  Then then;
  double from;

  [[nodiscard]] std::string invalid() const {
    using namespace optimize;
    std::string const wrong =
        first_wrong({not_negative("steps", static_cast<double>(steps)), not_negative("from", from)});
    return wrong.empty() ? invalid_option(then) : wrong;
  }
  [[nodiscard]] constexpr double operator()(double base_rate, std::int64_t step) const {
    if (step >= steps) return then(base_rate, step - steps);
    return then(base_rate, 0) * (from + (1 - from) * share_done(step, steps));
  }
};

/// then(base_rate, 0) (from + (1 - from) t / steps) at step t < steps, afterwards then(base_rate, t - steps): a
/// straight line up to where `then` begins, which counts its own steps from 0. With from = 0, as optax has it, the
/// first step does not move at all; 0.01 is the share that torchvision's reference training begins with.
/// Source: Goyal et al. 2017, section 2.2 (gradual warm-up).
template <rate_schedule Then>
[[nodiscard]] constexpr warmed_up<Then> warm_up(std::int64_t steps, Then then, double from = 0.01) {
  return {steps, then, from};
}
/// The same, with the method's own rate after it.
[[nodiscard]] constexpr warmed_up<constant_factor> warm_up(std::int64_t steps) {
  return {steps, constant_factor{.factor = 1, .steps = 0}, 0.01};
}

}  // namespace gradsmith::schedule
