// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// AdamW with an average in place of momentum and of a schedule.
#pragma once

#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <gradsmith/optimize/invalid_option.hpp>
#include <gradsmith/optimize/running_mean.hpp>
#include <gradsmith/optimize/scaled_span.hpp>
#include <gradsmith/optimize/schedule_free.hpp>
#include <gradsmith/optimize/sweep.hpp>

namespace gradsmith {

/// With y the point where gradients g are taken, z and the average a, both y at the start, and t = 1, 2, ... the step:
///   v = decay_second v + (1 - decay_second) g^2,
///   z -= learning_rate (g / (sqrt(v / (1 - decay_second^t)) + epsilon) + weight_decay y),
///   a = (1 - c) a + c z,  c = w / (sum of all w so far),  w = t^step_power (largest learning_rate so far)^rate_power,
///   y = (1 - interpolation) z + interpolation a.
/// Callbacks see y as progress::x and a as progress::average, as with schedule_free_sgd, which says more. Rule and
/// defaults are the authors' and optax's; Keras has c = 1 / t.
/// Needs value_and_gradient; in_batches(schedule_free_adamw{...}, ...) takes mini-batches. Memory: 3 vectors.
/// Source: Defazio et al. 2024, algorithm 1.
struct schedule_free_adamw {
  double learning_rate = 2.5e-3;          // gamma: about the length of a step of z in every parameter, in units of x
  double interpolation = 0.9;             // beta1, in [0, 1): what stands for momentum
  double decay_second = 0.999;            // beta2, in [0, 1)
  double epsilon = 1e-8;                  // in units of the gradient
  double weight_decay = 0;                // lambda: share of y that a step takes away, per unit of learning_rate
  double rate_power = 2;                  // how much less steps of a warm-up count
  double step_power = 0;                  // r: how much more later steps count

  template <class T>
  struct state {
    optimize::free_average<T> points;
    std::vector<T> second;
  };
  template <class T>
  [[nodiscard]] state<T> begin(std::size_t n) const {
    return {.points = optimize::free_average<T>::begin(n), .second = std::vector<T>(n)};
  }
  template <class T>
  [[nodiscard]] static std::span<T const> average(state<T> const& s) {
    return s.points.so_far();
  }
  [[nodiscard]] std::string invalid() const {
    using namespace optimize;
    return first_wrong({positive("learning_rate", learning_rate), fraction("interpolation", interpolation),
                        fraction("decay_second", decay_second), not_negative("epsilon", epsilon),
                        not_negative("weight_decay", weight_decay), not_negative("rate_power", rate_power),
                        not_negative("step_power", step_power)});
  }

  template <class T>
  void advance(std::span<T> y, optimize::gradient_of<T> gradient, state<T>& s) const {
    using namespace optimize;
    std::span<T> const second = s.second;
    T const share = s.points.next_share(y, learning_rate, rate_power, step_power);
    double const t = static_cast<double>(s.points.steps);
    T const correction = static_cast<T>(1 / std::sqrt(1 - std::pow(decay_second, t)));
    T const step = static_cast<T>(learning_rate), decay = static_cast<T>(weight_decay);
    T const floor = static_cast<T>(epsilon);
    running_mean<T> const mean_second(decay_second);
    free_step<T> const moved(s.points, interpolation, share);
    sweep<T>(y.size(), [=]<class V>(std::size_t first_entry) {
      V const here = at<V>(y, first_entry), slope_here = at<V>(gradient, first_entry);
      V const next_second = mean_second(at<V>(second, first_entry), slope_here * slope_here);
      put(second, first_entry, next_second);
      V const divisor = simd::sqrt(next_second) * simd::broadcast<V>(correction) + simd::broadcast<V>(floor);
      V const way = slope_here / divisor + simd::broadcast<V>(decay) * here;
      put(y, first_entry, moved(first_entry, simd::broadcast<V>(step) * way));
    });
  }
};

}  // namespace gradsmith
