// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// A learning rate that falls at given steps.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <gradsmith/optimize/invalid_option.hpp>

namespace gradsmith::schedule {

/// base_rate factor^(number of milestones up to t) at step t: the first step at the new rate is the milestone itself.
/// A milestone that stands twice counts twice. Default and rule are PyTorch's (MultiStepLR).
struct multi_step {
  std::vector<std::int64_t> milestones{};      // in steps, none smaller than the one before
  double factor = 0.1;                         // gamma

  [[nodiscard]] std::string invalid() const {
    using namespace optimize;
    for (std::size_t k = 1; k < milestones.size(); ++k)
      if (milestones[k] < milestones[k - 1])
        return first_wrong({{"milestones", static_cast<double>(milestones[k]), false, "must not fall"}});
    return first_wrong({positive("factor", factor)});
  }
  [[nodiscard]] double operator()(double base_rate, std::int64_t step) const {
    auto const next = std::upper_bound(milestones.begin(), milestones.end(), step);
    return base_rate * std::pow(factor, static_cast<double>(next - milestones.begin()));
  }
};

}  // namespace gradsmith::schedule
