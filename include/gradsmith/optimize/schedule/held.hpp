// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// A schedule that counts something longer than steps.
#pragma once

#include <cstdint>
#include <string>

#include <gradsmith/optimize/invalid_option.hpp>
#include <gradsmith/optimize/schedule/rate_schedule.hpp>

namespace gradsmith::schedule {

/// What `held` returns.
template <rate_schedule S>
struct in_stairs {
  std::int64_t steps;
  S rates;

  [[nodiscard]] std::string invalid() const {
    std::string const wrong = optimize::first_wrong({optimize::at_least_one("steps", static_cast<double>(steps))});
    return wrong.empty() ? invalid_option(rates) : wrong;
  }
  [[nodiscard]] constexpr double operator()(double base_rate, std::int64_t step) const {
    return rates(base_rate, step / steps);
  }
};

/// Every rate for as many steps: held(batches_in_an_epoch, step_decay{.every = 30}) counts epochs.
template <rate_schedule S>
[[nodiscard]] constexpr in_stairs<S> held(std::int64_t steps, S rates) {
  return {steps, rates};
}

}  // namespace gradsmith::schedule
