// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Small systems of linear equations that need not be definite.
#pragma once

#include <cmath>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace gradsmith::optimize {

/// A = P L U with row pivots, of matrices of up to `most` rows, in memory that is allocated once.
/// Source: Golub, Van Loan 2013, algorithm 3.4.1.
template <class T>
struct small_system {
  std::vector<T> entries;                 // size x size, by rows; decomposed in place
  std::vector<std::size_t> pivots;
  std::size_t size = 0;

  explicit small_system(std::size_t most) : entries(most * most), pivots(most) {}
  [[nodiscard]] T& at(std::size_t row, std::size_t column) { return entries[row * size + column]; }

  /// False if a pivot is 0 or not finite.
  [[nodiscard]] bool decompose() {
    for (std::size_t k = 0; k < size; ++k) {
      std::size_t largest = k;
      for (std::size_t r = k + 1; r < size; ++r)
        if (std::abs(at(r, k)) > std::abs(at(largest, k))) largest = r;
      pivots[k] = largest;
      if (largest != k)
        for (std::size_t c = 0; c < size; ++c) std::swap(at(k, c), at(largest, c));
      T const pivot = at(k, k);
      if (!(std::abs(pivot) > 0) || !std::isfinite(pivot)) return false;
      for (std::size_t r = k + 1; r < size; ++r) {
        T const share = at(r, k) /= pivot;
        for (std::size_t c = k + 1; c < size; ++c) at(r, c) -= share * at(k, c);
      }
    }
    return true;
  }
  /// v = A^-1 v.
  void solve(std::span<T> v) {
    for (std::size_t k = 0; k < size; ++k) std::swap(v[k], v[pivots[k]]);
    for (std::size_t r = 0; r < size; ++r)
      for (std::size_t c = 0; c < r; ++c) v[r] -= at(r, c) * v[c];
    for (std::size_t r = size; r-- > 0;) {
      for (std::size_t c = r + 1; c < size; ++c) v[r] -= at(r, c) * v[c];
      v[r] /= at(r, r);
    }
  }
};

}  // namespace gradsmith::optimize
