// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// A learning rate that is multiplied for some steps.
#pragma once

#include <cstdint>
#include <string>

#include <gradsmith/optimize/invalid_option.hpp>

namespace gradsmith::schedule {

/// factor base_rate for the first `steps` steps, then base_rate. Defaults and rule are PyTorch's (ConstantLR).
struct constant_factor {
  double factor = 1.0 / 3;
  std::int64_t steps = 5;

  [[nodiscard]] std::string invalid() const {
    using namespace optimize;
    return first_wrong({positive("factor", factor), not_negative("steps", static_cast<double>(steps))});
  }
  [[nodiscard]] constexpr double operator()(double base_rate, std::int64_t step) const {
    return step < steps ? factor * base_rate : base_rate;
  }
};

}  // namespace gradsmith::schedule
