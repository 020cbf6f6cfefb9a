// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// The triangle of a QR decomposition, of rows that are taken in one block after another.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <tuple>
#include <vector>

#include <gradsmith/optimize/vectors.hpp>

namespace gradsmith::optimize {

/// R and Q'b of A = QR by Householder reflections: each takes a block of 128 rows beneath the triangle so far, so that
/// what is worked on stays in the cache however many rows there are. Q is not kept.
/// Cost: 2 m n^2 for m rows of n columns. Memory: (128 + n)(n + 1) numbers, allocated when made.
/// Source: Golub, Van Loan 2013, algorithm 5.2.1; in blocks of rows: Golub, Plemmons, Sameh 1988.
template <class T>
class triangle {
 public:
  explicit triangle(std::size_t column_count)
      : n_(column_count), corner_(n_ * (n_ + 1)), block_(block_rows * (n_ + 1)) {}

  /// Of the rows of A, which lie one after another, and b.
  void take(std::span<T const> all_rows, std::span<T const> right_side) {
    std::fill(corner_.begin(), corner_.end(), T(0));
    for (std::size_t first_row = 0; first_row < right_side.size(); first_row += block_rows) {
      std::size_t const rows_here = std::min(block_rows, right_side.size() - first_row);
      for (std::size_t k = 0; k < n_; ++k)
        for (std::size_t i = 0; i < rows_here; ++i) block_[k * block_rows + i] = all_rows[(first_row + i) * n_ + k];
      std::copy_n(right_side.begin() + static_cast<std::ptrdiff_t>(first_row), rows_here,
                  block_.begin() + static_cast<std::ptrdiff_t>(n_ * block_rows));
      reflect(rows_here);
    }
  }
  [[nodiscard]] std::size_t size() const { return n_; }
  /// For a run that is saved: what a step begins with is taken anew.
  template <class Self>
  static auto members(Self&) {
    return std::tuple<>{};
  }
  /// Column k of R: its first k + 1 entries, zeros beneath. Column n is Q'b.
  [[nodiscard]] std::span<T const> column(std::size_t k) const {
    return std::span<T const>{corner_}.subspan(k * n_, n_);
  }

 private:
  static constexpr std::size_t block_rows = 128;

  void reflect(std::size_t rows_here) {
    for (std::size_t k = 0; k < n_; ++k) {
      std::span<T> const v = std::span<T>{block_}.subspan(k * block_rows, rows_here);
      T const below = norm<T>(v), diagonal = corner_[k * n_ + k];
      if (below == 0) continue;
      T const length = std::hypot(diagonal, below), image = diagonal > 0 ? -length : length;
      // I - t (1 v)'(1 v) with v / (diagonal - image), which does not cancel.
      T const pivot = diagonal - image, t = -pivot / image;
      for (T& each : v) each /= pivot;
      corner_[k * n_ + k] = image;
      for (std::size_t other = k + 1; other <= n_; ++other) {
        std::span<T> const beneath = std::span<T>{block_}.subspan(other * block_rows, rows_here);
        T& top = corner_[other * n_ + k];
        T const share = t * (top + dot<T>(v, beneath));
        top -= share;
        add_scaled<T>(beneath, -share, v);
      }
    }
  }

  std::size_t n_;
  std::vector<T> corner_;                 // by columns
  std::vector<T> block_;                  // by columns
};

}  // namespace gradsmith::optimize
