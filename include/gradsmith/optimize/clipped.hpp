// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// A rule that is given shorter gradients.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include <gradsmith/optimize/clips.hpp>
#include <gradsmith/optimize/rates.hpp>
#include <gradsmith/optimize/scaled_span.hpp>

namespace gradsmith {

namespace optimize {

/// What `clipped` returns.
template <method Rule, class Clip>
struct clipped_rule {
  Rule rule;
  Clip clip;
  static constexpr bool takes_rates = optimize::takes_rates<Rule>;

  /// Whether the rule multiplies the gradient where it reads it.
  template <class T>
  static constexpr bool is_scaled = scaling_clip<Clip, T> && takes_scaled_gradients<Rule, T>;

  template <class T>
  struct state {
    state_of<Rule, T> inner;
    std::vector<T> gradient;              // once it is clipped, if it has to be written down
  };
  template <class T>
  [[nodiscard]] state<T> begin(std::size_t n) const {
    if constexpr (requires { clip.check(n); }) clip.check(n);
    return {.inner = rule.template begin<T>(n), .gradient = std::vector<T>(is_scaled<T> ? 0 : n)};
  }
  [[nodiscard]] std::string invalid() const {
    std::string const wrong = clip.invalid();
    return wrong.empty() ? invalid_option(rule) : wrong;
  }

  template <class T, class Rates = own_rate>
  void advance(std::span<T> x, std::span<T const> gradient, state<T>& s, Rates const& rates = {}) const {
    if constexpr (is_scaled<T>) {
      advance_at<Rule, T>(rule, x, {gradient, clip.factor(std::span<T const>{x}, gradient)}, s.inner, rates);
    } else {
      std::span<T> const own = s.gradient;
      bool const is_clipped = clip_into<T>(clip, x, gradient, own);
      advance_at<Rule, T>(rule, x, is_clipped ? std::span<T const>{own} : gradient, s.inner, rates);
    }
  }
};

}  // namespace optimize

/// `rule` with gradients that are clipped by_value{...}, by_norm{...}, by_rms{...}, by_parameters{...} or
/// by_block(...):
///   in_batches(clipped(adam{}, by_norm{.largest = 1}), {.rows = 64})
/// What the rule adds to the gradient itself (l2) is not clipped. Criteria, history and callbacks see the gradient as
/// it was. Cost: the norm; the rule multiplies where it reads. Memory: one vector where entries are clipped by value or
/// by block. Where nothing is to be clipped, the steps are those of the rule, bit for bit.
template <optimize::method Rule, class Clip>
[[nodiscard]] constexpr optimize::clipped_rule<Rule, Clip> clipped(Rule rule, Clip clip) {
  return {rule, clip};
}

}  // namespace gradsmith
