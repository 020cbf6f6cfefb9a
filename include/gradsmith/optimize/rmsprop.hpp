// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// RMSprop, with momentum and centered.
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
///   v = decay v + (1 - decay) g^2,  r = g / (sqrt(v) + epsilon),
///   x -= learning_rate r;  with momentum  b = momentum b + r,  x -= learning_rate b.
/// centered divides by the standard deviation instead: w = decay w + (1 - decay) g, and v - w^2 stands under the root.
/// epsilon stands outside the root, the rate outside the momentum (PyTorch's rule). Keras and optax have decay 0.9 and
/// both inside, r = g / sqrt(v + epsilon), b = momentum b + learning_rate r, x -= b: epsilon_inside, rate_in_velocity.
/// Needs value_and_gradient; in_batches(rmsprop{...}, ...) takes mini-batches. Memory: one vector, one more with
/// momentum, one more if centered.
/// Source: Tieleman, Hinton 2012, lecture 6.5; centered: Graves 2013, section 4.2.
struct rmsprop {
  double learning_rate = 1e-2;            // about the length of a step in every parameter, in units of x
  double decay = 0.99;                    // alpha, in [0, 1)
  double epsilon = 1e-8;                  // in units of the gradient
  double momentum = 0;                    // in [0, 1)
  double l2 = 0;                          // added to the gradient times x: the gradient of l2/2 |x|^2
  bool centered = false;
  bool epsilon_inside = false;            // Keras, optax; in units of the gradient's square
  bool rate_in_velocity = false;          // Keras, optax

  template <class T>
  struct state {
    std::vector<T> squares, means, velocity;
  };
  template <class T>
  [[nodiscard]] state<T> begin(std::size_t n) const {
    return {.squares = std::vector<T>(n), .means = std::vector<T>(centered ? n : 0),
            .velocity = std::vector<T>(momentum == 0 ? 0 : n)};
  }
  [[nodiscard]] std::string invalid() const {
    using namespace optimize;
    return first_wrong({positive("learning_rate", learning_rate), fraction("decay", decay),
                        not_negative("epsilon", epsilon), fraction("momentum", momentum), not_negative("l2", l2)});
  }

  template <class T>
  void advance(std::span<T> x, optimize::gradient_of<T> gradient, state<T>& s) const {
    using namespace optimize;
    std::span<T> const squares = s.squares, means = s.means, velocity = s.velocity;
    T const inside = static_cast<T>(epsilon_inside ? epsilon : 0), floor = static_cast<T>(epsilon_inside ? 0 : epsilon);
    T const rate = static_cast<T>(learning_rate), mu = static_cast<T>(momentum), decay_of_x = static_cast<T>(l2);
    T const early = rate_in_velocity ? rate : T(1), late = rate_in_velocity ? T(1) : rate;
    running_mean<T> const mean(decay);
    sweep<T>(x.size(), [=]<class V>(std::size_t first_entry) {
      V const here = at<V>(x, first_entry);
      V const slope_here = at<V>(gradient, first_entry) + simd::broadcast<V>(decay_of_x) * here;
      V const next_squares = mean(at<V>(squares, first_entry), slope_here * slope_here);
      put(squares, first_entry, next_squares);
      V under_root = next_squares;
      if (!means.empty()) {
        V const next_mean = mean(at<V>(means, first_entry), slope_here);
        put(means, first_entry, next_mean);
        // Of gradients that are all the same, rounding can leave less than nothing.
        under_root = simd::max(next_squares - next_mean * next_mean, simd::broadcast<V>(T(0)));
      }
      under_root = under_root + simd::broadcast<V>(inside);
      V way = simd::broadcast<V>(early) * slope_here / (simd::sqrt(under_root) + simd::broadcast<V>(floor));
      if (!velocity.empty()) {
        way = simd::broadcast<V>(mu) * at<V>(velocity, first_entry) + way;
        put(velocity, first_entry, way);
      }
      put(x, first_entry, here - simd::broadcast<V>(late) * way);
    });
  }
};

}  // namespace gradsmith
