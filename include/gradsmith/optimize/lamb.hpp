// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// LAMB: Adam whose steps are as long as a share of the parameters, block by block.
#pragma once

#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <gradsmith/optimize/invalid_option.hpp>
#include <gradsmith/optimize/parameter_range.hpp>
#include <gradsmith/optimize/running_mean.hpp>
#include <gradsmith/optimize/scaled_span.hpp>
#include <gradsmith/optimize/vectors.hpp>

namespace gradsmith {

/// With g the gradient, and t = 1, 2, ... the step:
///   m = decay_first m + (1 - decay_first) g,  v = decay_second v + (1 - decay_second) g^2,
///   u = (m / (1 - decay_first^t)) / (sqrt(v / (1 - decay_second^t)) + epsilon) + weight_decay x,
/// and in every block with x and u its parts: x -= learning_rate (|x| / |u|) u, Euclidean norms; where one of them is
/// 0, x -= learning_rate u. A step is the share learning_rate of a block's norm, whatever the gradient: a block of one
/// parameter never changes its sign.
/// Without blocks all parameters are one: lamb{.blocks = blocks_of(problem)}. In in_groups(...) they are those of the
/// group, unless given. Parameters in no block move as where a norm is 0. epsilon is optax's, 1e-7 in Keras, where
/// weight decay stands beside the step.
/// Needs value_and_gradient; in_batches(lamb{...}, ...) takes mini-batches. Memory: 3 vectors.
/// Source: You et al. 2020, algorithm 2, with phi(z) = z.
struct lamb {
  double learning_rate = 1e-3;            // share of a block's norm that a step is long
  double decay_first = 0.9;               // beta1, in [0, 1)
  double decay_second = 0.999;            // beta2, in [0, 1)
  double epsilon = 1e-6;                  // in units of the gradient
  double weight_decay = 0;                // lambda, in units of 1 / x
  parameter_ranges blocks{};

  template <class T>
  struct state {
    std::vector<T> first, second, direction;
    std::int64_t steps = 0;
  };
  /// Errors: data_error where a block is not among n parameters.
  template <class T>
  [[nodiscard]] state<T> begin(std::size_t n) const {
    optimize::check_ranges(blocks, n);
    return {.first = std::vector<T>(n), .second = std::vector<T>(n), .direction = std::vector<T>(n)};
  }
  [[nodiscard]] std::string invalid() const {
    using namespace optimize;
    return first_wrong({positive("learning_rate", learning_rate), fraction("decay_first", decay_first),
                        fraction("decay_second", decay_second), not_negative("epsilon", epsilon),
                        not_negative("weight_decay", weight_decay)});
  }

  template <class T>
  void advance(std::span<T> x, optimize::gradient_of<T> gradient, state<T>& s) const {
    using namespace optimize;
    std::span<T> const first = s.first, second = s.second, direction = s.direction;
    double const t = static_cast<double>(++s.steps);
    T const of_first = static_cast<T>(1 / (1 - std::pow(decay_first, t)));
    T const correction = static_cast<T>(1 / std::sqrt(1 - std::pow(decay_second, t)));
    T const floor = static_cast<T>(epsilon), decay = static_cast<T>(weight_decay);
    running_mean<T> const mean_first(decay_first), mean_second(decay_second);
    sweep<T>(x.size(), [=]<class V>(std::size_t first_entry) {
      V const slope_here = at<V>(gradient, first_entry);
      V const next_first = mean_first(at<V>(first, first_entry), slope_here);
      V const next_second = mean_second(at<V>(second, first_entry), slope_here * slope_here);
      put(first, first_entry, next_first);
      put(second, first_entry, next_second);
      V const divisor = simd::sqrt(next_second) * simd::broadcast<V>(correction) + simd::broadcast<V>(floor);
      V const adam_way = simd::broadcast<V>(of_first) * next_first / divisor;
      put(direction, first_entry, adam_way + simd::broadcast<V>(decay) * at<V>(x, first_entry));
    });
    if (blocks.size() == 0) return move<T>(x, direction);
    for (parameter_range const& each : blocks) {
      std::span<T> const part = direction.subspan(each.offset, each.size);
      assign_scaled<T>(part, ratio<T>(x.subspan(each.offset, each.size), part), part);
    }
    add_scaled<T>(x, static_cast<T>(-learning_rate), direction);
  }

 private:
  template <class T>
  [[nodiscard]] static T ratio(std::span<T const> x, std::span<T const> direction) {
    T const of_x = optimize::norm<T>(x), of_direction = optimize::norm<T>(direction);
    return of_x > 0 && of_direction > 0 ? of_x / of_direction : T(1);
  }
  template <class T>
  void move(std::span<T> x, std::span<T const> direction) const {
    optimize::add_scaled<T>(x, static_cast<T>(-learning_rate) * ratio<T>(x, direction), direction);
  }
};

}  // namespace gradsmith
