// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Options out of their range, found before a run begins.
#pragma once

#include <cstdint>
#include <cstdio>
#include <initializer_list>
#include <string>

namespace gradsmith::optimize {

/// A name, the value given, and whether and what it ought to be.
struct option_check {
  char const* name;
  double value;
  bool is_right;
  char const* ought;
};

// Written so that NaN is wrong.
[[nodiscard]] constexpr option_check positive(char const* name, double value) {
  return {name, value, value > 0 && value <= 1.7e308, "must be positive and finite"};
}
[[nodiscard]] constexpr option_check not_negative(char const* name, double value) {
  return {name, value, value >= 0, "must not be negative"};
}
[[nodiscard]] constexpr option_check not_negative_but_finite(char const* name, double value) {
  return {name, value, value >= 0 && value <= 1.7e308, "must be finite and not negative"};
}
[[nodiscard]] constexpr option_check fraction(char const* name, double value) {
  return {name, value, value >= 0 && value < 1, "must be in [0, 1)"};
}
[[nodiscard]] constexpr option_check at_least_one(char const* name, double value) {
  return {name, value, value >= 1, "must be at least 1"};
}
[[nodiscard]] constexpr option_check inside_unit(char const* name, double value) {
  return {name, value, value > 0 && value < 1, "must be in (0, 1)"};
}

/// A sentence on the first option that is wrong; empty if none is.
[[nodiscard]] inline std::string first_wrong(std::initializer_list<option_check> options) {
  for (option_check const& each : options)
    if (!each.is_right) {
      char text[128];
      std::snprintf(text, sizeof text, "The option %s is %g and %s.", each.name, each.value, each.ought);
      return text;
    }
  return {};
}

}  // namespace gradsmith::optimize
