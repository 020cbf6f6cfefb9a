// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Adagrad.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <gradsmith/optimize/invalid_option.hpp>
#include <gradsmith/optimize/scaled_span.hpp>
#include <gradsmith/optimize/sweep.hpp>

namespace gradsmith {

/// With g the gradient plus l2 x, s = initial_accumulator at the start, and t = 1, 2, ... the step:
///   s += g^2,  x -= learning_rate / (1 + (t - 1) learning_rate_decay) g / (sqrt(s) + epsilon).
/// epsilon stands outside the root and s begins at 0 (PyTorch's rule); Keras and optax divide by sqrt(s + epsilon) and
/// begin at 0.1: {.initial_accumulator = 0.1, .epsilon = 1e-7, .epsilon_inside = true}.
/// Needs value_and_gradient; in_batches(adagrad{...}, ...) takes mini-batches. Memory: one vector.
/// Source: Duchi, Hazan, Singer 2011, section 1.1, the diagonal update.
struct adagrad {
  double learning_rate = 1e-2;            // eta: length of the first step in every parameter, in units of x
  double learning_rate_decay = 0;         // per step
  double initial_accumulator = 0;         // in units of the gradient's square
  double epsilon = 1e-10;                 // in units of the gradient
  double l2 = 0;                          // added to the gradient times x: the gradient of l2/2 |x|^2
  bool epsilon_inside = false;            // Keras, optax; in units of the gradient's square

  template <class T>
  struct state {
    std::vector<T> squares;
    std::int64_t steps = 0;
  };
  template <class T>
  [[nodiscard]] state<T> begin(std::size_t n) const {
    return {.squares = std::vector<T>(n, static_cast<T>(initial_accumulator))};
  }
  [[nodiscard]] std::string invalid() const {
    using namespace optimize;
    return first_wrong({positive("learning_rate", learning_rate),
                        not_negative("learning_rate_decay", learning_rate_decay),
                        not_negative("initial_accumulator", initial_accumulator), not_negative("epsilon", epsilon),
                        not_negative("l2", l2)});
  }

  template <class T>
  void advance(std::span<T> x, optimize::gradient_of<T> gradient, state<T>& s) const {
    using namespace optimize;
    std::span<T> const squares = s.squares;
    T const step = static_cast<T>(learning_rate / (1 + static_cast<double>(s.steps++) * learning_rate_decay));
    T const inside = static_cast<T>(epsilon_inside ? epsilon : 0), floor = static_cast<T>(epsilon_inside ? 0 : epsilon);
    T const decay = static_cast<T>(l2);
    sweep<T>(x.size(), [=]<class V>(std::size_t first_entry) {
      V const here = at<V>(x, first_entry);
      V const slope_here = at<V>(gradient, first_entry) + simd::broadcast<V>(decay) * here;
      V const next_squares = at<V>(squares, first_entry) + slope_here * slope_here;
      put(squares, first_entry, next_squares);
      V const divisor = simd::sqrt(next_squares + simd::broadcast<V>(inside)) + simd::broadcast<V>(floor);
      put(x, first_entry, here - simd::broadcast<V>(step) * slope_here / divisor);
    });
  }
};

}  // namespace gradsmith
