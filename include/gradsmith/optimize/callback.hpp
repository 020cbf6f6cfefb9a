// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// What happens during a run, and what the program that watches it answers.
#pragma once

#include <concepts>
#include <cstdint>
#include <span>
#include <type_traits>
#include <utility>

#include <gradsmith/optimize/history.hpp>

namespace gradsmith {

enum class event { begin, step, epoch_begin, epoch_end, evaluated, end };

/// A callback's answer. One that returns nothing always proceeds.
enum class verdict { proceed, stop, stop_as_success, stop_early };

/// Where a run stands, for callbacks: to be read, valid during the call.
template <class T>
struct progress {
  gradsmith::event event{};
  std::int64_t step = 0;
  std::int64_t epoch = 0;                 ///< finished passes over the observations
  std::span<T const> x, gradient;
  std::span<T const> average{};           ///< of the points so far, with methods that keep it; else empty
  T value{};
  T gradient_norm{};                      ///< largest absolute entry
  T step_length{};                        ///< |dx| of the last step, largest absolute entry
  bool on_batch = false;                  ///< value and gradient are those of a mini-batch, not of the whole
  std::int64_t evaluations = 0;
  std::int64_t hessian_products = 0, hessians = 0;
  double seconds = 0;
  std::span<history_row const> history{};     ///< the rows so far; those of a saved run that goes on, too
};

namespace optimize {

/// A function of progress<T> const& that returns nothing or a verdict.
template <class Callback, class T>
concept callback_for = requires(Callback& callback, progress<T> const& now) {
  { callback(now) } -> std::same_as<void>;
} || requires(Callback& callback, progress<T> const& now) {
  { callback(now) } -> std::same_as<verdict>;
};

}  // namespace optimize

/// What `on` returns.
template <class Callback>
struct on_event {
  event which;
  Callback f;

  template <class T>
    requires optimize::callback_for<Callback, T>
  verdict operator()(progress<T> const& now) { return ask(f, now); }
  template <class T>
    requires optimize::callback_for<Callback const, T>
  verdict operator()(progress<T> const& now) const { return ask(f, now); }

 private:
  template <class F, class Progress>
  verdict ask(F& callback, Progress const& now) const {
    if (now.event != which) return verdict::proceed;
    if constexpr (std::is_void_v<decltype(callback(now))>) {
      callback(now);
      return verdict::proceed;
    } else {
      return callback(now);
    }
  }
};

/// Calls `f` at one kind of event only: minimize(problem, adam{}, stop{}, on(event::epoch_end, print)).
template <class Callback>
[[nodiscard]] on_event<Callback> on(event which, Callback f) {
  return {which, std::move(f)};
}

}  // namespace gradsmith
