// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// A learning rate along half a cosine.
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>
#include <string>

#include <gradsmith/optimize/invalid_option.hpp>
#include <gradsmith/optimize/schedule/rate_schedule.hpp>

namespace gradsmith::schedule {

/// minimum + (base_rate - minimum) (1 + cos(pi t / steps)) / 2 at step t, and from step `steps` on the minimum (as in
/// Keras and optax, where it is given as a share of base_rate). PyTorch's CosineAnnealingLR goes on with the formula,
/// so that the rate rises again for as many steps, and so forth: is_periodic = true.
/// Source: Loshchilov, Hutter 2017, equation 5, without restarts.
struct cosine {
  std::int64_t steps = 0;                 // T: until the minimum; has to be given
  double minimum = 0;                     // a learning rate
  bool is_periodic = false;

  [[nodiscard]] std::string invalid() const {
    using namespace optimize;
    return first_wrong({at_least_one("steps", static_cast<double>(steps)), not_negative("minimum", minimum)});
  }
  [[nodiscard]] double operator()(double base_rate, std::int64_t step) const {
    // Of a whole period, so that the cosine's argument stays small.
    double const done = is_periodic ? share_done(step % (2 * steps), 2 * steps) * 2 : share_done(step, steps);
    return minimum + (base_rate - minimum) * (1 + std::cos(std::numbers::pi * done)) / 2;
  }
};

}  // namespace gradsmith::schedule
