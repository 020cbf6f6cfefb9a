// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Unit vectors as directions, several at a time: the Hessian times them are its rows.
#pragma once

#include <algorithm>
#include <cstddef>

#include <gradsmith/emit/workspace.hpp>

namespace gradsmith::detail {

/// The axis that a program has for several directions, whose symbols come after `own` others, or -1. `own_rank`: of the first parameter.
template <class C>
[[nodiscard]] consteval int axis_of_directions(int own, int own_rank) {
  if (C::tables.symbol_count == own || C::tables.symbols[own].rank == own_rank) return -1;
  return C::tables.symbols[own].axes[0];
}

/// How many directions of `size` go into one pass over the data: at most `most`, and about as many into each.
[[nodiscard]] constexpr std::size_t directions_at_once(std::size_t size, std::size_t most) noexcept {
  std::size_t const passes = (size + most - 1) / most;
  return (size + passes - 1) / passes;
}

/// Every unit vector of a length, `count` of them at a time as the rows of a matrix.
template <class T>
class unit_directions {
 public:
  /// visit(first, directions) for each matrix: its rows are the unit vectors from number `first` on. The last one has as many rows as the
  /// others, of which some may have been visited before.
  template <class Visit>
  void for_each(std::size_t size, std::size_t count, Visit const& visit) {
    if (matrix_.size() == 0) matrix_ = buffer<T>(count * size, T{0});
    T* const written_entries = matrix_.data();
    for (std::size_t visited = 0; visited < size; visited += count) {
      std::size_t const first = std::min(visited, size - count);
      for (std::size_t k = 0; k < count; ++k) written_entries[k * size + first + k] = 1;
      visit(first, static_cast<T const*>(written_entries));
      for (std::size_t k = 0; k < count; ++k) written_entries[k * size + first + k] = 0;
    }
  }

 private:
  buffer<T> matrix_;
};

}  // namespace gradsmith::detail
