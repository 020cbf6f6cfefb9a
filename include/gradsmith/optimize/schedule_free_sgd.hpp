// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Gradient steps with an average in place of a schedule.
#pragma once

#include <span>
#include <string>
#include <vector>

#include <gradsmith/optimize/invalid_option.hpp>
#include <gradsmith/optimize/scaled_span.hpp>
#include <gradsmith/optimize/schedule_free.hpp>
#include <gradsmith/optimize/sweep.hpp>

namespace gradsmith {

/// With y the point where gradients g are taken, z and the average a, both y at the start, and t = 1, 2, ... the step:
///   z -= learning_rate (g + weight_decay y),
///   a = (1 - c) a + c z,  c = w / (sum of all w so far),  w = t^step_power (largest learning_rate so far)^rate_power,
///   y = (1 - interpolation) z + interpolation a.
/// No schedule is needed but a warm-up, scheduled(schedule_free_sgd{...}, schedule::warm_up(100)), and the number of
/// steps need not be known before. Callbacks see y as progress::x and a as progress::average; when the run ends the
/// problem is evaluated at a, which is the result if it is better than every y. Rule and defaults are the authors' and
/// optax's; Keras has c = 1 / t.
/// Needs value_and_gradient; in_batches(schedule_free_sgd{...}, ...) takes mini-batches. Memory: 2 vectors.
/// Source: Defazio et al. 2024, equations 3 to 5.
struct schedule_free_sgd {
  double learning_rate = 1;               // gamma: length of a step of z, in units of x per unit of gradient
  double interpolation = 0.9;             // beta, in [0, 1): what stands for momentum
  double weight_decay = 0;                // added to the gradient times y: the gradient of weight_decay/2 |y|^2
  double rate_power = 2;                  // how much less steps of a warm-up count
  double step_power = 0;                  // r: how much more later steps count

  template <class T>
  struct state {
    optimize::free_average<T> points;
  };
  template <class T>
  [[nodiscard]] state<T> begin(std::size_t n) const {
    return {.points = optimize::free_average<T>::begin(n)};
  }
  template <class T>
  [[nodiscard]] static std::span<T const> average(state<T> const& s) {
    return s.points.so_far();
  }
  [[nodiscard]] std::string invalid() const {
    using namespace optimize;
    return first_wrong({positive("learning_rate", learning_rate), fraction("interpolation", interpolation),
                        not_negative("weight_decay", weight_decay), not_negative("rate_power", rate_power),
                        not_negative("step_power", step_power)});
  }

  template <class T>
  void advance(std::span<T> y, optimize::gradient_of<T> gradient, state<T>& s) const {
    using namespace optimize;
    T const share = s.points.next_share(y, learning_rate, rate_power, step_power);
    T const step = static_cast<T>(learning_rate), decay = static_cast<T>(weight_decay);
    free_step<T> const moved(s.points, interpolation, share);
    sweep<T>(y.size(), [=]<class V>(std::size_t first_entry) {
      V const here = at<V>(y, first_entry);
      V const slope_here = at<V>(gradient, first_entry) + simd::broadcast<V>(decay) * here;
      put(y, first_entry, moved(first_entry, simd::broadcast<V>(step) * slope_here));
    });
  }
};

}  // namespace gradsmith
