// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Linear least squares of a triangle: columns scaled, damped below, and pivoted, so that the rank shows.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

#include <gradsmith/optimize/linear_algebra/triangle.hpp>
#include <gradsmith/optimize/vectors.hpp>

namespace gradsmith::optimize {

/// The p with the least |R p + c|^2 + |D p|^2, R and c of a triangle and D a diagonal, by Householder reflections of
/// the columns of [R; D] divided by their lengths, the longest that is left first. |R p + c| differs from
/// |A p + b| by a constant, so this is the p of the rows that the triangle took, without a product A'A.
/// Cost: 8/3 n^3, and as much for the lengths. Memory: 2 n (n + 1) numbers, allocated when made.
/// Source: Golub 1965; Businger, Golub 1965.
template <class T>
class pivoted_triangle {
 public:
  explicit pivoted_triangle(std::size_t column_count)
      : n_(column_count), columns_(2 * n_ * (n_ + 1)), lengths_(n_), scales_(n_), place_(n_), solution_(n_) {}

  /// `damping`: the diagonal D, or nothing; `row_count`: of the rows that the triangle took, for the rank.
  void decompose(triangle<T> const& upper, std::span<T const> damping, std::size_t row_count) {
    height_ = damping.empty() ? n_ : 2 * n_;
    std::fill(columns_.begin(), columns_.end(), T(0));
    for (std::size_t k = 0; k <= n_; ++k) std::copy_n(upper.column(k).begin(), n_, column(k).begin());
    for (std::size_t k = 0; k < n_; ++k) {
      place_[k] = k;
      if (!damping.empty()) column(k)[n_ + k] = damping[k];
      T const length = norm<T>(std::span<T const>{column(k)});
      scales_[k] = length > 0 ? length : T(1);
      for (T& each : column(k)) each /= scales_[k];
    }
    for (std::size_t k = 0; k < n_; ++k) {
      for (std::size_t other = k; other < n_; ++other)
        lengths_[other] = norm<T>(std::span<T const>{column(other)}.subspan(k));
      bring_longest_to(k);
      reflect(k);
    }
    T const smallest = static_cast<T>(std::max(row_count, n_)) * std::numeric_limits<T>::epsilon() *
                       (n_ == 0 ? T(0) : std::abs(columns_[0]));
    rank_ = 0;
    while (rank_ < n_ && std::abs(column(rank_)[rank_]) > smallest) ++rank_;
  }

  /// For a run that is saved, as in triangle.
  template <class Self>
  static auto members(Self&) {
    return std::tuple<>{};
  }
  /// Columns that count: beyond these, what is left of the others is rounding.
  [[nodiscard]] std::size_t rank() const { return rank_; }
  /// p; parameters beyond the rank are 0.
  void solve(std::span<T> p) { substitute(column(n_), p); }
  /// (A'A + D'D)^-1 g from the triangle: for corrections, not for steps.
  void solve_squared(std::span<T const> g, std::span<T> p) {
    for (std::size_t k = 0; k < rank_; ++k) {
      T sum = g[place_[k]] / scales_[place_[k]];
      for (std::size_t i = 0; i < k; ++i) sum -= column(k)[i] * solution_[i];
      solution_[k] = sum / column(k)[k];
    }
    for (T& each : solution_) each = -each;
    substitute(solution_, p);
  }
  /// Row k of the inverse of the triangle in the order of the parameters: (A'A + D'D)^-1 has the products of two such
  /// rows for its entries. Only where the rank is full.
  void inverse(std::span<T> rows_of_inverse) {
    std::fill(rows_of_inverse.begin(), rows_of_inverse.end(), T(0));
    for (std::size_t k = 0; k < n_; ++k) {
      // Column k of the inverse: R z = unit vector k.
      for (std::size_t i = k + 1; i-- > 0;) {
        T sum = i == k ? T(1) : T(0);
        for (std::size_t other = i + 1; other <= k; ++other) sum -= column(other)[i] * solution_[other];
        solution_[i] = sum / column(i)[i];
      }
      for (std::size_t i = 0; i <= k; ++i) rows_of_inverse[place_[i] * n_ + k] = solution_[i] / scales_[place_[i]];
    }
  }

 private:
  [[nodiscard]] std::span<T> column(std::size_t k) { return std::span<T>{columns_}.subspan(k * 2 * n_, height_); }

  void bring_longest_to(std::size_t k) {
    auto const longest = std::max_element(lengths_.begin() + static_cast<std::ptrdiff_t>(k), lengths_.end());
    std::size_t const other = static_cast<std::size_t>(longest - lengths_.begin());
    if (other == k) return;
    std::swap_ranges(column(k).begin(), column(k).end(), column(other).begin());
    std::swap(lengths_[k], lengths_[other]);
    std::swap(place_[k], place_[other]);
  }
  void reflect(std::size_t k) {
    T const length = lengths_[k];
    if (!(length > 0)) return;
    std::span<T> const v = column(k).subspan(k + 1);
    T const diagonal = column(k)[k], image = diagonal > 0 ? -length : length, pivot = diagonal - image;
    T const t = -pivot / image;
    for (T& each : v) each /= pivot;
    column(k)[k] = image;
    for (std::size_t other = k + 1; other <= n_; ++other) {
      std::span<T> const beneath = column(other).subspan(k + 1);
      T& top = column(other)[k];
      T const share = t * (top + dot<T>(v, beneath));
      top -= share;
      add_scaled<T>(beneath, -share, v);
    }
  }
  /// R z = -right side, p = z divided by the scales. `right_side` may be solution_ itself.
  void substitute(std::span<T const> right_side, std::span<T> p) {
    std::fill(p.begin(), p.end(), T(0));
    for (std::size_t k = rank_; k-- > 0;) {
      T sum = -right_side[k];
      for (std::size_t other = k + 1; other < rank_; ++other) sum -= column(other)[k] * solution_[other];
      solution_[k] = sum / column(k)[k];
      p[place_[k]] = solution_[k] / scales_[place_[k]];
    }
  }

  std::size_t n_, height_ = 0, rank_ = 0;
  std::vector<T> columns_;                // n columns of 2 n entries, and the right side
  std::vector<T> lengths_, scales_;
  std::vector<std::size_t> place_;        // which parameter a column belongs to
  std::vector<T> solution_;
};

}  // namespace gradsmith::optimize
