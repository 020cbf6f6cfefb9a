// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Gradient descent.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <gradsmith/optimize/line_search.hpp>
#include <gradsmith/optimize/method.hpp>

namespace gradsmith {

/// x -= t g, with t from a line search, or fixed: gradient_descent{.line_search = fixed_step{.learning_rate = 1e-3}}.
/// The first trial is min(1, 1/sum |g|), later ones twice the step before, so that t can grow again.
/// Needs value_and_gradient. Memory: 2 vectors besides the iterate; with fixed_step none is used.
/// Source: Cauchy 1847; Nocedal, Wright 2006, chapter 3.
struct gradient_descent {
  optimize::any_line_search line_search = armijo{};

  template <class T>
  struct state {
    std::vector<T> direction, memory;
    T first = 0;                          // trial of the next search; 0 before the first
  };
  template <class T>
  [[nodiscard]] state<T> begin(std::size_t n) const {
    return {.direction = std::vector<T>(n), .memory = std::vector<T>(n)};
  }
  [[nodiscard]] std::string invalid() const { return optimize::invalid_option_of(line_search); }

  template <optimize::objective F>
  [[nodiscard]] std::optional<status> advance(optimize::iterate<F>& at, state<optimize::scalar_of<F>>& s) const {
    using T = optimize::scalar_of<F>;
    bool const is_fixed = std::holds_alternative<fixed_step>(line_search);
    optimize::assign_scaled<T>(s.direction, -1, at.gradient);
    T const unit = is_fixed ? T(1) : optimize::keep_slope_finite<T>(s.direction);
    T first = 1;
    if (!is_fixed) first = s.first == 0 ? std::min(unit, 1 / optimize::sum_abs<T>(s.direction)) : s.first * unit;
    T const size = at.gradient_norm;
    optimize::search_outcome const outcome = optimize::move_along(line_search, at, s.direction, first, s.memory);
    if (!outcome.found) return is_fixed ? status::not_finite : outcome.failure();
    if (!is_fixed && size > 0) s.first = 2 * at.step_length() / size;
    return std::nullopt;
  }
};

}  // namespace gradsmith
