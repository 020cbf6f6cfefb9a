// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// NAdam: Adam with Nesterov's momentum.
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

/// With g the gradient plus l2 x, t = 1, 2, ... the step, and P_t = mu_1 ... mu_t:
///   m = decay_first m + (1 - decay_first) g,  v = decay_second v + (1 - decay_second) g^2,
///   mu_t = decay_first (1 - 0.96^(t momentum_decay) / 2),  d = sqrt(v) / sqrt(1 - decay_second^t) + epsilon,
///   x -= learning_rate ((1 - mu_t) / (1 - P_t) g + mu_(t+1) / (1 - P_t mu_(t+1)) m) / d.
/// PyTorch's rule, in which PyTorch 1.13 itself made an error; Keras's is this one with momentum_decay = 1, optax's has
/// mu_t = decay_first at every step: constant_momentum.
/// Needs value_and_gradient; in_batches(nadam{...}, ...) takes mini-batches. Memory: 2 vectors.
/// Source: Dozat 2016, algorithm 2.
struct nadam {
  double learning_rate = 2e-3;            // alpha: about the length of a step in every parameter, in units of x
  double decay_first = 0.9;               // beta1, in [0, 1); mu_t rises from about half of it to all of it
  double decay_second = 0.999;            // beta2, in [0, 1)
  double epsilon = 1e-8;                  // in units of the gradient
  double momentum_decay = 4e-3;           // psi: how fast mu_t rises, per step
  double l2 = 0;                          // added to the gradient times x: the gradient of l2/2 |x|^2
  bool constant_momentum = false;         // optax: mu_t is decay_first

  template <class T>
  struct state {
    std::vector<T> first, second;
    std::int64_t steps = 0;
    double momentum_product = 1;
  };
  template <class T>
  [[nodiscard]] state<T> begin(std::size_t n) const {
    return {.first = std::vector<T>(n), .second = std::vector<T>(n)};
  }
  [[nodiscard]] std::string invalid() const {
    using namespace optimize;
    return first_wrong({positive("learning_rate", learning_rate), fraction("decay_first", decay_first),
                        fraction("decay_second", decay_second), not_negative("epsilon", epsilon),
                        not_negative("momentum_decay", momentum_decay), not_negative("l2", l2)});
  }

  template <class T>
  void advance(std::span<T> x, optimize::gradient_of<T> gradient, state<T>& s) const {
    using namespace optimize;
    std::span<T> const first = s.first, second = s.second;
    double const t = static_cast<double>(++s.steps);
    double const now = momentum_of(t), next = momentum_of(t + 1);
    double const product = s.momentum_product *= now;
    T const of_slope = static_cast<T>(learning_rate * (1 - now) / (1 - product));
    T const of_mean = static_cast<T>(learning_rate * next / (1 - product * next));
    T const root_correction = static_cast<T>(1 / std::sqrt(1 - std::pow(decay_second, t)));
    T const floor = static_cast<T>(epsilon), decay = static_cast<T>(l2);
    running_mean<T> const mean_first(decay_first), mean_second(decay_second);
    sweep<T>(x.size(), [=]<class V>(std::size_t first_entry) {
      V const here = at<V>(x, first_entry);
      V const slope_here = at<V>(gradient, first_entry) + simd::broadcast<V>(decay) * here;
      V const next_first = mean_first(at<V>(first, first_entry), slope_here);
      V const next_second = mean_second(at<V>(second, first_entry), slope_here * slope_here);
      put(first, first_entry, next_first);
      put(second, first_entry, next_second);
      V const way = simd::broadcast<V>(of_slope) * slope_here + simd::broadcast<V>(of_mean) * next_first;
      V const divisor = simd::sqrt(next_second) * simd::broadcast<V>(root_correction) + simd::broadcast<V>(floor);
      put(x, first_entry, here - way / divisor);
    });
  }

 private:
  [[nodiscard]] double momentum_of(double t) const {
    return constant_momentum ? decay_first : decay_first * (1 - 0.5 * std::pow(0.96, t * momentum_decay));
  }
};

}  // namespace gradsmith
