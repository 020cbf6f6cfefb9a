// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// What a method is: options as an aggregate, a state for a run, one advance.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <utility>

#include <gradsmith/optimize/iterate.hpp>
#include <gradsmith/optimize/status.hpp>

namespace gradsmith::optimize {

/// A method has `template <class T> ... begin(std::size_t n) const`, which makes the state for n parameters, and one
/// of the two kinds of advance below. Optional:
///   static constexpr std::int64_t max_steps     the budget where stop{} names none
///   std::string invalid() const                 a sentence on the first option that is wrong, else empty
///   std::span<T const> average(state const&) const      another point than x, which may be better: callbacks see it as
///                                               progress::average, and the problem is evaluated there when a run ends
///   bool is_waiting(state const&) const         whether the last advance only gathered, so that x was not to move
///   void begin_anew(state&, std::size_t n) const      where a step was halved: forgets what led there; else begin is
///                                               called
/// What stands around another method, which is its member `rule` and whose state is the member `inner` of its own, does
/// of the last three what that one does, unless it says otherwise.
template <class M>
concept method = requires(M const& m) {
  m.template begin<double>(std::size_t{});
};

/// The state that method M keeps during a run.
template <class M, class T>
using state_of = decltype(std::declval<M const&>().template begin<T>(std::size_t{}));

/// void advance(std::span<T> x, std::span<T const> gradient, state&) const: moves x; the loop evaluates.
template <class M, class T>
concept update_rule =
    method<M> && requires(M const& m, std::span<T> x, std::span<T const> gradient, state_of<M, T>& state) {
      m.advance(x, gradient, state);
    };

/// std::optional<status> advance(iterate<F>&, state&) const: moves x and evaluates there, as often as it needs to;
/// a status ends the run.
template <class M, class F>
concept stepping_method = method<M> && requires(M const& m, iterate<F>& at, state_of<M, scalar_of<F>>& state) {
  { m.advance(at, state) } -> std::same_as<std::optional<status>>;
};

/// The method that M stands around.
template <class M>
using rule_inside = std::remove_cvref_t<decltype(std::declval<M const&>().rule)>;

/// Whether it stands around another one.
template <class M, class T>
concept around_a_rule = method<M> && method<rule_inside<M>> && requires(state_of<M, T>& state) {
  { state.inner } -> std::same_as<state_of<rule_inside<M>, T>&>;
};

namespace detail {

template <class M, class T>
concept averaging_itself = requires(M const& m, state_of<M, T> const& state) {
  { m.average(state) } -> std::same_as<std::span<T const>>;
};
template <class M, class T>
constexpr bool averages() {
  if constexpr (averaging_itself<M, T>) return true;
  else if constexpr (around_a_rule<M, T>) return averages<rule_inside<M>, T>();
  else return false;
}

}  // namespace detail

/// Whether it keeps such a point.
template <class M, class T>
concept averaging = method<M> && detail::averages<M, T>();

/// That point.
template <class M, class T>
[[nodiscard]] std::span<T const> average_of(M const& m, state_of<M, T> const& state) {
  if constexpr (detail::averaging_itself<M, T>) return m.average(state);
  else return average_of<rule_inside<M>, T>(m.rule, state.inner);
}

/// Whether the last advance only gathered for a later one.
template <class M, class T>
[[nodiscard]] bool is_waiting(M const& m, state_of<M, T> const& state) {
  if constexpr (requires { m.is_waiting(state); }) return m.is_waiting(state);
  else if constexpr (around_a_rule<M, T>) return is_waiting<rule_inside<M>, T>(m.rule, state.inner);
  else return false;
}

/// Forgets what led to a step that had to be halved: momentum would push it there again.
template <class M, class T>
void begin_anew(M const& m, state_of<M, T>& state, std::size_t n) {
  if constexpr (requires { m.begin_anew(state, n); }) m.begin_anew(state, n);
  else if constexpr (around_a_rule<M, T>) begin_anew<rule_inside<M>, T>(m.rule, state.inner, n);
  else state = m.template begin<T>(n);
}

/// Evaluates where an update rule led to.
template <class M, objective F>
[[nodiscard]] std::optional<status> finish_step(M const& m, iterate<F>& at, state_of<M, scalar_of<F>>& state) {
  using T = scalar_of<F>;
  at.has_waited = is_waiting<M, T>(m, state);
  if (!at.evaluate_step()) return status::not_finite;
  if (at.was_shrunk) begin_anew<M, T>(m, state, at.size());
  return std::nullopt;
}

/// One step of either kind.
template <class M, objective F>
[[nodiscard]] std::optional<status> advance(M const& m, iterate<F>& at, state_of<M, scalar_of<F>>& state) {
  using T = scalar_of<F>;
  at.begin_step();
  if constexpr (stepping_method<M, F>) {
    return m.advance(at, state);
  } else {
    m.advance(std::span<T>{at.x}, std::span<T const>{at.gradient}, state);
    return finish_step(m, at, state);
  }
}

template <class M>
[[nodiscard]] constexpr std::int64_t default_max_steps() {
  if constexpr (requires { M::max_steps; }) return M::max_steps;
  else return 10000;
}

template <class M>
[[nodiscard]] std::string invalid_option(M const& m) {
  if constexpr (requires { m.invalid(); }) return m.invalid();
  else return {};
}

}  // namespace gradsmith::optimize
