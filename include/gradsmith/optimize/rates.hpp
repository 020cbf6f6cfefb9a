// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// How what stands around a rule changes its learning rate for one step.
#pragma once

#include <concepts>
#include <optional>
#include <span>

#include <gradsmith/optimize/method.hpp>
#include <gradsmith/optimize/scaled_span.hpp>

namespace gradsmith::optimize {

/// A change of learning rates: double operator()(double learning_rate) const. This one changes nothing.
struct own_rate {
  constexpr double operator()(double learning_rate) const { return learning_rate; }
};

namespace detail {

template <class Rule>
constexpr bool takes_rates() {
  if constexpr (requires { Rule::takes_rates; }) return Rule::takes_rates;
  else return requires(Rule& rule) { { rule.learning_rate } -> std::same_as<double&>; };
}

}  // namespace detail

/// Whether the learning rate of a rule can be changed from step to step: it has a member of that name, unless
///   static constexpr bool takes_rates
/// says otherwise. What stands around a rule passes changes on: void advance(x, gradient, state, rates) const.
template <class Rule>
concept takes_rates = detail::takes_rates<Rule>();

/// A change of learning rates may change momenta as well: double momentum(double own) const.
template <class Rates>
concept changes_momenta = requires(Rates const& rates) {
  { rates.momentum(double{}) } -> std::convertible_to<double>;
};

namespace detail {

template <class Rule>
concept has_momentum = requires(Rule& rule) {
  { rule.momentum } -> std::same_as<double&>;
};
template <class Rule>
concept has_decay_first = requires(Rule& rule) {
  { rule.decay_first } -> std::same_as<double&>;
};

/// What a rule has for momentum, as PyTorch's schedules see it.
template <class Rule>
[[nodiscard]] double& momentum_of(Rule& rule) {
  if constexpr (has_momentum<Rule>) return rule.momentum;
  else return rule.decay_first;
}

template <class Rule>
constexpr bool takes_momenta() {
  if constexpr (has_momentum<Rule> || has_decay_first<Rule>) return true;
  else if constexpr (requires { Rule::takes_momenta; }) return Rule::takes_momenta;
  else if constexpr (requires(Rule const& rule) { rule.rule; }) return takes_momenta<rule_inside<Rule>>();
  else return false;
}

}  // namespace detail

/// Whether the momentum of a rule can be changed from step to step: it has a momentum or a decay_first, or what it
/// stands around has, or static constexpr bool takes_momenta says so.
template <class Rule>
concept takes_momenta = takes_rates<Rule> && detail::takes_momenta<Rule>();

/// The momentum of such a rule, of several the least.
template <class Rule>
[[nodiscard]] double lowest_momentum(Rule const& rule) {
  if constexpr (detail::has_momentum<Rule>) return rule.momentum;
  else if constexpr (detail::has_decay_first<Rule>) return rule.decay_first;
  else if constexpr (requires { rule.lowest_momentum(); }) return rule.lowest_momentum();
  else return optimize::lowest_momentum(rule.rule);
}

/// Learning rates as `base` and then `change` say, momenta as `base` does.
template <class Base, class Change>
struct rate_change {
  Base const& base;
  Change const& change;

  [[nodiscard]] double operator()(double learning_rate) const { return change(base(learning_rate)); }
  [[nodiscard]] double momentum(double own) const
    requires changes_momenta<Base>
  {
    return base.momentum(own);
  }
};
template <class Base, class Change>
[[nodiscard]] constexpr rate_change<Base, Change> change_of_rate(Base const& base, Change const& change) {
  return {base, change};
}

/// The other way round.
template <class Base, class Change>
struct momentum_change {
  Base const& base;
  Change const& change;

  [[nodiscard]] double operator()(double learning_rate) const { return base(learning_rate); }
  [[nodiscard]] double momentum(double own) const {
    if constexpr (changes_momenta<Base>) return change(base.momentum(own));
    else return change(own);
  }
};
template <class Base, class Change>
[[nodiscard]] constexpr momentum_change<Base, Change> change_of_momentum(Base const& base, Change const& change) {
  return {base, change};
}

/// One step of `rule`, with its learning rate, and where they do so its momentum, changed by `rates`.
template <class Rule, class T, class Rates>
void advance_at(Rule const& rule, std::span<T> x, gradient_for<Rule, T> gradient, state_of<Rule, T>& state,
                Rates const& rates) {
  if constexpr (std::same_as<Rates, own_rate>) {
    rule.advance(x, gradient, state);
  } else if constexpr (requires { rule.advance(x, gradient, state, rates); }) {
    rule.advance(x, gradient, state, rates);
  } else {
    Rule now = rule;
    now.learning_rate = rates(rule.learning_rate);
    if constexpr (changes_momenta<Rates>) detail::momentum_of(now) = rates.momentum(detail::momentum_of(now));
    now.advance(x, gradient, state);
  }
}

/// The same of a method of either kind, evaluated.
template <class M, objective F, class Rates>
[[nodiscard]] std::optional<status> step_at(M const& m, iterate<F>& at, state_of<M, scalar_of<F>>& state,
                                            Rates const& rates) {
  using T = scalar_of<F>;
  if constexpr (update_rule<M, T>) {
    advance_at<M, T>(m, std::span<T>{at.x}, std::span<T const>{at.gradient}, state, rates);
    return finish_step(m, at, state);
  } else {
    return m.advance(at, state, rates);
  }
}

}  // namespace gradsmith::optimize
