// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Schedules one after the other.
#pragma once

#include <cstdint>
#include <string>
#include <type_traits>

#include <gradsmith/optimize/invalid_option.hpp>
#include <gradsmith/optimize/schedule/rate_schedule.hpp>

namespace gradsmith::schedule {

/// What `lasting` returns.
template <rate_schedule S>
struct stage {
  std::int64_t steps;
  S rates;
};

/// A stage of a sequence: `rates` for as many steps.
template <rate_schedule S>
[[nodiscard]] constexpr stage<S> lasting(std::int64_t steps, S rates) {
  return {steps, rates};
}

/// What `sequence` returns, of two: each stage counts its own steps from 0.
template <rate_schedule First, rate_schedule Then>
struct one_after_other {
  First first;
  std::int64_t steps;
  Then then;

  [[nodiscard]] std::string invalid() const {
    std::string wrong = optimize::first_wrong({optimize::not_negative("steps", static_cast<double>(steps))});
    if (wrong.empty()) wrong = invalid_option(first);
    return wrong.empty() ? invalid_option(then) : wrong;
  }
  [[nodiscard]] constexpr double operator()(double base_rate, std::int64_t step) const {
    return step < steps ? first(base_rate, step) : then(base_rate, step - steps);
  }
};

/// sequence(lasting(100, linear{.steps = 100}), lasting(900, cosine{.steps = 900}), exponential{.factor = 0.99}): each
/// for its time, counted from 0 (PyTorch's SequentialLR, optax's join_schedules), and the last one for ever.
template <rate_schedule Last>
[[nodiscard]] constexpr Last sequence(Last last) {
  return last;
}
template <rate_schedule First, class... Rest>
[[nodiscard]] constexpr auto sequence(stage<First> first, Rest... rest) {
  static_assert(sizeof...(Rest) > 0, "a sequence ends with a schedule that goes on for ever, outside lasting(...)");
  if constexpr (sizeof...(Rest) > 0) {
    auto const then = schedule::sequence(rest...);
    return one_after_other<First, std::remove_const_t<decltype(then)>>{first.rates, first.steps, then};
  } else {
    return first.rates;
  }
}

}  // namespace gradsmith::schedule
