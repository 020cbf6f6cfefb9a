// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Yogi: Adam whose divisor changes by steps that do not depend on how large it is.
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

/// With g the gradient plus l2 x, t = 1, 2, ... the step, and m and v, `initial` at the start:
///   m = decay_first m + (1 - decay_first) g,  v -= (1 - decay_second) sign(v - g^2) g^2,
///   x -= learning_rate (m / (1 - decay_first^t)) / (sqrt(v / (1 - decay_second^t)) + epsilon).
/// After large gradients Adam's v falls by a share of itself, this one only by (1 - decay_second) g^2: steps do not
/// grow suddenly. Correction and start are optax's; the paper has none of the corrections, bias_correction = false, and
/// ensmallen neither them nor the start: {.epsilon = 1e-8, .initial = 0, .bias_correction = false}.
/// Needs value_and_gradient; in_batches(yogi{...}, ...) takes mini-batches. Memory: 2 vectors.
/// Source: Zaheer, Reddi, Sachan, Kale, Kumar 2018, algorithm 2, and its section 5 for rate and epsilon.
struct yogi {
  double learning_rate = 1e-2;            // about the length of a step in every parameter, in units of x
  double decay_first = 0.9;               // beta1, in [0, 1)
  double decay_second = 0.999;            // beta2, in [0, 1)
  double epsilon = 1e-3;                  // in units of the gradient
  double initial = 1e-6;                  // of both m and v
  double l2 = 0;                          // added to the gradient times x: the gradient of l2/2 |x|^2
  bool bias_correction = true;

  template <class T>
  struct state {
    std::vector<T> first, second;
    std::int64_t steps = 0;
  };
  template <class T>
  [[nodiscard]] state<T> begin(std::size_t n) const {
    T const start = static_cast<T>(initial);
    return {.first = std::vector<T>(n, start), .second = std::vector<T>(n, start)};
  }
  [[nodiscard]] std::string invalid() const {
    using namespace optimize;
    return first_wrong({positive("learning_rate", learning_rate), fraction("decay_first", decay_first),
                        fraction("decay_second", decay_second), not_negative("epsilon", epsilon),
                        not_negative("initial", initial), not_negative("l2", l2)});
  }

  template <class T>
  void advance(std::span<T> x, optimize::gradient_of<T> gradient, state<T>& s) const {
    using namespace optimize;
    std::span<T> const first = s.first, second = s.second;
    double const t = static_cast<double>(++s.steps);
    double const left_first = bias_correction ? 1 - std::pow(decay_first, t) : 1;
    double const left_second = bias_correction ? 1 - std::pow(decay_second, t) : 1;
    T const step = static_cast<T>(learning_rate / left_first), correction = static_cast<T>(1 / std::sqrt(left_second));
    T const share = static_cast<T>(1 - decay_second), floor = static_cast<T>(epsilon), decay = static_cast<T>(l2);
    running_mean<T> const mean_first(decay_first);
    sweep<T>(x.size(), [=]<class V>(std::size_t first_entry) {
      V const here = at<V>(x, first_entry), none = simd::broadcast<V>(T(0));
      V const slope_here = at<V>(gradient, first_entry) + simd::broadcast<V>(decay) * here;
      V const next_first = mean_first(at<V>(first, first_entry), slope_here);
      V const before = at<V>(second, first_entry), square = slope_here * slope_here;
      V const change = simd::broadcast<V>(share) * square;
      V const fall_or_none = simd::select(simd::gt(before, square), change, none);
      V const next_second = before - simd::select(simd::lt(before, square), simd::negate(change), fall_or_none);
      put(first, first_entry, next_first);
      put(second, first_entry, next_second);
      V const divisor = simd::sqrt(next_second) * simd::broadcast<V>(correction) + simd::broadcast<V>(floor);
      put(x, first_entry, here - simd::broadcast<V>(step) * next_first / divisor);
    });
  }
};

}  // namespace gradsmith
