// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// A schedule times a factor.
#pragma once

#include <cstdint>
#include <string>

#include <gradsmith/optimize/invalid_option.hpp>
#include <gradsmith/optimize/schedule/rate_schedule.hpp>

namespace gradsmith::schedule {

/// What `scaled` returns.
template <rate_schedule S>
struct with_factor {
  S rates;
  double factor;

  [[nodiscard]] std::string invalid() const {
    std::string const wrong = optimize::first_wrong({optimize::positive("factor", factor)});
    return wrong.empty() ? invalid_option(rates) : wrong;
  }
  [[nodiscard]] constexpr double operator()(double base_rate, std::int64_t step) const {
    return factor * rates(base_rate, step);
  }
};

/// factor times what `rates` gives.
template <rate_schedule S>
[[nodiscard]] constexpr with_factor<S> scaled(S rates, double factor) {
  return {rates, factor};
}

}  // namespace gradsmith::schedule
