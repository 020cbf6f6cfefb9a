// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// How far to go along a direction: the searches, and the option that chooses among them.
#pragma once

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include <gradsmith/optimize/line_search/armijo.hpp>
#include <gradsmith/optimize/line_search/fixed_step.hpp>
#include <gradsmith/optimize/line_search/hager_zhang.hpp>
#include <gradsmith/optimize/line_search/line.hpp>
#include <gradsmith/optimize/line_search/more_thuente.hpp>
#include <gradsmith/optimize/line_search/strong_wolfe.hpp>

namespace gradsmith::optimize {

using any_line_search = std::variant<armijo, strong_wolfe, more_thuente, hager_zhang, fixed_step>;

[[nodiscard]] inline std::string invalid_option_of(any_line_search const& search) {
  return std::visit([](auto const& each) { return each.invalid(); }, search);
}

/// For a direction that is the negative gradient: where its slope -g.g overflows, as it does from entries of 1e154 on,
/// the direction is divided by its largest entry. Returns by what, 1 otherwise: the length of a step is to be
/// multiplied by it.
template <class T>
[[nodiscard]] T keep_slope_finite(std::span<T> direction) {
  std::span<T const> const d = direction;
  if (std::isfinite(dot<T>(d, d))) return T(1);
  T const largest = max_abs(d);
  for (T& each : direction) each /= largest;      // the reciprocal of a large number would be subnormal
  return largest;
}

/// The first trial along -g: min(1, 1/sum |g|), or, where the last step told nothing of the curvature, twice its length,
/// the largest |dx|. Keeps the slope finite.
template <class T>
[[nodiscard]] T trial_along_gradient(std::span<T> direction, T last_length) {
  T const largest = keep_slope_finite<T>(direction);
  std::span<T const> const d = direction;
  return last_length > 0 ? 2 * last_length / max_abs(d) : std::min(largest, 1 / sum_abs(d));
}

/// Moves the iterate along `direction`, a direction of descent; `first` is the first trial, and what a fixed step is
/// multiplied with. Without a step to take the iterate stays. `memory`: see line.
template <objective F>
[[nodiscard]] search_outcome move_along(any_line_search const& search, iterate<F>& at,
                                        std::span<scalar_of<F> const> direction,
                                        scalar_of<F> first, std::vector<scalar_of<F>>& memory) {
  using T = scalar_of<F>;
  if (auto const* fixed = std::get_if<fixed_step>(&search)) {
    assign_moved<T>(at.x, at.previous, static_cast<T>(fixed->learning_rate) * first, direction);
    return {.found = at.evaluate_step()};
  }
  line<F> way(at, direction, memory);
  if (auto const* halving = std::get_if<armijo>(&search)) return (*halving)(way, first);
  if (auto const* guarded = std::get_if<more_thuente>(&search)) return (*guarded)(way, first);
  if (auto const* secants = std::get_if<hager_zhang>(&search)) return (*secants)(way, first);
  return std::get<strong_wolfe>(search)(way, first);
}

}  // namespace gradsmith::optimize
