// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// AdamW: Adam whose weight decay stands beside the gradient, not in it.
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

/// With g the gradient, and t = 1, 2, ... the step:
///   x *= 1 - learning_rate weight_decay,
///   m = decay_first m + (1 - decay_first) g,  v = decay_second v + (1 - decay_second) g^2,
///   x -= learning_rate (m / (1 - decay_first^t)) / (sqrt(v) / sqrt(1 - decay_second^t) + epsilon).
/// x shrinks by learning_rate weight_decay (PyTorch, Keras and optax); in the paper by weight_decay alone, which
/// decay_follows_rate = false gives. With amsgrad the largest v so far stands under the root; with
/// largest_after_correction, as in optax, the largest corrected one, v / (1 - decay_second^t).
/// epsilon_before_correction divides by (sqrt(v) + epsilon) / sqrt(1 - decay_second^t), as Keras does.
/// Needs value_and_gradient; in_batches(adamw{...}, ...) takes mini-batches. Memory: 2 vectors, 3 with amsgrad.
/// Source: Loshchilov, Hutter 2019, algorithm 2; amsgrad: Reddi, Kale, Kumar 2018.
struct adamw {
  double learning_rate = 1e-3;            // alpha: about the length of a step in every parameter, in units of x
  double decay_first = 0.9;               // beta1, in [0, 1)
  double decay_second = 0.999;            // beta2, in [0, 1)
  double epsilon = 1e-8;                  // in units of the gradient
  double weight_decay = 1e-2;             // lambda: share of x that a step takes away, per unit of learning_rate
  bool decay_follows_rate = true;         // false: weight_decay itself is the share, below 1
  bool amsgrad = false;
  bool epsilon_before_correction = false; // Keras
  bool largest_after_correction = false;  // optax: amsgrad's largest v is that of v / (1 - decay_second^t)

  template <class T>
  struct state {
    std::vector<T> first, second, largest;
    std::int64_t steps = 0;
  };
  template <class T>
  [[nodiscard]] state<T> begin(std::size_t n) const {
    return {.first = std::vector<T>(n), .second = std::vector<T>(n), .largest = std::vector<T>(amsgrad ? n : 0)};
  }
  [[nodiscard]] std::string invalid() const {
    using namespace optimize;
    return first_wrong({positive("learning_rate", learning_rate), fraction("decay_first", decay_first),
                        fraction("decay_second", decay_second), not_negative("epsilon", epsilon),
                        not_negative("weight_decay", weight_decay),
                        {"weight_decay", weight_decay, share() < 1, "must take away less than all of x in a step"}});
  }

  template <class T>
  void advance(std::span<T> x, optimize::gradient_of<T> gradient, state<T>& s) const {
    using namespace optimize;
    std::span<T> const first = s.first, second = s.second, largest = s.largest;
    double const t = static_cast<double>(++s.steps);
    T const step = static_cast<T>(learning_rate / (1 - std::pow(decay_first, t)));
    T const root_correction = static_cast<T>(1 / std::sqrt(1 - std::pow(decay_second, t)));
    bool const is_late = amsgrad && !largest_after_correction;
    T const after_root = is_late || !amsgrad ? root_correction : T(1);
    T const before_largest = is_late ? T(1) : root_correction * root_correction;
    T const rest = static_cast<T>(1 - share());
    T const floor = static_cast<T>(epsilon) * (epsilon_before_correction ? root_correction : T(1));
    running_mean<T> const mean_first(decay_first), mean_second(decay_second);
    sweep<T>(x.size(), [=]<class V>(std::size_t first_entry) {
      V const slope_here = at<V>(gradient, first_entry);
      V const next_first = mean_first(at<V>(first, first_entry), slope_here);
      V const next_second = mean_second(at<V>(second, first_entry), slope_here * slope_here);
      V under_root = next_second;
      if (!largest.empty()) {
        under_root = simd::max(at<V>(largest, first_entry), simd::broadcast<V>(before_largest) * next_second);
        put(largest, first_entry, under_root);
      }
      put(first, first_entry, next_first);
      put(second, first_entry, next_second);
      V const divisor = simd::sqrt(under_root) * simd::broadcast<V>(after_root) + simd::broadcast<V>(floor);
      V const kept = simd::broadcast<V>(rest) * at<V>(x, first_entry);
      put(x, first_entry, kept - simd::broadcast<V>(step) * next_first / divisor);
    });
  }

 private:
  // What a step takes away from x.
  [[nodiscard]] double share() const { return decay_follows_rate ? learning_rate * weight_decay : weight_decay; }
};

}  // namespace gradsmith
