// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Adam.
#pragma once

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
///   m = decay_first m + (1 - decay_first) g,  v = decay_second v + (1 - decay_second) g^2,
///   x -= learning_rate (m / (1 - decay_first^t)) / (sqrt(v) / sqrt(1 - decay_second^t) + epsilon).
/// With amsgrad the largest v so far stands under the root; optax takes the largest corrected one,
/// v / (1 - decay_second^t): largest_after_correction. epsilon is added after the correction (PyTorch's and optax's
/// rule); Keras divides by (sqrt(v) + epsilon) / sqrt(1 - decay_second^t): epsilon_before_correction.
/// Needs value_and_gradient; in_batches(adam{...}, ...) takes mini-batches. Memory: 2 vectors, 3 with amsgrad.
/// Source: Kingma, Ba 2014, algorithm 1; amsgrad: Reddi, Kale, Kumar 2018.
struct adam {
  double learning_rate = 1e-3;            // alpha: about the length of a step in every parameter, in units of x
  double decay_first = 0.9;               // beta1, in [0, 1)
  double decay_second = 0.999;            // beta2, in [0, 1)
  double epsilon = 1e-8;                  // in units of the gradient
  double l2 = 0;                          // added to the gradient times x: the gradient of l2/2 |x|^2
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
                        not_negative("l2", l2)});
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
    T const keep_first = static_cast<T>(decay_first), take_first = static_cast<T>(1 - decay_first);
    T const keep_second = static_cast<T>(decay_second), take_second = static_cast<T>(1 - decay_second);
    T const floor = static_cast<T>(epsilon) * (epsilon_before_correction ? root_correction : T(1));
    T const decay = static_cast<T>(l2);
    sweep<T>(x.size(), [=]<class V>(std::size_t first_entry) {
      V const here = at<V>(x, first_entry);
      V const slope_here = at<V>(gradient, first_entry) + simd::broadcast<V>(decay) * here;
      V const old_first = at<V>(first, first_entry), old_second = at<V>(second, first_entry);
      V const next_first = simd::broadcast<V>(keep_first) * old_first + simd::broadcast<V>(take_first) * slope_here;
      V const added_second = simd::broadcast<V>(take_second) * (slope_here * slope_here);
      V const next_second = simd::broadcast<V>(keep_second) * old_second + added_second;
      V under_root = next_second;
      if (!largest.empty()) {
        under_root = simd::max(at<V>(largest, first_entry), simd::broadcast<V>(before_largest) * next_second);
        put(largest, first_entry, under_root);
      }
      put(first, first_entry, next_first);
      put(second, first_entry, next_second);
      V const divisor = simd::sqrt(under_root) * simd::broadcast<V>(after_root) + simd::broadcast<V>(floor);
      put(x, first_entry, here - simd::broadcast<V>(step) * next_first / divisor);
    });
  }
};

}  // namespace gradsmith
