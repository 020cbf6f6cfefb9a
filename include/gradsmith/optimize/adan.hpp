// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Adan: Adam with Nesterov's momentum from the differences of gradients.
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

/// With g the gradient, e its difference to the one before (0 at the first step), and t = 1, 2, ... the step:
///   m = decay_first m + (1 - decay_first) g,  w = decay_difference w + (1 - decay_difference) e,
///   v = decay_second v + (1 - decay_second) (g + c e)^2,
///   u = m / (1 - decay_first^t) + c w / (1 - decay_difference^t),
///   x -= learning_rate u / (sqrt(v / (1 - decay_second^t)) + epsilon),  x /= 1 + learning_rate weight_decay.
/// c is decay_difference, as in the paper and in the authors' code; optax has c = 1 - decay_difference, which
/// few_differences = true gives, and its weight decay stands beside the step.
/// Needs value_and_gradient; in_batches(adan{...}, ...) takes mini-batches. Memory: 4 vectors.
/// Source: Xie, Zhou, Li, Lin, Yan 2022, algorithm 1, whose betas are 1 minus these.
struct adan {
  double learning_rate = 1e-3;            // about the length of a step in every parameter, in units of x
  double decay_first = 0.98;              // of the gradients, in [0, 1)
  double decay_difference = 0.92;         // of their differences, in [0, 1)
  double decay_second = 0.99;             // of the squares, in [0, 1)
  double epsilon = 1e-8;                  // in units of the gradient
  double weight_decay = 0;                // lambda: x shrinks by about learning_rate times that
  bool few_differences = false;

  template <class T>
  struct state {
    std::vector<T> first, difference, second, before;
    std::int64_t steps = 0;
  };
  template <class T>
  [[nodiscard]] state<T> begin(std::size_t n) const {
    std::vector<T> const zeros(n);
    return {.first = zeros, .difference = zeros, .second = zeros, .before = zeros};
  }
  [[nodiscard]] std::string invalid() const {
    using namespace optimize;
    return first_wrong({positive("learning_rate", learning_rate), fraction("decay_first", decay_first),
                        fraction("decay_difference", decay_difference), fraction("decay_second", decay_second),
                        not_negative("epsilon", epsilon), not_negative("weight_decay", weight_decay)});
  }

  template <class T>
  void advance(std::span<T> x, optimize::gradient_of<T> gradient, state<T>& s) const {
    using namespace optimize;
    std::span<T> const first = s.first, difference = s.difference, second = s.second, before = s.before;
    bool const is_first = s.steps == 0;
    double const t = static_cast<double>(++s.steps);
    double const c = few_differences ? 1 - decay_difference : decay_difference;
    T const weight = static_cast<T>(c), floor = static_cast<T>(epsilon);
    T const of_first = static_cast<T>(learning_rate / (1 - std::pow(decay_first, t)));
    T const of_difference = static_cast<T>(learning_rate * c / (1 - std::pow(decay_difference, t)));
    T const correction = static_cast<T>(1 / std::sqrt(1 - std::pow(decay_second, t)));
    T const shrunk = static_cast<T>(1 + learning_rate * weight_decay);
    running_mean<T> const mean_first(decay_first), mean_difference(decay_difference), mean_second(decay_second);
    sweep<T>(x.size(), [=]<class V>(std::size_t first_entry) {
      V const slope_here = at<V>(gradient, first_entry);
      V const change = is_first ? simd::broadcast<V>(T(0)) : slope_here - at<V>(before, first_entry);
      V const next_first = mean_first(at<V>(first, first_entry), slope_here);
      V const next_difference = mean_difference(at<V>(difference, first_entry), change);
      V const ahead = slope_here + simd::broadcast<V>(weight) * change;
      V const next_second = mean_second(at<V>(second, first_entry), ahead * ahead);
      put(first, first_entry, next_first);
      put(difference, first_entry, next_difference);
      put(second, first_entry, next_second);
      put(before, first_entry, slope_here);
      V const way = simd::broadcast<V>(of_first) * next_first + simd::broadcast<V>(of_difference) * next_difference;
      V const divisor = simd::sqrt(next_second) * simd::broadcast<V>(correction) + simd::broadcast<V>(floor);
      put(x, first_entry, (at<V>(x, first_entry) - way / divisor) / simd::broadcast<V>(shrunk));
    });
  }
};

}  // namespace gradsmith
