// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// RAdam: Adam that adapts its steps only once it has seen enough gradients.
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

/// With g the gradient plus l2 x, t = 1, 2, ... the step, and R = 2 / (1 - decay_second) - 1:
///   m = decay_first m + (1 - decay_first) g,  v = decay_second v + (1 - decay_second) g^2,
///   r = R - 2 t decay_second^t / (1 - decay_second^t),
///   if r > 5: c = sqrt((r - 4) (r - 2) R / ((R - 4) (R - 2) r)),
///             x -= learning_rate m / (1 - decay_first^t) c sqrt(1 - decay_second^t) / (sqrt(v) + epsilon),
///   else:     x -= learning_rate m / (1 - decay_first^t).
/// With the default decay_second the first five steps are momentum alone, whose length is that of the gradient.
/// epsilon is added to the uncorrected root (PyTorch's rule), in optax to sqrt(v / (1 - decay_second^t)):
/// epsilon_after_correction. 5 is the threshold in both; the paper has 4.
/// Needs value_and_gradient; in_batches(radam{...}, ...) takes mini-batches. Memory: 2 vectors.
/// Source: Liu et al. 2020, algorithm 2.
struct radam {
  double learning_rate = 1e-3;            // alpha: later about the length of a step in every parameter, in units of x
  double decay_first = 0.9;               // beta1, in [0, 1)
  double decay_second = 0.999;            // beta2, in [0, 1); steps are adapted only if it is more than 2/3
  double epsilon = 1e-8;                  // in units of the gradient
  double l2 = 0;                          // added to the gradient times x: the gradient of l2/2 |x|^2
  bool epsilon_after_correction = false;  // optax

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
                        not_negative("l2", l2)});
  }

  template <class T>
  void advance(std::span<T> x, optimize::gradient_of<T> gradient, state<T>& s) const {
    using namespace optimize;
    std::span<T> const first = s.first, second = s.second;
    double const t = static_cast<double>(++s.steps);
    double const power = std::pow(decay_second, t), most = 2 / (1 - decay_second) - 1;
    double const length = most - 2 * t * power / (1 - power);        // of the mean of squares, in gradients
    bool const adapts = length > 5;
    double const rectified =
        adapts ? std::sqrt((length - 4) * (length - 2) * most / ((most - 4) * (most - 2) * length) * (1 - power)) : 1;
    T const step = static_cast<T>(learning_rate / (1 - std::pow(decay_first, t)) * rectified);
    T const correction = static_cast<T>(std::sqrt(1 - power)), decay = static_cast<T>(l2);
    T const floor = static_cast<T>(epsilon) * (epsilon_after_correction ? correction : T(1));
    running_mean<T> const mean_first(decay_first), mean_second(decay_second);
    sweep<T>(x.size(), [=]<class V>(std::size_t first_entry) {
      V const here = at<V>(x, first_entry);
      V const slope_here = at<V>(gradient, first_entry) + simd::broadcast<V>(decay) * here;
      V const next_first = mean_first(at<V>(first, first_entry), slope_here);
      V const next_second = mean_second(at<V>(second, first_entry), slope_here * slope_here);
      put(first, first_entry, next_first);
      put(second, first_entry, next_second);
      V const way = simd::broadcast<V>(step) * next_first;
      put(x, first_entry, here - (adapts ? way / (simd::sqrt(next_second) + simd::broadcast<V>(floor)) : way));
    });
  }
};

}  // namespace gradsmith
