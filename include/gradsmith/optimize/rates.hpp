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

/// One step of `rule`, with its learning rate changed by `rates`.
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
