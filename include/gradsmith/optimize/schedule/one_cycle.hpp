// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// A learning rate that rises once and falls once.
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>
#include <string>

#include <gradsmith/optimize/invalid_option.hpp>

namespace gradsmith::schedule {

/// From base_rate / start_divisor at step 0 up to base_rate at step rise steps - 1, then down to
/// base_rate / (start_divisor end_divisor) at step `steps` - 1, and that from there on; along cosines, or straight
/// lines. The method's learning_rate is the largest of the cycle. With three_phases it falls back to its first value as
/// fast as it rose, at step 2 rise steps - 2, and from there to the last. Defaults and rule are PyTorch's (OneCycleLR);
/// the momentum goes with opposite_to(...). rise steps need not be an integer: the top may then lie between two steps.
/// Source: Smith, Topin 2018 (super-convergence), with lines in three phases; cosines: fastai.
struct one_cycle {
  enum class curve { cosine, linear };

  std::int64_t steps = 0;                 // in the whole cycle; has to be given
  double rise = 0.3;                      // share of the steps that go up
  double start_divisor = 25;
  double end_divisor = 1e4;
  curve along = curve::cosine;
  bool three_phases = false;              // rise is at most 1/2 then

  [[nodiscard]] std::string invalid() const {
    using namespace optimize;
    double const whole = static_cast<double>(steps);
    return first_wrong({at_least_one("steps", whole), {"rise", rise, rise > 0 && rise <= 1, "must be in (0, 1]"},
                        {"rise", rise, rise * whole > 1, "must be more than one step"},
                        {"rise", rise, !three_phases || rise <= 0.5, "must be at most 0.5 in three phases"},
                        positive("start_divisor", start_divisor), positive("end_divisor", end_divisor)});
  }
  /// How far up it is at a step: 1 at the top, 0 where it begins and ends, and in the third phase.
  [[nodiscard]] double height(std::int64_t step) const {
    double const t = static_cast<double>(step), end = static_cast<double>(steps) - 1;
    if (t <= top()) return between(0, 1, t / top());
    if (!three_phases) return t < end ? between(1, 0, (t - top()) / (end - top())) : 0;
    return t <= 2 * top() ? between(1, 0, (t - top()) / top()) : 0;
  }
  [[nodiscard]] double operator()(double base_rate, std::int64_t step) const {
    double const t = static_cast<double>(step), end = static_cast<double>(steps) - 1;
    double const first = base_rate / start_divisor, last = first / end_divisor;
    if (t <= top()) return between(first, base_rate, t / top());
    if (t >= end) return last;
    if (!three_phases) return between(base_rate, last, (t - top()) / (end - top()));
    if (t <= 2 * top()) return between(base_rate, first, (t - top()) / top());
    return between(first, last, (t - 2 * top()) / (end - 2 * top()));
  }

 private:
  /// The step of the largest rate.
  [[nodiscard]] double top() const { return rise * static_cast<double>(steps) - 1; }
  [[nodiscard]] double between(double from, double to, double share) const {
    if (along == curve::linear) return from + (to - from) * share;
    return to + (from - to) * (1 + std::cos(std::numbers::pi * share)) / 2;
  }
};

}  // namespace gradsmith::schedule
