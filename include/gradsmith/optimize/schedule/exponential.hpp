// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// A learning rate that falls by the same factor in every step.
#pragma once

#include <cmath>
#include <cstdint>
#include <string>

#include <gradsmith/optimize/invalid_option.hpp>

namespace gradsmith::schedule {

/// base_rate factor^(t / every) at step t. With every = 1 it is PyTorch's rule (ExponentialLR), else that of Keras and
/// optax, which have a falling step between two multiples of `every` as well; step_decay has not.
struct exponential {
  double factor = 0;                      // gamma: has to be given, 0.99 for one
  std::int64_t every = 1;                 // in how many steps the rate falls by the factor

  [[nodiscard]] std::string invalid() const {
    using namespace optimize;
    return first_wrong({positive("factor", factor), at_least_one("every", static_cast<double>(every))});
  }
  [[nodiscard]] double operator()(double base_rate, std::int64_t step) const {
    return base_rate * std::pow(factor, static_cast<double>(step) / static_cast<double>(every));
  }
};

}  // namespace gradsmith::schedule
