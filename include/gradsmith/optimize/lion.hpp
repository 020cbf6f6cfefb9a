// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Lion: steps by the sign of a mean of the gradients.
#pragma once

#include <span>
#include <string>
#include <vector>

#include <gradsmith/optimize/invalid_option.hpp>
#include <gradsmith/optimize/running_mean.hpp>
#include <gradsmith/optimize/scaled_span.hpp>
#include <gradsmith/optimize/sweep.hpp>

namespace gradsmith {

/// With g the gradient, and a mean m, 0 at the start:
///   x -= learning_rate (sign(decay_step m + (1 - decay_step) g) + weight_decay x),
///   m = decay_average m + (1 - decay_average) g.
/// Every parameter moves by the rate in every step, but for weight decay; where the sign is that of 0, by nothing.
/// learning_rate is Keras's, weight_decay optax's (Keras has none; the paper's rate is 1e-4, a third to a tenth of
/// Adam's). Needs value_and_gradient; in_batches(lion{...}, ...) takes mini-batches. Memory: one vector.
/// Source: Chen et al. 2023, algorithm 2.
struct lion {
  double learning_rate = 1e-3;            // length of a step in every parameter, in units of x
  double decay_step = 0.9;                // beta1, in [0, 1): of the mean that tells the sign
  double decay_average = 0.99;            // beta2, in [0, 1): of the mean that is kept
  double weight_decay = 1e-3;             // lambda: share of x that a step takes away, per unit of learning_rate

  template <class T>
  struct state {
    std::vector<T> average;
  };
  template <class T>
  [[nodiscard]] state<T> begin(std::size_t n) const {
    return {.average = std::vector<T>(n)};
  }
  [[nodiscard]] std::string invalid() const {
    using namespace optimize;
    return first_wrong({positive("learning_rate", learning_rate), fraction("decay_step", decay_step),
                        fraction("decay_average", decay_average), not_negative("weight_decay", weight_decay),
                        {"weight_decay", weight_decay, learning_rate * weight_decay < 1,
                         "must take away less than all of x in a step"}});
  }

  template <class T>
  void advance(std::span<T> x, optimize::gradient_of<T> gradient, state<T>& s) const {
    using namespace optimize;
    std::span<T> const average = s.average;
    T const step = static_cast<T>(learning_rate), rest = static_cast<T>(1 - learning_rate * weight_decay);
    running_mean<T> const mixed(decay_step), kept(decay_average);
    sweep<T>(x.size(), [=]<class V>(std::size_t first_entry) {
      V const none = simd::broadcast<V>(T(0)), whole_step = simd::broadcast<V>(step);
      V const slope_here = at<V>(gradient, first_entry), mean_here = at<V>(average, first_entry);
      V const way = mixed(mean_here, slope_here);
      V const up_or_none = simd::select(simd::gt(way, none), whole_step, none);
      V const move = simd::select(simd::lt(way, none), simd::negate(whole_step), up_or_none);
      put(average, first_entry, kept(mean_here, slope_here));
      put(x, first_entry, simd::broadcast<V>(rest) * at<V>(x, first_entry) - move);
    });
  }
};

}  // namespace gradsmith
