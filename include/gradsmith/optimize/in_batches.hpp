// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Mini-batches: a first-order method that takes its gradients from some rows at a time.
#pragma once

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <gradsmith/optimize/invalid_option.hpp>
#include <gradsmith/optimize/method.hpp>
#include <gradsmith/optimize/random.hpp>
#include <gradsmith/optimize/rates.hpp>
#include <gradsmith/support/data_error.hpp>

namespace gradsmith {

/// How observations are divided. Every epoch shuffles the row numbers anew, never the data; the same seed gives the
/// same batches on every platform. The last batch of an epoch has the rows that are left.
struct batches {
  std::size_t rows = 32;                  // in a batch, at least 1
  std::uint64_t seed = 0;
  // Epochs between evaluations of the whole, for history, best point and stop criteria.
  std::int64_t evaluate_every = 1;
};

namespace optimize {

/// What in_batches returns.
template <method Rule>
struct batched {
  Rule rule;
  batches division;
  static constexpr std::int64_t max_steps = 1'000'000;
  static constexpr bool takes_rates = optimize::takes_rates<Rule>;

  template <class T>
  struct state {
    state_of<Rule, T> inner;
    random_bits random;
    std::vector<std::uint32_t> order{};   // the row numbers as this epoch goes through them
    std::size_t done = 0;                 // rows of this epoch
    std::vector<T> before{};              // where the last step began, to go back to; only with on_non_finite::shrink
  };
  template <class T>
  [[nodiscard]] state<T> begin(std::size_t n) const {
    return {.inner = rule.template begin<T>(n), .random = random_bits(division.seed)};
  }
  [[nodiscard]] std::string invalid() const {
    std::string wrong = first_wrong({at_least_one("rows", static_cast<double>(division.rows)),
                                     at_least_one("evaluate_every", static_cast<double>(division.evaluate_every))});
    return wrong.empty() ? invalid_option(rule) : wrong;
  }

  /// Values are those of epochs, whether or not the rule is still to make a step of the last batches.
  template <class T>
  [[nodiscard]] bool is_waiting(state<T> const&) const {
    return false;
  }

  template <objective F, class Rates = own_rate>
  [[nodiscard]] std::optional<status> advance(iterate<F>& at, state<scalar_of<F>>& s, Rates const& rates = {}) const {
    using T = scalar_of<F>;
    static_assert(has_batches<F>,
                  "in_batches needs an objective with std::size_t rows() and batch(std::span<std::uint32_t const> "
                  "rows), which returns the objective on these rows");
    static_assert(update_rule<Rule, T>,
                  "in_batches takes first-order methods, such as sgd and adam: a line search would compare values of "
                  "different batches");
    if constexpr (has_batches<F> && update_rule<Rule, T>) {
      if (s.done == 0) begin_epoch(at, s);
      bool const may_shrink = at.policy == on_non_finite::shrink;
      if (may_shrink && s.before.empty()) s.before = at.x;
      std::size_t const take = std::min(division.rows, s.order.size() - s.done);
      auto const rows = std::span<std::uint32_t const>{s.order}.subspan(s.done, take);
      if (!at.evaluate_batch(at.problem.batch(rows), s.before)) return status::not_finite;
      if (at.was_shrunk) {
        begin_anew(at, s);
        at.begin_step();                  // from where it is now
      }
      if (may_shrink) s.before = at.x;
      if (!at.was_skipped) {
        advance_at<Rule, T>(rule, std::span<T>{at.x}, std::span<T const>{at.gradient}, s.inner, rates);
        at.has_waited = optimize::is_waiting<Rule, T>(rule, s.inner);
      }
      s.done += take;
      if (s.done < s.order.size()) return std::nullopt;

      s.done = 0;
      ++at.epoch;
      bool const may_go_on = at.epoch % division.evaluate_every != 0 || at.evaluate_step();
      if (at.was_shrunk) begin_anew(at, s);
      at.notify(event::epoch_end);
      if (!may_go_on) return status::not_finite;
    }
    return std::nullopt;
  }

 private:
  template <objective F>
  void begin_anew(iterate<F>& at, state<scalar_of<F>>& s) const {
    optimize::begin_anew<Rule, scalar_of<F>>(rule, s.inner, at.size());
    at.average = {};                      // it was in what is gone
  }
  template <objective F>
  static void begin_epoch(iterate<F>& at, state<scalar_of<F>>& s) {
    if (s.order.empty()) {
      if (at.problem.rows() == 0) throw_data_error("mini-batches need at least one row");
      s.order.resize(at.problem.rows());
      std::iota(s.order.begin(), s.order.end(), std::uint32_t{0});
    }
    shuffle<std::uint32_t>(s.order, s.random);
    at.notify(event::epoch_begin);
  }
};

}  // namespace optimize

/// The first-order method `rule` with the gradients of mini-batches; each batch is a step:
///   minimize(problem, in_batches(adam{.learning_rate = 1e-2}, {.rows = 64, .seed = 1}), stop{.max_epochs = 30});
/// Value, gradient norm and best point of the result are those of the whole objective, which is evaluated at the start,
/// at the end, and after every `evaluate_every` epochs; criteria on them are tested there. Needs rows and batch.
template <optimize::method Rule>
[[nodiscard]] constexpr optimize::batched<Rule> in_batches(Rule rule, batches division) {
  return {rule, division};
}

}  // namespace gradsmith
