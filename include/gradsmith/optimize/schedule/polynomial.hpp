// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// A learning rate that falls as a power of the steps that are left.
#pragma once

#include <cmath>
#include <cstdint>
#include <string>

#include <gradsmith/optimize/invalid_option.hpp>
#include <gradsmith/optimize/schedule/rate_schedule.hpp>

namespace gradsmith::schedule {

/// minimum + (base_rate - minimum) (1 - min(t, steps) / steps)^power at step t. With minimum 0 it is PyTorch's rule
/// (PolynomialLR); `minimum` is the end value of Keras (0.0001 there) and optax.
struct polynomial {
  std::int64_t steps = 5;                 // until the minimum
  double power = 1;                       // 1: a straight line
  double minimum = 0;                     // a learning rate

  [[nodiscard]] std::string invalid() const {
    using namespace optimize;
    return first_wrong({at_least_one("steps", static_cast<double>(steps)), positive("power", power),
                        not_negative("minimum", minimum)});
  }
  [[nodiscard]] double operator()(double base_rate, std::int64_t step) const {
    return minimum + (base_rate - minimum) * std::pow(1 - share_done(step, steps), power);
  }
};

}  // namespace gradsmith::schedule
