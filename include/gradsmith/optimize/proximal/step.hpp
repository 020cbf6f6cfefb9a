// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// What the methods for composites have in common: trials along prox(y - step slope), and the way back from them.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <tuple>
#include <vector>

#include <gradsmith/optimize/iterate.hpp>
#include <gradsmith/optimize/status.hpp>
#include <gradsmith/optimize/vectors.hpp>

namespace gradsmith::optimize {

/// Value, gradient and residual at the point where a step begins.
template <class T>
struct step_start {
  std::vector<T> gradient;
  T value = 0, norm = 0;

  explicit step_start(std::size_t n) : gradient(n) {}
  template <class F>
  void keep(iterate<F> const& at) {
    std::copy(at.gradient.begin(), at.gradient.end(), gradient.begin());
    value = at.value;
    norm = at.gradient_norm;
  }
  template <class F>
  void return_to(iterate<F>& at) const {
    std::copy(at.previous.begin(), at.previous.end(), at.x.begin());
    std::copy(gradient.begin(), gradient.end(), at.gradient.begin());
    at.value = value;
    at.gradient_norm = norm;
    at.is_finite = true;
  }
  template <class Self>
  static auto members(Self& self) {
    return std::tie(self.gradient, self.value, self.norm);
  }
};

/// What the trials of a step were like that found nothing.
struct trials_seen {
  bool finite = false, change = false;
  int contradictions = 0;                 // values rose where the slopes at both ends say that they fall

  /// Whether slopes may stand for values that differ by rounding only: not if the gradient is not that of the values.
  [[nodiscard]] bool believes_slopes() const { return contradictions < 3; }
  [[nodiscard]] status failure() const {
    if (!finite) return status::not_finite;
    return change ? status::line_search_failed : status::roundoff_limited;
  }
};

/// x = prox(from - step slope).
template <class F, class T>
void assign_proximal(iterate<F>& at, std::vector<T> const& from, T step, std::vector<T> const& slope) {
  assign_moved<T>(at.x, from, -step, slope);
  at.problem.term().prox(std::span<T>{at.x}, step);
}

/// |d|^2 / (d.change), the inverse of the curvature along d; 0 if that is not positive.
template <class T>
[[nodiscard]] T inverse_curvature(T square, T bend) {
  T const inverse = square / bend;
  return bend > 0 && std::isfinite(inverse) ? inverse : T(0);
}

/// The first step: that of the curvature along a short way down the gradient. Moves the iterate.
template <class F, class T>
[[nodiscard]] T guessed_step(iterate<F>& at, step_start<T> const& start, std::vector<T>& way, std::vector<T>& change) {
  T const shortest = std::min(T(1), 1 / sum_abs<T>(start.gradient));
  assign_proximal(at, at.previous, shortest, start.gradient);
  assign_moved<T>(way, at.x, -1, at.previous);
  if (max_abs<T>(way) == 0) return shortest;
  at.evaluate();
  if (!at.is_finite) return shortest;
  assign_moved<T>(change, at.gradient, -1, start.gradient);
  T const guess = inverse_curvature(dot<T>(way, way), dot<T>(way, change));
  return guess > 0 ? guess : 10 * shortest;
}

}  // namespace gradsmith::optimize
