// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// What a schedule of the learning rate is.
#pragma once

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <string>

namespace gradsmith::schedule {

/// double operator()(double base_rate, std::int64_t step) const: the learning rate of a step, counted from 0, where the
/// method's own is base_rate. A value that depends on nothing else, so it can be asked for any step in any order; a
/// lambda is one. Optional:
///   std::string invalid() const         a sentence on the first option that is wrong, else empty
template <class S>
concept rate_schedule = std::copy_constructible<S> && requires(S const& s, double base_rate, std::int64_t step) {
  { s(base_rate, step) } -> std::convertible_to<double>;
};

template <rate_schedule S>
[[nodiscard]] std::string invalid_option(S const& s) {
  if constexpr (requires { s.invalid(); }) return s.invalid();
  else return {};
}

/// How much of `steps` is over at a step, from 0 to 1.
[[nodiscard]] constexpr double share_done(std::int64_t step, std::int64_t steps) {
  return static_cast<double>(std::min(step, steps)) / static_cast<double>(steps);
}

}  // namespace gradsmith::schedule
