// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// A learning rate along half a cosine, again and again.
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>
#include <string>

#include <gradsmith/optimize/invalid_option.hpp>

namespace gradsmith::schedule {

/// minimum + (base_rate peak^k - minimum) (1 + cos(pi u / U)) / 2, where the step is the one number u of cycle k, which
/// has U = steps growth^k steps; both count from 0. With peak 1 it is PyTorch's rule (CosineAnnealingWarmRestarts,
/// whose growth is an integer); Keras has growth 2, and its m_mul is `peak`.
/// Source: Loshchilov, Hutter 2017 (SGDR), equation 5.
struct cosine_restarts {
  std::int64_t steps = 0;                 // T0: of the first cycle; has to be given
  double growth = 1;                      // Tmult: each cycle is that much longer than the one before, at least 1
  double minimum = 0;                     // a learning rate
  double peak = 1;                        // each cycle begins that much higher than the one before, in (0, 1]

  [[nodiscard]] std::string invalid() const {
    using namespace optimize;
    return first_wrong({at_least_one("steps", static_cast<double>(steps)), at_least_one("growth", growth),
                        not_negative("minimum", minimum), positive("peak", peak),
                        {"peak", peak, peak <= 1, "must not be more than 1"}});
  }
  [[nodiscard]] double operator()(double base_rate, std::int64_t step) const {
    // Counted off, not by a logarithm: a border that is rounded would end a cycle a step too early or too late.
    double length = static_cast<double>(steps), inside = static_cast<double>(step), top = base_rate;
    if (growth == 1) {
      top *= std::pow(peak, static_cast<double>(step / steps));
      inside = static_cast<double>(step % steps);
    } else {
      for (; inside >= length; length *= growth, top *= peak) inside -= length;
    }
    return minimum + (top - minimum) * (1 + std::cos(std::numbers::pi * (inside / length))) / 2;
  }
};

}  // namespace gradsmith::schedule
