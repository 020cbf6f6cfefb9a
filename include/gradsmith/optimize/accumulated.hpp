// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// A rule that makes one step of several gradients.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <gradsmith/optimize/invalid_option.hpp>
#include <gradsmith/optimize/rates.hpp>
#include <gradsmith/optimize/vectors.hpp>

namespace gradsmith {

namespace optimize {

/// What `accumulated` returns.
template <method Rule>
struct accumulated_rule {
  Rule rule;
  std::int64_t batches;
  static constexpr bool takes_rates = optimize::takes_rates<Rule>;

  template <class T>
  struct state {
    state_of<Rule, T> inner;
    std::vector<T> sum;
    std::int64_t gathered = 0, steps = 0;
  };
  template <class T>
  [[nodiscard]] state<T> begin(std::size_t n) const {
    return {.inner = rule.template begin<T>(n), .sum = std::vector<T>(n)};
  }
  /// Gradients from before a step was halved are those of another place.
  template <class T>
  void begin_anew(state<T>& s, std::size_t n) const {
    optimize::begin_anew<Rule, T>(rule, s.inner, n);
    s.gathered = s.steps = 0;
  }
  template <class T>
  [[nodiscard]] bool is_waiting(state<T> const& s) const {
    return s.gathered > 0 || optimize::is_waiting<Rule, T>(rule, s.inner);
  }
  /// Nothing before the first step.
  template <class T>
    requires averaging<Rule, T>
  [[nodiscard]] std::span<T const> average(state<T> const& s) const {
    return s.steps == 0 ? std::span<T const>{} : average_of<Rule, T>(rule, s.inner);
  }
  [[nodiscard]] std::string invalid() const {
    std::string const wrong = first_wrong({at_least_one("batches", static_cast<double>(batches))});
    return wrong.empty() ? invalid_option(rule) : wrong;
  }

  template <class T, class Rates = own_rate>
  void advance(std::span<T> x, gradient_of<T> gradient, state<T>& s, Rates const& rates = {}) const {
    std::span<T> const sum = s.sum;
    bool const is_first = s.gathered == 0;
    sweep<T>(sum.size(), [=]<class V>(std::size_t first_entry) {
      V const slope_here = at<V>(gradient, first_entry);
      put(sum, first_entry, is_first ? slope_here : at<V>(sum, first_entry) + slope_here);
    });
    if (++s.gathered < batches) return;
    s.gathered = 0;
    ++s.steps;
    T const share = static_cast<T>(1 / static_cast<double>(batches));
    if constexpr (takes_scaled_gradients<Rule, T>) {
      advance_at<Rule, T>(rule, x, {sum, share}, s.inner, rates);
    } else {
      assign_scaled<T>(sum, share, sum);
      advance_at<Rule, T>(rule, x, std::span<T const>{sum}, s.inner, rates);
    }
  }
};

}  // namespace optimize

/// `rule`, which makes a step of the mean of every `batches` gradients and waits in between: with as many rows in each,
/// that is a step of one batch of all their rows, in less memory.
///   in_batches(accumulated(adam{}, 4), {.rows = 32})       steps as in_batches(adam{}, {.rows = 128}) does
/// Every batch counts as a step of the run. What is left at the end of an epoch goes on in the next, and the last batch
/// of an epoch, which may be smaller, counts as much as the others: let 32 divide the rows. Memory: one vector.
/// Without in_batches every gradient is that of the same point: stop{.value_change} needs a window of more than
/// `batches`.
template <optimize::method Rule>
[[nodiscard]] constexpr optimize::accumulated_rule<Rule> accumulated(Rule rule, std::int64_t batches) {
  return {rule, batches};
}

}  // namespace gradsmith
