// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// A learning rate that falls at equal intervals.
#pragma once

#include <cmath>
#include <cstdint>
#include <string>

#include <gradsmith/optimize/invalid_option.hpp>

namespace gradsmith::schedule {

/// base_rate factor^floor(t / every) at step t. Default and rule are PyTorch's (StepLR).
struct step_decay {
  std::int64_t every = 0;                 // in steps: has to be given
  double factor = 0.1;                    // gamma

  [[nodiscard]] std::string invalid() const {
    using namespace optimize;
    return first_wrong({at_least_one("every", static_cast<double>(every)), positive("factor", factor)});
  }
  [[nodiscard]] double operator()(double base_rate, std::int64_t step) const {
    return base_rate * std::pow(factor, static_cast<double>(step / every));
  }
};

}  // namespace gradsmith::schedule
