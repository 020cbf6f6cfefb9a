// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// A learning rate that rises and falls again and again.
#pragma once

#include <cmath>
#include <cstdint>
#include <string>

#include <gradsmith/optimize/invalid_option.hpp>

namespace gradsmith::schedule {

/// minimum + (base_rate - minimum) height(t): straight lines up to base_rate at step `rise`, down to the minimum at
/// step rise + fall, and up again. The method's learning_rate is the largest. Peaks are all the same (triangular), half
/// as high in every cycle as in the one before (triangular2), or multiplied by factor^t at every step t (exp_range).
/// Defaults and rule are PyTorch's (CyclicLR); momentum goes with opposite_to(...), from 0.9 to 0.8 there.
/// Source: Smith 2017 (cyclical learning rates), section 3.1.
struct cyclic {
  enum class peaks { same, halved, multiplied };

  double minimum = 0;                     // a learning rate
  std::int64_t rise = 2000;               // in steps
  std::int64_t fall = 0;                  // in steps; 0: as many as rise
  peaks heights = peaks::same;
  double factor = 1;                      // gamma, for peaks::multiplied

  [[nodiscard]] std::string invalid() const {
    using namespace optimize;
    return first_wrong({not_negative("minimum", minimum), at_least_one("rise", static_cast<double>(rise)),
                        not_negative("fall", static_cast<double>(fall)), positive("factor", factor)});
  }
  /// How far up it is at a step, from 0 to 1.
  [[nodiscard]] double height(std::int64_t step) const {
    std::int64_t const down = fall == 0 ? rise : fall, period = rise + down, place = step % period;
    double const way = place <= rise ? static_cast<double>(place) / static_cast<double>(rise)
                                     : static_cast<double>(period - place) / static_cast<double>(down);
    if (heights == peaks::halved) return way * std::pow(0.5, static_cast<double>(step / period));
    if (heights == peaks::multiplied) return way * std::pow(factor, static_cast<double>(step));
    return way;
  }
  [[nodiscard]] double operator()(double base_rate, std::int64_t step) const {
    return minimum + (base_rate - minimum) * height(step);
  }
};

}  // namespace gradsmith::schedule
