// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// A momentum that falls while the learning rate rises.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>

#include <gradsmith/optimize/invalid_option.hpp>
#include <gradsmith/optimize/schedule/rate_schedule.hpp>

namespace gradsmith::schedule {

/// A schedule that says how far up it is: double height(std::int64_t step) const, from 0 to 1.
template <class S>
concept cycle = rate_schedule<S> && requires(S const& rates, std::int64_t step) {
  { rates.height(step) } -> std::convertible_to<double>;
};

/// What `opposite_to` returns.
template <cycle Cycle>
struct opposite {
  Cycle rates;
  double lowest;

  [[nodiscard]] std::string invalid() const {
    std::string const wrong = optimize::first_wrong({optimize::fraction("lowest", lowest)});
    return wrong.empty() ? invalid_option(rates) : wrong;
  }
  [[nodiscard]] double operator()(double base_momentum, std::int64_t step) const {
    return base_momentum - (base_momentum - lowest) * rates.height(step);
  }
};

/// A schedule of the momentum: the rule's own where the rate is lowest, `lowest` where it is highest, along the same
/// curve between. one_cycle in PyTorch has 0.95 and 0.85, cyclic 0.9 and 0.8.
/// Source: Smith, Topin 2018.
template <cycle Cycle>
[[nodiscard]] constexpr opposite<Cycle> opposite_to(Cycle rates, double lowest = 0.85) {
  return {rates, lowest};
}

}  // namespace gradsmith::schedule
