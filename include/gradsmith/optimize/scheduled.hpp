// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// A rule whose learning rate follows a schedule.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include <gradsmith/optimize/rates.hpp>
#include <gradsmith/optimize/schedule/rate_schedule.hpp>

namespace gradsmith {

namespace optimize {

/// What `scheduled` returns.
template <method Rule, schedule::rate_schedule Schedule>
struct scheduled_rule {
  Rule rule;
  Schedule learning_rates;
  static constexpr bool takes_rates = optimize::takes_rates<Rule>;

  /// Where a step was halved momentum goes, and the place in the schedule stays.
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
    std::string const wrong = schedule::invalid_option(learning_rates);
    return wrong.empty() ? invalid_option(rule) : wrong;
  }

  template <class T, class Rates = own_rate>
  void advance(std::span<T> x, gradient_for<Rule, T> gradient, state<T>& s, Rates const& base = {}) const {
    auto const change = [&](double own) { return static_cast<double>(learning_rates(own, s.steps)); };
    advance_at<Rule, T>(rule, x, gradient, s.inner, change_of_rate(base, change));
    if (!is_waiting<Rule, T>(rule, s.inner)) ++s.steps;
  }
};

}  // namespace optimize

/// `rule`, whose learning_rate is for each step t = 0, 1, ... what the schedule says; its own is the base of it:
///   scheduled(adam{.learning_rate = 1e-2}, schedule::warm_up(100, schedule::cosine{.steps = 900}))
///   scheduled(sgd{.learning_rate = 1}, [](double base, std::int64_t t) { return base / (1 + 0.1 * double(t)); })
/// A step is a call of the rule: in mini-batches that is a batch, not an epoch (schedule::held counts epochs). A rule
/// in accumulated(...) makes a step only once it has its gradients. Takes what has a learning_rate, or stands around
/// that.
template <optimize::method Rule, schedule::rate_schedule Schedule>
[[nodiscard]] constexpr optimize::scheduled_rule<Rule, Schedule> scheduled(Rule rule, Schedule learning_rates) {
  static_assert(optimize::takes_rates<Rule>,
                "scheduled takes a rule with a learning_rate that holds for all steps, such as sgd and adam");
  return {rule, learning_rates};
}

}  // namespace gradsmith
