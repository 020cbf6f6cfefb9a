// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// A rule whose momentum follows a schedule.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include <gradsmith/optimize/rates.hpp>
#include <gradsmith/optimize/schedule/rate_schedule.hpp>

namespace gradsmith {

namespace optimize {

/// What `momentum_scheduled` returns.
template <method Rule, schedule::rate_schedule Schedule>
struct momentum_scheduled_rule {
  Rule rule;
  Schedule momenta;
  static constexpr bool takes_rates = optimize::takes_rates<Rule>;

  /// Where a step was halved, what momentum had gathered goes, and the place in the schedule stays.
  template <class T>
  struct state {
    state_of<Rule, T> inner;
    std::int64_t steps = 0;
  };
  template <class T>
  [[nodiscard]] state<T> begin(std::size_t n) const {
    return {.inner = rule.template begin<T>(n)};
  }
  [[nodiscard]] std::string invalid() const {
    std::string wrong = schedule::invalid_option(momenta);
    if (wrong.empty() && !(lowest_momentum(rule) > 0))
      wrong = "A schedule of the momentum needs a rule whose own is not 0.";
    return wrong.empty() ? invalid_option(rule) : wrong;
  }

  template <class T, class Rates = own_rate>
  void advance(std::span<T> x, gradient_for<Rule, T> gradient, state<T>& s, Rates const& base = {}) const {
    auto const change = [&](double own) { return static_cast<double>(momenta(own, s.steps)); };
    advance_at<Rule, T>(rule, x, gradient, s.inner, change_of_momentum(base, change));
    if (!is_waiting<Rule, T>(rule, s.inner)) ++s.steps;
  }
};

}  // namespace optimize

/// `rule`, whose momentum, or decay_first where it has no momentum, is for each step t = 0, 1, ... what the schedule
/// says; its own is the base of it. With a cycle of the learning rate around it:
///   schedule::one_cycle const cycle{.steps = 1000};
///   scheduled(momentum_scheduled(sgd{.learning_rate = 0.1, .momentum = 0.95}, schedule::opposite_to(cycle)), cycle)
/// (PyTorch's OneCycleLR does both unless cycle_momentum is False). Takes what has a momentum, or stands around that.
template <optimize::method Rule, schedule::rate_schedule Schedule>
[[nodiscard]] constexpr optimize::momentum_scheduled_rule<Rule, Schedule> momentum_scheduled(Rule rule,
                                                                                             Schedule momenta) {
  static_assert(optimize::takes_momenta<Rule>,
                "momentum_scheduled takes a rule with momentum or decay_first, such as sgd and adam");
  return {rule, momenta};
}

}  // namespace gradsmith
