// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// No search: the same factor at every step.
#pragma once

#include <string>

#include <gradsmith/optimize/invalid_option.hpp>

namespace gradsmith {

/// x += learning_rate d, whatever the value does.
struct fixed_step {
  double learning_rate = 1;               // length of the step, in units of the direction

  [[nodiscard]] std::string invalid() const {
    return optimize::first_wrong({optimize::positive("learning_rate", learning_rate)});
  }
};

}  // namespace gradsmith
