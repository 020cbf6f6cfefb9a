// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// AdaBelief: Adam whose divisor is how far gradients are from their mean.
#pragma once

#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <gradsmith/optimize/invalid_option.hpp>
#include <gradsmith/optimize/running_mean.hpp>
#include <gradsmith/optimize/scaled_span.hpp>
#include <gradsmith/optimize/sweep.hpp>

namespace gradsmith {

/// With g the gradient plus l2 x, and t = 1, 2, ... the step:
///   m = decay_first m + (1 - decay_first) g,  v = decay_second v + (1 - decay_second) (g - m)^2 + epsilon_inside,
///   x -= learning_rate (m / (1 - decay_first^t)) / (sqrt(v / (1 - decay_second^t)) + epsilon).
/// m is the new one in v, and epsilon_inside adds up over the steps. Where gradients agree steps are long: along a
/// slope that stays the same they grow to many times the rate. Epsilons are optax's; ensmallen has 1e-8 and 1e-8, the
/// paper's experiments 1e-8 and 0.
/// Needs value_and_gradient; in_batches(adabelief{...}, ...) takes mini-batches. Memory: 2 vectors.
/// Source: Zhuang et al. 2020, algorithm 2.
struct adabelief {
  double learning_rate = 1e-3;            // alpha: length of a step where gradients vary as much as they are large
  double decay_first = 0.9;               // beta1, in [0, 1)
  double decay_second = 0.999;            // beta2, in [0, 1)
  double epsilon = 1e-16;                 // in units of the gradient
  double epsilon_inside = 1e-16;          // in units of the gradient's square
  double l2 = 0;                          // added to the gradient times x: the gradient of l2/2 |x|^2

  template <class T>
  struct state {
    std::vector<T> first, second;
    std::int64_t steps = 0;
  };
  template <class T>
  [[nodiscard]] state<T> begin(std::size_t n) const {
    return {.first = std::vector<T>(n), .second = std::vector<T>(n)};
  }
  [[nodiscard]] std::string invalid() const {
    using namespace optimize;
    return first_wrong({positive("learning_rate", learning_rate), fraction("decay_first", decay_first),
                        fraction("decay_second", decay_second), not_negative("epsilon", epsilon),
                        not_negative("epsilon_inside", epsilon_inside), not_negative("l2", l2)});
  }

  template <class T>
  void advance(std::span<T> x, optimize::gradient_of<T> gradient, state<T>& s) const {
    using namespace optimize;
    std::span<T> const first = s.first, second = s.second;
    double const t = static_cast<double>(++s.steps);
    T const step = static_cast<T>(learning_rate / (1 - std::pow(decay_first, t)));
    T const correction = static_cast<T>(1 / std::sqrt(1 - std::pow(decay_second, t)));
    T const inside = static_cast<T>(epsilon_inside), floor = static_cast<T>(epsilon), decay = static_cast<T>(l2);
    running_mean<T> const mean_first(decay_first), mean_second(decay_second);
    sweep<T>(x.size(), [=]<class V>(std::size_t first_entry) {
      V const here = at<V>(x, first_entry);
      V const slope_here = at<V>(gradient, first_entry) + simd::broadcast<V>(decay) * here;
      V const next_first = mean_first(at<V>(first, first_entry), slope_here), surprise = slope_here - next_first;
      V const next_second = mean_second(at<V>(second, first_entry), surprise * surprise) + simd::broadcast<V>(inside);
      put(first, first_entry, next_first);
      put(second, first_entry, next_second);
      V const divisor = simd::sqrt(next_second) * simd::broadcast<V>(correction) + simd::broadcast<V>(floor);
      put(x, first_entry, here - simd::broadcast<V>(step) * next_first / divisor);
    });
  }
};

}  // namespace gradsmith
