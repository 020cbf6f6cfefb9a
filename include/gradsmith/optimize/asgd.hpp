// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Averaged stochastic gradient descent.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <gradsmith/optimize/invalid_option.hpp>
#include <gradsmith/optimize/scaled_span.hpp>
#include <gradsmith/optimize/sweep.hpp>

namespace gradsmith {

/// With g the gradient plus l2 x, and t = 1, 2, ... the step:
///   eta = learning_rate / (1 + decay learning_rate (t - 1))^power,  x = (1 - decay eta) x - eta g,
///   a += (x - a) / max(1, t - 1 - averaging_start): x at first, then the mean of the points from step
///   averaging_start + 2 on.
/// Callbacks see a as progress::average; when the run ends the problem is evaluated there, and a is the result if it is
/// better than every point that was visited. With PyTorch's default a is x for a million steps: set averaging_start.
/// Needs value_and_gradient; in_batches(asgd{...}, ...) takes mini-batches. Memory: one vector.
/// Source: Polyak, Juditsky 1992, section 2; the rates: Xu 2011.
struct asgd {
  double learning_rate = 1e-2;            // eta 0: length of a first step, in units of x per unit of gradient
  double decay = 1e-4;                    // lambda: x shrinks by eta lambda, and eta falls with learning_rate lambda
  double power = 0.75;                    // alpha: how fast eta falls
  double averaging_start = 1e6;           // t0, in steps
  double l2 = 0;                          // added to the gradient times x: the gradient of l2/2 |x|^2

  template <class T>
  struct state {
    std::vector<T> average;
    std::int64_t steps = 0;
  };
  template <class T>
  [[nodiscard]] state<T> begin(std::size_t n) const {
    return {.average = std::vector<T>(n)};
  }
  template <class T>
  [[nodiscard]] static std::span<T const> average(state<T> const& s) {
    return s.average;
  }
  [[nodiscard]] std::string invalid() const {
    using namespace optimize;
    return first_wrong({positive("learning_rate", learning_rate), not_negative("decay", decay),
                        {"decay", decay, decay * learning_rate < 1, "must take away less than all of x in a step"},
                        not_negative("power", power), not_negative("averaging_start", averaging_start),
                        not_negative("l2", l2)});
  }

  template <class T>
  void advance(std::span<T> x, optimize::gradient_of<T> gradient, state<T>& s) const {
    using namespace optimize;
    std::span<T> const average = s.average;
    double const before = static_cast<double>(s.steps++);
    double const eta = learning_rate / std::pow(1 + decay * learning_rate * before, power);
    T const step = static_cast<T>(eta), rest = static_cast<T>(1 - decay * eta), decay_of_x = static_cast<T>(l2);
    double const weight = 1 / std::max(1.0, before - averaging_start);
    bool const begins_anew = weight == 1;
    T const share = static_cast<T>(weight);
    sweep<T>(x.size(), [=]<class V>(std::size_t first_entry) {
      V const here = at<V>(x, first_entry);
      V const slope_here = at<V>(gradient, first_entry) + simd::broadcast<V>(decay_of_x) * here;
      V const there = simd::broadcast<V>(rest) * here - simd::broadcast<V>(step) * slope_here;
      V const mean_here = at<V>(average, first_entry);
      put(x, first_entry, there);
      // Not by a share of 1, which would round.
      put(average, first_entry, begins_anew ? there : mean_here + simd::broadcast<V>(share) * (there - mean_here));
    });
  }
};

}  // namespace gradsmith
