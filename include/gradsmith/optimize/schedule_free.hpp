// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// What methods without a schedule share: the point that steps move, and its average.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <gradsmith/optimize/sweep.hpp>

namespace gradsmith::optimize {

/// z, and the average of its points, weighted by their rates.
template <class T>
struct free_average {
  std::vector<T> moving, average;
  double weights = 0;                     // of all steps so far
  double largest_rate = 0;
  std::int64_t steps = 0;

  [[nodiscard]] static free_average begin(std::size_t n) {
    return {.moving = std::vector<T>(n), .average = std::vector<T>(n)};
  }
  /// Nothing before the first step.
  [[nodiscard]] std::span<T const> so_far() const {
    return std::span<T const>{average}.first(steps == 0 ? 0 : average.size());
  }

  /// Begins a step from y: the share of its z in the average. 1 at the first step, at whatever rate.
  [[nodiscard]] T next_share(std::span<T const> y, double rate, double rate_power, double step_power) {
    if (steps == 0) {
      std::copy(y.begin(), y.end(), moving.begin());
      std::copy(y.begin(), y.end(), average.begin());
    }
    largest_rate = std::max(largest_rate, rate);
    double const weight = std::pow(static_cast<double>(++steps), step_power) * std::pow(largest_rate, rate_power);
    weights += weight;
    // A rate of 0 moves nothing.
    return weights > 0 ? static_cast<T>(weight / weights) : T(0);
  }
};

/// One step of z, of its average, and of y between them.
template <class T>
struct free_step {
  std::span<T> moving, average;
  T to_average, to_moving, share;

  free_step(free_average<T>& points, double interpolation, T share_of_step)
      : moving(points.moving), average(points.average), to_average(static_cast<T>(interpolation)),
        to_moving(static_cast<T>(1 - interpolation)), share(share_of_step) {}

  /// z -= way; what y is then.
  template <class V>
  [[gnu::always_inline]] V operator()(std::size_t entry, V way) const {
    V const z = at<V>(moving, entry) - way, before = at<V>(average, entry);
    V const a = share == T(1) ? z : before + simd::broadcast<V>(share) * (z - before);
    put(moving, entry, z);
    put(average, entry, a);
    return simd::broadcast<V>(to_moving) * z + simd::broadcast<V>(to_average) * a;
  }
};

}  // namespace gradsmith::optimize
