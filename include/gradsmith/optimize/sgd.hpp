// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Stochastic gradient descent, with momentum and Nesterov's variant of it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <gradsmith/optimize/invalid_option.hpp>
#include <gradsmith/optimize/scaled_span.hpp>
#include <gradsmith/optimize/sweep.hpp>

namespace gradsmith {

/// With g the gradient plus l2 x, and the velocity b = g at the first step, later momentum b + (1 - dampening) g:
///   x -= learning_rate b;  with nesterov  x -= learning_rate (g + momentum b);
///   without momentum  x -= learning_rate g.
/// The rate stands outside the velocity (PyTorch's and optax's rule), so that a change of it acts at once. In Keras it
/// is inside, rate_in_velocity: b = momentum b + learning_rate g, x -= b; with nesterov
/// x -= learning_rate g + momentum b.
/// Needs value_and_gradient; in_batches(sgd{...}, ...) takes mini-batches. Memory: one vector if momentum is not 0.
/// Source: Robbins, Monro 1951; momentum: Rumelhart, Hinton, Williams 1986, Sutskever et al. 2013; Nesterov 1983.
struct sgd {
  double learning_rate = 1e-3;            // length of a step, in units of x per unit of gradient
  double momentum = 0;                    // mu, in [0, 1)
  double dampening = 0;                   // in [0, 1)
  double l2 = 0;                          // added to the gradient times x: the gradient of l2/2 |x|^2
  bool nesterov = false;                  // needs momentum, and dampening 0
  bool rate_in_velocity = false;          // Keras

  template <class T>
  struct state {
    std::vector<T> velocity;
    std::int64_t steps = 0;
  };
  template <class T>
  [[nodiscard]] state<T> begin(std::size_t n) const {
    return {.velocity = std::vector<T>(momentum == 0 ? 0 : n)};
  }
  [[nodiscard]] std::string invalid() const {
    using namespace optimize;
    return first_wrong({positive("learning_rate", learning_rate), fraction("momentum", momentum),
                        fraction("dampening", dampening),
                        not_negative("l2", l2),
                        {"momentum", momentum, !nesterov || momentum > 0, "must be positive with nesterov"},
                        {"dampening", dampening, !nesterov || dampening == 0, "must be 0 with nesterov"}});
  }

  template <class T>
  void advance(std::span<T> x, optimize::gradient_of<T> gradient, state<T>& s) const {
    using namespace optimize;
    std::span<T> const velocity = s.velocity;
    T const step = static_cast<T>(learning_rate), mu = static_cast<T>(momentum), decay = static_cast<T>(l2);
    // The first velocity is the gradient itself, undamped.
    T const old = s.steps == 0 ? T(0) : mu, fresh = s.steps == 0 ? T(1) : static_cast<T>(1 - dampening);
    bool const looks_ahead = nesterov;
    T const early = rate_in_velocity ? step : T(1), late = rate_in_velocity ? T(1) : step;
    ++s.steps;
    if (velocity.empty())
      sweep<T>(x.size(), [=]<class V>(std::size_t first_entry) {
        V const here = at<V>(x, first_entry);
        V const slope_here = at<V>(gradient, first_entry) + simd::broadcast<V>(decay) * here;
        put(x, first_entry, here - simd::broadcast<V>(step) * slope_here);
      });
    else
      sweep<T>(x.size(), [=]<class V>(std::size_t first_entry) {
        V const here = at<V>(x, first_entry);
        V const whole_slope = at<V>(gradient, first_entry) + simd::broadcast<V>(decay) * here;
        V const slope_here = simd::broadcast<V>(early) * whole_slope;
        V const kept = simd::broadcast<V>(old) * at<V>(velocity, first_entry);
        V const next_velocity = kept + simd::broadcast<V>(fresh) * slope_here;
        put(velocity, first_entry, next_velocity);
        V const way = looks_ahead ? slope_here + simd::broadcast<V>(mu) * next_velocity : next_velocity;
        put(x, first_entry, here - simd::broadcast<V>(late) * way);
      });
  }
};

}  // namespace gradsmith
