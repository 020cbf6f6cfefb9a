// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// A learning rate along a straight line.
#pragma once

#include <cstdint>
#include <string>

#include <gradsmith/optimize/invalid_option.hpp>
#include <gradsmith/optimize/schedule/rate_schedule.hpp>

namespace gradsmith::schedule {

/// base_rate (from + (to - from) min(t, steps) / steps) at step t. Defaults and rule are PyTorch's (LinearLR).
struct linear {
  double from = 1.0 / 3;                  // factor at step 0
  double to = 1;                          // factor from step `steps` on
  std::int64_t steps = 5;

  [[nodiscard]] std::string invalid() const {
    using namespace optimize;
    return first_wrong({positive("from", from), not_negative("to", to),
                        at_least_one("steps", static_cast<double>(steps))});
  }
  [[nodiscard]] constexpr double operator()(double base_rate, std::int64_t step) const {
    if (step >= steps) return base_rate * to;
    return base_rate * (from + (to - from) * share_done(step, steps));
  }
};

}  // namespace gradsmith::schedule
