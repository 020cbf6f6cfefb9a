// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// How far to go along a direction: the searches, and the option that chooses among them.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include <gradsmith/optimize/line_search/armijo.hpp>
#include <gradsmith/optimize/line_search/fixed_step.hpp>
#include <gradsmith/optimize/line_search/line.hpp>
#include <gradsmith/optimize/line_search/strong_wolfe.hpp>

namespace gradsmith::optimize {

using any_line_search = std::variant<armijo, strong_wolfe, fixed_step>;

[[nodiscard]] inline std::string invalid_option_of(any_line_search const& search) {
  return std::visit([](auto const& each) { return each.invalid(); }, search);
}

/// Moves the iterate along `direction`, a direction of descent; `first` is the first trial, and what a fixed step is
/// multiplied with. Without a step to take the iterate stays. `memory`: see line.
template <objective F>
[[nodiscard]] search_outcome move_along(any_line_search const& search, iterate<F>& at, std::span<scalar_of<F> const> direction,
                                        scalar_of<F> first, std::vector<scalar_of<F>>& memory) {
  using T = scalar_of<F>;
  if (auto const* fixed = std::get_if<fixed_step>(&search)) {
    assign_moved<T>(at.x, at.previous, static_cast<T>(fixed->learning_rate) * first, direction);
    at.evaluate();
    return {.found = at.is_finite};
  }
  line<F> way(at, direction, memory);
  if (auto const* halving = std::get_if<armijo>(&search)) return (*halving)(way, first);
  return std::get<strong_wolfe>(search)(way, first);
}

}  // namespace gradsmith::optimize
