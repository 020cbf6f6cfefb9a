// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// The Cholesky factorisation of a symmetric matrix, made positive definite where it is not.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include <gradsmith/optimize/vectors.hpp>

namespace gradsmith::optimize {

/// L with L L' = A + shift I, in the lower triangle of n x n numbers row by row. False if that is not positive
/// definite, or so nearly that a pivot is within rounding of the largest entry. Of A the lower triangle is read.
/// Cost: n^3 / 3.
template <class T>
[[nodiscard]] bool factor_shifted(std::span<T const> matrix, T shift, T largest_entry, std::span<T> lower,
                                  std::size_t n) {
  T const least = std::numeric_limits<T>::epsilon() * largest_entry;
  for (std::size_t i = 0; i < n; ++i) {
    std::span<T> const row_i = lower.subspan(i * n, n);
    for (std::size_t j = 0; j < i; ++j) {
      T const inner = dot<T>(row_i.first(j), lower.subspan(j * n, j));
      row_i[j] = (matrix[i * n + j] - inner) / lower[j * n + j];
    }
    T const pivot = matrix[i * n + i] + shift - dot<T>(row_i.first(i), row_i.first(i));
    if (!(pivot > least) || !std::isfinite(pivot)) return false;
    row_i[i] = std::sqrt(pivot);
  }
  return true;
}

/// The same with the least of the shifts 0, r, b, 2 b, 4 b ... that is enough; where a diagonal entry is not positive
/// they begin with what makes it b. b is a thousandth of the largest entry, r sqrt(epsilon) of it, which is enough for
/// a matrix that is singular and no more, as that of a softmax is. False if the matrix is not finite.
/// Source: Nocedal, Wright 2006, algorithm 3.3, whose b is 0.001 itself, and which has no r.
template <class T>
[[nodiscard]] bool factor_with_shift(std::span<T const> matrix, std::span<T> lower, std::size_t n) {
  T const largest = max_abs(matrix);
  if (!std::isfinite(largest) || !(largest > 0)) return false;
  T least_diagonal = matrix[0];
  for (std::size_t k = 1; k < n; ++k) least_diagonal = std::min(least_diagonal, matrix[k * n + k]);
  T const first_shift = largest / 1000;
  T shift = least_diagonal > 0 ? T(0) : first_shift - least_diagonal;
  T const tiny_shift = largest * std::sqrt(std::numeric_limits<T>::epsilon());
  // The largest entry times n bounds every eigenvalue.
  while (std::isfinite(shift)) {
    if (factor_shifted<T>(matrix, shift, largest, lower, n)) return true;
    shift = shift == 0 && tiny_shift > 0 ? tiny_shift : std::max(2 * shift, first_shift);
  }
  return false;
}

/// x = (L L')^-1 x.
template <class T>
void solve_factored(std::span<T const> lower, std::span<T> x) {
  std::size_t const n = x.size();
  for (std::size_t i = 0; i < n; ++i) x[i] = (x[i] - dot<T>(lower.subspan(i * n, i), x.first(i))) / lower[i * n + i];
  for (std::size_t i = n; i-- > 0;) {
    x[i] /= lower[i * n + i];
    add_scaled<T>(x.first(i), -x[i], lower.subspan(i * n, i));
  }
}

}  // namespace gradsmith::optimize
