// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Adadelta.
#pragma once

#include <span>
#include <string>
#include <vector>

#include <gradsmith/optimize/invalid_option.hpp>
#include <gradsmith/optimize/running_mean.hpp>
#include <gradsmith/optimize/scaled_span.hpp>
#include <gradsmith/optimize/sweep.hpp>

namespace gradsmith {

/// With g the gradient plus l2 x:
///   v = decay v + (1 - decay) g^2,  d = sqrt(u + epsilon) / sqrt(v + epsilon) g,
///   u = decay u + (1 - decay) d^2,  x -= learning_rate d.
/// The length of a step comes from the lengths of the steps before, which begin with about sqrt(epsilon).
/// Needs value_and_gradient; in_batches(adadelta{...}, ...) takes mini-batches. Memory: 2 vectors.
/// Source: Zeiler 2012, algorithm 1; learning_rate is 1 there, and by default with PyTorch (Keras has 1e-3).
struct adadelta {
  double learning_rate = 1;               // factor of the steps
  double decay = 0.9;                     // rho, in [0, 1)
  double epsilon = 1e-6;                  // of the size of a first step's square, in units of x^2, and in those of g^2
  double l2 = 0;                          // added to the gradient times x: the gradient of l2/2 |x|^2

  template <class T>
  struct state {
    std::vector<T> squares, step_squares;
  };
  template <class T>
  [[nodiscard]] state<T> begin(std::size_t n) const {
    return {.squares = std::vector<T>(n), .step_squares = std::vector<T>(n)};
  }
  [[nodiscard]] std::string invalid() const {
    using namespace optimize;
    return first_wrong({positive("learning_rate", learning_rate), fraction("decay", decay),
                        positive("epsilon", epsilon), not_negative("l2", l2)});
  }

  template <class T>
  void advance(std::span<T> x, optimize::gradient_of<T> gradient, state<T>& s) const {
    using namespace optimize;
    std::span<T> const squares = s.squares, step_squares = s.step_squares;
    T const step = static_cast<T>(learning_rate), floor = static_cast<T>(epsilon), decay_of_x = static_cast<T>(l2);
    running_mean<T> const mean(decay);
    sweep<T>(x.size(), [=]<class V>(std::size_t first_entry) {
      V const here = at<V>(x, first_entry), under_root = simd::broadcast<V>(floor);
      V const slope_here = at<V>(gradient, first_entry) + simd::broadcast<V>(decay_of_x) * here;
      V const old_step_squares = at<V>(step_squares, first_entry);
      V const next_squares = mean(at<V>(squares, first_entry), slope_here * slope_here);
      V const way = simd::sqrt(old_step_squares + under_root) / simd::sqrt(next_squares + under_root) * slope_here;
      put(squares, first_entry, next_squares);
      put(step_squares, first_entry, mean(old_step_squares, way * way));
      put(x, first_entry, here - simd::broadcast<V>(step) * way);
    });
  }
};

}  // namespace gradsmith
