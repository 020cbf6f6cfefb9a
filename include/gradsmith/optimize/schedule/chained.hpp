// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Schedules through each other.
#pragma once

#include <cstdint>
#include <string>

#include <gradsmith/optimize/schedule/rate_schedule.hpp>

namespace gradsmith::schedule {

/// What `chained` returns, of two.
template <rate_schedule First, rate_schedule Then>
struct through {
  First first;
  Then then;

  [[nodiscard]] std::string invalid() const {
    std::string const wrong = invalid_option(first);
    return wrong.empty() ? invalid_option(then) : wrong;
  }
  [[nodiscard]] constexpr double operator()(double base_rate, std::int64_t step) const {
    return then(first(base_rate, step), step);
  }
};

/// The rate that the first one gives is the base of the second, and so on: factors multiply (PyTorch's
/// ChainedScheduler).
template <rate_schedule Last>
[[nodiscard]] constexpr Last chained(Last last) {
  return last;
}
template <rate_schedule First, rate_schedule... Rest>
  requires(sizeof...(Rest) > 0)
[[nodiscard]] constexpr auto chained(First first, Rest... rest) {
  return through<First, decltype(schedule::chained(rest...))>{first, schedule::chained(rest...)};
}

}  // namespace gradsmith::schedule
