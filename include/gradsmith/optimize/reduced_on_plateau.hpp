// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// A method whose learning rate falls where the value no longer does.
#pragma once

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>

#include <gradsmith/optimize/invalid_option.hpp>
#include <gradsmith/optimize/rates.hpp>

namespace gradsmith {

/// When, and by how much. A value counts as better where it is below best - threshold |best|, or, with
/// threshold_is_absolute, below best - threshold. After more than `patience` in a row that are not, learning rates are
/// multiplied by `factor`, and `cooldown` values are passed over; a rate stops at `minimum`.
/// Defaults and rule are PyTorch's (ReduceLROnPlateau), which asks for less than best (1 - threshold): of a best value
/// below 0 that is more than it was.
struct plateau {
  double factor = 0.1;
  std::int64_t patience = 10;             // values
  double threshold = 1e-4;
  bool threshold_is_absolute = false;
  std::int64_t cooldown = 0;              // values
  double minimum = 0;                     // a learning rate
};

namespace optimize {

/// Where no metric is given: the value of the problem.
struct own_value {};

/// What `reduced_on_plateau` returns.
template <method Method, class Metric>
struct plateau_method {
  Method rule;
  plateau options;
  Metric metric;
  static constexpr std::int64_t max_steps = default_max_steps<Method>();

  template <class T>
  struct state {
    state_of<Method, T> inner;
    double factor = 1;
    double best = std::numeric_limits<double>::infinity();
    std::int64_t waited = 0, cooling = 0;      // values
  };
  template <class T>
  [[nodiscard]] state<T> begin(std::size_t n) const {
    return {.inner = rule.template begin<T>(n)};
  }
  [[nodiscard]] std::string invalid() const {
    plateau const& o = options;
    std::string const wrong = first_wrong({inside_unit("factor", o.factor), not_negative("threshold", o.threshold),
                                           not_negative("patience", static_cast<double>(o.patience)),
                                           not_negative("cooldown", static_cast<double>(o.cooldown)),
                                           not_negative("minimum", o.minimum)});
    return wrong.empty() ? invalid_option(rule) : wrong;
  }

  template <objective F>
  [[nodiscard]] std::optional<status> advance(iterate<F>& at, state<scalar_of<F>>& s) const {
    using T = scalar_of<F>;
    if (!at.on_batch && !is_waiting<Method, T>(rule, s.inner)) {
      if constexpr (std::same_as<Metric, own_value>) look_at(static_cast<double>(at.value), s);
      else look_at(static_cast<double>(metric(std::span<T const>{at.x})), s);
    }
    // Of a rate below the minimum nothing is taken, nor added.
    auto const rates = [&](double learning_rate) {
      return std::max(learning_rate * s.factor, std::min(learning_rate, options.minimum));
    };
    return step_at(rule, at, s.inner, rates);
  }

 private:
  template <class State>
  void look_at(double value, State& s) const {
    bool const is_first = s.best == std::numeric_limits<double>::infinity();
    double const margin = options.threshold * (options.threshold_is_absolute || is_first ? 1 : std::abs(s.best));
    if (value < s.best - margin) s.best = value, s.waited = 0;
    else ++s.waited;
    if (s.cooling > 0) --s.cooling, s.waited = 0;
    if (s.waited > options.patience) s.factor *= options.factor, s.cooling = options.cooldown, s.waited = 0;
  }
};

}  // namespace optimize

/// `method`, whose learning rate is multiplied by plateau::factor each time the value has not fallen for more than
/// plateau::patience evaluations of the whole: of every step, or in mini-batches of every epoch, or evaluate_every
/// ones.
///   reduced_on_plateau(in_batches(adam{}, {.rows = 64}), {.patience = 5})
///   reduced_on_plateau(sgd{.learning_rate = 0.1}, {}, [&](auto x) { return held_back.value(x); })
/// The first value is that of the start. It stands outside in_batches, for the values of batches cannot be compared.
/// What stays of the rate does so where a step is halved. Cost: nothing without a metric, else one call of it per
/// value.
template <optimize::method Method>
[[nodiscard]] constexpr optimize::plateau_method<Method, optimize::own_value> reduced_on_plateau(Method method,
                                                                                               plateau options = {}) {
  static_assert(optimize::takes_rates<Method>,
                "reduced_on_plateau takes a rule with a learning_rate that holds for all steps, or in_batches of one");
  return {method, options, {}};
}
template <optimize::method Method, class Metric>
[[nodiscard]] constexpr optimize::plateau_method<Method, Metric> reduced_on_plateau(Method method, plateau options,
                                                                                   Metric metric) {
  static_assert(optimize::takes_rates<Method>,
                "reduced_on_plateau takes a rule with a learning_rate that holds for all steps, or in_batches of one");
  return {method, options, metric};
}

}  // namespace gradsmith
