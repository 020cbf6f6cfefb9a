// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Hands the events of a run to its callbacks.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <vector>

#include <gradsmith/optimize/callback.hpp>
#include <gradsmith/optimize/iterate.hpp>
#include <gradsmith/optimize/saved_bytes.hpp>
#include <gradsmith/optimize/status.hpp>

namespace gradsmith::optimize {

/// Tells the callbacks where the run stands, and keeps the strongest answer. `Callbacks` are types or references to
/// them.
template <class F, class... Callbacks>
class teller final : public listener {
 public:
  using scalar = scalar_of<F>;
  teller(iterate<F>& current_iterate, std::vector<history_row> const& all_rows, Callbacks&&... all_callbacks)
      : at_(current_iterate), history_(all_rows), callbacks_(static_cast<Callbacks&&>(all_callbacks)...) {}

  void notify(event what) override {
    if constexpr (sizeof...(Callbacks) > 0) {
      progress<scalar> const now{.event = what,
                                 .step = at_.step,
                                 .epoch = at_.epoch,
                                 .x = at_.x,
                                 .gradient = at_.gradient,
                                 .average = at_.average,
                                 .value = at_.value,
                                 .gradient_norm = at_.gradient_norm,
                                 .step_length = at_.step_length(),
                                 .on_batch = at_.on_batch,
                                 .evaluations = at_.evaluations,
                                 .hessian_products = at_.hessian_products,
                                 .hessians = at_.hessians,
                                 .seconds = at_.seconds(),
                                 .history = history_};
      std::apply([&](auto&... each) { (ask(each, now), ...); }, callbacks_);
    }
  }
  [[nodiscard]] std::optional<status> answer() const {
    if (answer_ == verdict::stop) return status::stopped_by_user;
    if (answer_ == verdict::stop_as_success) return status::stopped_as_success;
    if (answer_ == verdict::stop_early) return status::early_stopped;
    return std::nullopt;
  }
  /// At the end of a step, when all is decided and the run can be saved: a callback that has after_step(run) is handed
  /// it.
  template <class Run>
  void after_step(Run const& run) {
    std::apply([&](auto&... each) { (after_step(run, each), ...); }, callbacks_);
  }

  /// What callbacks remember that can be saved, each with the hash of its type and its length before it.
  void save(byte_writer& to) const {
    std::apply([&](auto const&... each) { (save(to, each), ...); }, callbacks_);
  }
  /// Callbacks of the same types, in the same order, remember it again; what belongs to others is passed over.
  void load(byte_reader& from) {
    std::apply([&](auto&... each) { (load(from, each), ...); }, callbacks_);
  }

 private:
  template <class Callback>
  static constexpr bool remembers = detail::names_members<Callback> || detail::saves_itself<Callback>;

  template <class Run, class Callback>
  static void after_step([[maybe_unused]] Run const& run, [[maybe_unused]] Callback& callback) {
    if constexpr (requires { callback.after_step(run); }) callback.after_step(run);
  }
  template <class Callback>
  static void save([[maybe_unused]] byte_writer& to, [[maybe_unused]] Callback const& callback) {
    if constexpr (remembers<Callback>) {
      byte_writer own;
      own(callback);
      to(hash_of(detail::type_name<Callback>()));
      to(own.bytes);
    }
  }
  template <class Callback>
  static void load([[maybe_unused]] byte_reader& from, [[maybe_unused]] Callback& callback) {
    if constexpr (remembers<Callback>) {
      for (byte_reader later = from; !later.bytes.empty() && later.is_right;) {
        std::uint64_t type = 0;
        std::string bytes;
        later(type), later(bytes);
        if (!later.is_right || type != hash_of(detail::type_name<Callback>())) continue;
        byte_reader own(bytes);
        own(callback);
        from = later;
        return;
      }
    }
  }

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
  std::vector<history_row> const& history_;
  std::tuple<Callbacks...> callbacks_;
  verdict answer_ = verdict::proceed;
};

}  // namespace gradsmith::optimize
