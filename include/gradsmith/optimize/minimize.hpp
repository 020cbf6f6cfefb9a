// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// minimize(problem, method, stop): the loop that all methods share.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

#include <gradsmith/optimize/callback.hpp>
#include <gradsmith/optimize/criteria.hpp>
#include <gradsmith/optimize/method.hpp>
#include <gradsmith/optimize/result.hpp>
#include <gradsmith/optimize/start_point.hpp>
#include <gradsmith/optimize/wrong_call.hpp>
#include <gradsmith/support/data_error.hpp>

namespace gradsmith {

namespace optimize {

/// Tells the callbacks where the run stands, and keeps the strongest answer.
template <class F, class... Callbacks>
class teller final : public listener {
 public:
  using scalar = scalar_of<F>;
  teller(iterate<F>& current_iterate, Callbacks&... all_callbacks) : at_(current_iterate), callbacks_(all_callbacks...) {}

  void notify(event what) override {
    if constexpr (sizeof...(Callbacks) > 0) {
      progress<scalar> const now{.event = what, .step = at_.step, .epoch = at_.epoch, .x = at_.x, .gradient = at_.gradient,
                                 .average = at_.average, .value = at_.value, .gradient_norm = at_.gradient_norm,
                                 .step_length = at_.step_length(), .on_batch = at_.on_batch,
                                 .evaluations = at_.evaluations, .seconds = at_.seconds()};
      std::apply([&](auto&... each) { (ask(each, now), ...); }, callbacks_);
    }
  }
  [[nodiscard]] std::optional<status> answer() const {
    if (answer_ == verdict::stop) return status::stopped_by_user;
    if (answer_ == verdict::stop_as_success) return status::stopped_as_success;
    if (answer_ == verdict::stop_early) return status::early_stopped;
    return std::nullopt;
  }

 private:
  template <class Callback>
  void ask(Callback& callback, progress<scalar> const& now) {
    if constexpr (std::is_void_v<decltype(callback(now))>) {
      callback(now);
    } else {
      verdict const said = callback(now);
      if (answer_ == verdict::proceed) answer_ = said;
    }
  }
  iterate<F>& at_;
  std::tuple<Callbacks&...> callbacks_;
  verdict answer_ = verdict::proceed;
};

/// The run itself. After the state of the method, the history and the result are made, it allocates nothing.
template <objective F, method M, class... Callbacks>
[[nodiscard]] result<scalar_of<F>> run(F& problem, std::span<scalar_of<F> const> start, M const& m, stop const& limits,
                                       Callbacks&... callbacks) {
  using T = scalar_of<F>;
  result<T> out;
  iterate<F> at(problem, start);
  criteria<T> is(limits, default_max_steps<M>());
  at.policy = limits.on_non_finite;
  at.max_non_finite = limits.max_non_finite;
  teller<F, Callbacks...> tell(at, callbacks...);

  std::string wrong = invalid_option(m);
  if (wrong.empty()) wrong = is.invalid();
  if (!wrong.empty()) {
    out.status = status::invalid_options;
    out.message = std::move(wrong);
    out.point = std::move(at.best());
    out.value = at.best_value();
    out.gradient_norm = at.best_gradient_norm();
    return out;
  }

  auto state = m.template begin<T>(at.size());
  // Rows beyond these grow the history as any vector.
  constexpr std::int64_t most_rows = 1 << 16;
  std::int64_t const steps_expected = std::min(is.max_steps().value_or(most_rows), most_rows);
  out.history.reserve(static_cast<std::size_t>(steps_expected) + 2);      // the start, and an average
  auto const record = [&] {
    out.history.push_back({.step = at.step, .epoch = at.epoch, .value = static_cast<double>(at.value),
                           .gradient_norm = static_cast<double>(at.gradient_norm),
                           .step_length = static_cast<double>(at.step_length()), .evaluations = at.evaluations, .seconds = at.seconds()});
  };

  at.evaluate();
  record();
  at.listening = &tell;
  at.notify(event::begin);
  at.notify(event::evaluated);
  std::optional<status> ended = at.is_finite ? is.met_at(at) : status::start_not_finite;
  if (!ended) ended = tell.answer();
  if (!ended) ended = is.budget_used(at);

  while (!ended) {
    ended = optimize::advance(m, at, state);
    if constexpr (averaging<M, T>) at.average = m.average(state);
    // A method that ends the run has not made a step, unless it led to where nothing is finite.
    if (ended && ended != status::not_finite) break;
    ++at.step;
    if (!at.on_batch) record();
    at.notify(event::step);
    if (ended) break;
    if (!at.on_batch && !at.was_skipped) ended = is.met_at(at);
    if (!ended && !at.was_skipped && !at.has_waited) ended = is.met_by_step(at);
    if (!ended) ended = tell.answer();
    if (!ended) ended = is.budget_used(at);
  }

  if (at.on_batch && ended != status::not_finite) {      // the last step was not evaluated on the whole yet
    if (!at.evaluate_step()) ended = status::not_finite;
    record();
  }
  if constexpr (averaging<M, T>) {
    // One more candidate for the best point; x itself was evaluated.
    bool const is_another = at.step > 0 && !at.average.empty() && max_distance<T>(at.x, at.average) != 0;
    if (is_another && ended != status::gradient_small) {
      at.begin_step();
      std::copy(at.average.begin(), at.average.end(), at.x.begin());
      at.evaluate();
      record();
    }
  }
  if (ended == status::gradient_small) at.settle();
  out.status = *ended;
  out.message = sentence(out.status);
  out.value = at.best_value();
  out.gradient_norm = at.best_gradient_norm();
  if (ended == status::start_not_finite) out.value = at.value, out.gradient_norm = at.gradient_norm;
  out.evaluations = at.evaluations;
  out.steps = at.step;
  out.epochs = at.epoch;
  out.restarts = at.restarts;
  out.skipped = at.skipped;
  at.notify(event::end);
  out.point = std::move(at.best());
  out.seconds = at.seconds();
  return out;
}

/// Checks what minimize was given, runs, and hands the point to a problem that has parameters.
template <class F, class M, class... Callbacks>
auto checked_run(F& problem, std::span<scalar_of<F> const> start, M const& m, stop const& limits, Callbacks&... callbacks) {
  using T = scalar_of<F>;
  static_assert(requires { { problem.size() } -> std::convertible_to<std::size_t>; },
                "minimize needs an objective with std::size_t size(), the number of parameters");
  static_assert(objective<F>,
                "minimize needs an objective with T value_and_gradient(std::span<T const> x, std::span<T> g), T being its value_type, or double if it names none");
  if constexpr (objective<F>) {
    static_assert(update_rule<M, T> || stepping_method<M, F>,
                  "a method needs advance(std::span<T> x, std::span<T const> gradient, state&) const, or std::optional<status> advance(iterate<F>&, state&) const; this one has neither for this objective");
    constexpr bool can_call_back = (callback_for<Callbacks, T> && ...);
    static_assert(can_call_back,
                  "a callback is called with a progress<T> const& and returns nothing or a verdict: write [](auto const& now) { ... }");
    if constexpr ((update_rule<M, T> || stepping_method<M, F>) && can_call_back) {
      if (start.size() != problem.size())
        throw_data_error("the start has ", start.size(), " elements, the problem has ", static_cast<std::size_t>(problem.size()), " parameters");
      result<T> out = optimize::run(problem, start, m, limits, callbacks...);
      if constexpr (has_parameters<F>) std::copy(out.point.begin(), out.point.end(), std::span<T>(problem.parameters()).begin());
      return out;
    } else {
      return result<T>{};
    }
  } else {
    return result<T>{};
  }
}

}  // namespace optimize

/// Minimises the problem by `m`, from the problem's own parameters, which are set to the point returned.
/// Never throws of itself, whatever the function does: result::status says how it ended. Callbacks are called with a
/// progress at every event and may return a verdict.
template <class F, optimize::method M, class... Callbacks>
auto minimize(F&& problem, M const& m, stop const& limits = {}, Callbacks&&... callbacks) {
  using T = optimize::scalar_of<F>;
  using problem_type = std::remove_reference_t<F>;
  static_assert(!optimize::objective<problem_type> || optimize::has_parameters<problem_type>,
                "this objective has no parameters() to start from: write minimize(problem, start, method, stop{...})");
  if constexpr (optimize::has_parameters<problem_type>)
    return optimize::checked_run<problem_type>(problem, std::span<T const>(std::span<T>(problem.parameters())), m, limits, callbacks...);
  else
    return optimize::checked_run<problem_type>(problem, {}, m, limits, callbacks...);
}

/// The same from `start`, as many numbers as the problem has parameters. Errors: data_error if there are not as many.
template <class F, optimize::method M, class... Callbacks>
auto minimize(F&& problem, std::type_identity_t<optimize::start_point<optimize::scalar_of<F>>> start, M const& m,
              stop const& limits = {}, Callbacks&&... callbacks) {
  return optimize::checked_run<std::remove_reference_t<F>>(problem, start.numbers, m, limits, callbacks...);
}

}  // namespace gradsmith
