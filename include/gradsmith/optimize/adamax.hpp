// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Adamax: Adam with the largest gradient in place of the root of mean squares.
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
///   m = decay_first m + (1 - decay_first) g,  u = max(decay_second u, |g| + epsilon),
///   x -= learning_rate / (1 - decay_first^t) m / u.
/// epsilon stands in the maximum (PyTorch's and optax's rule). Keras has u = max(decay_second u, |g|), divides by
/// u + epsilon, epsilon_beside, and learning_rate is 1e-3 there.
/// Steps are never longer than about learning_rate: at the defaults, 1.01 times it.
/// Needs value_and_gradient; in_batches(adamax{...}, ...) takes mini-batches. Memory: 2 vectors.
/// Source: Kingma, Ba 2014, algorithm 2.
struct adamax {
  double learning_rate = 2e-3;            // alpha: longest step in every parameter, in units of x
  double decay_first = 0.9;               // beta1, in [0, 1)
  double decay_second = 0.999;            // beta2, in [0, 1)
  double epsilon = 1e-8;                  // in units of the gradient
  double l2 = 0;                          // added to the gradient times x: the gradient of l2/2 |x|^2
  bool epsilon_beside = false;            // Keras

  template <class T>
  struct state {
    std::vector<T> first, largest;
    std::int64_t steps = 0;
  };
  template <class T>
  [[nodiscard]] state<T> begin(std::size_t n) const {
    return {.first = std::vector<T>(n), .largest = std::vector<T>(n)};
  }
  [[nodiscard]] std::string invalid() const {
    using namespace optimize;
    return first_wrong({positive("learning_rate", learning_rate), fraction("decay_first", decay_first),
                        fraction("decay_second", decay_second), not_negative("epsilon", epsilon),
                        not_negative("l2", l2)});
  }

  template <class T>
  void advance(std::span<T> x, optimize::gradient_of<T> gradient, state<T>& s) const {
    using namespace optimize;
    std::span<T> const first = s.first, largest = s.largest;
    double const t = static_cast<double>(++s.steps);
    T const step = static_cast<T>(learning_rate / (1 - std::pow(decay_first, t)));
    T const keep = static_cast<T>(decay_second), decay = static_cast<T>(l2);
    T const floor = static_cast<T>(epsilon_beside ? 0 : epsilon), beside = static_cast<T>(epsilon_beside ? epsilon : 0);
    running_mean<T> const mean_first(decay_first);
    sweep<T>(x.size(), [=]<class V>(std::size_t first_entry) {
      V const here = at<V>(x, first_entry);
      V const slope_here = at<V>(gradient, first_entry) + simd::broadcast<V>(decay) * here;
      V const next_first = mean_first(at<V>(first, first_entry), slope_here);
      V const old_largest = simd::broadcast<V>(keep) * at<V>(largest, first_entry);
      V const next_largest = simd::max(old_largest, simd::abs(slope_here) + simd::broadcast<V>(floor));
      put(first, first_entry, next_first);
      put(largest, first_entry, next_largest);
      put(x, first_entry, here - simd::broadcast<V>(step) * next_first / (next_largest + simd::broadcast<V>(beside)));
    });
  }
};

}  // namespace gradsmith
