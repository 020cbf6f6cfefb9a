// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// A rule beside which an average of its points is kept.
#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <gradsmith/optimize/invalid_option.hpp>
#include <gradsmith/optimize/rates.hpp>
#include <gradsmith/optimize/vectors.hpp>

namespace gradsmith {

/// a = x at first, then a = decay a + (1 - decay) x: the mean of about the last 1 / (1 - decay) points. Rule and
/// default are Keras's (ema_momentum); PyTorch's default is 0.999 (get_ema_multi_avg_fn).
struct ema {
  double decay = 0.99;

  [[nodiscard]] std::string invalid() const { return optimize::first_wrong({optimize::fraction("decay", decay)}); }
  [[nodiscard]] constexpr double operator()(std::int64_t step) const { return step == 1 ? 1 : 1 - decay; }
};

/// a = x up to step `start`; from then on a is the mean of the points after steps start + 1, start + 1 + every, ...
/// In batches `every` is a number of batches, those of an epoch for instance; the rate should stay the same, or go to
/// and fro, while points are gathered.
/// Source: Izmailov et al. 2018, algorithm 1 (stochastic weight averaging).
struct swa {
  std::int64_t start = 0;                 // in steps
  std::int64_t every = 1;                 // in steps

  [[nodiscard]] std::string invalid() const {
    using namespace optimize;
    return first_wrong({not_negative("start", static_cast<double>(start)),
                        at_least_one("every", static_cast<double>(every))});
  }
  [[nodiscard]] constexpr double operator()(std::int64_t step) const {
    std::int64_t const later = step - start - 1;
    if (later <= 0) return 1;
    return later % every == 0 ? 1 / static_cast<double>(later / every + 1) : 0;
  }
};

/// The mean of the points after steps start + 1, start + 2, ...; up to then a = x.
/// Source: Polyak, Juditsky 1992.
struct polyak {
  std::int64_t start = 0;                 // in steps

  [[nodiscard]] std::string invalid() const {
    return optimize::first_wrong({optimize::not_negative("start", static_cast<double>(start))});
  }
  [[nodiscard]] constexpr double operator()(std::int64_t step) const {
    return 1 / static_cast<double>(std::max(std::int64_t{1}, step - start));
  }
};

namespace optimize {

/// double operator()(std::int64_t step) const: the share in [0, 1] of the point after step 1, 2, ... in the average,
/// a += share (x - a).
template <class A>
concept average_of_points = std::copy_constructible<A> && requires(A const& a, std::int64_t step) {
  { a(step) } -> std::convertible_to<double>;
};

/// What `averaged` returns.
template <method Rule, average_of_points Average>
struct averaged_rule {
  Rule rule;
  Average shares;
  static constexpr bool takes_rates = optimize::takes_rates<Rule>;

  template <class T>
  struct state {
    state_of<Rule, T> inner;
    std::vector<T> average;
    std::int64_t steps = 0;
  };
  template <class T>
  [[nodiscard]] state<T> begin(std::size_t n) const {
    return {.inner = rule.template begin<T>(n), .average = std::vector<T>(n)};
  }
  /// The point where a step was halved is in the average, too.
  template <class T>
  void begin_anew(state<T>& s, std::size_t n) const {
    optimize::begin_anew<Rule, T>(rule, s.inner, n);
    s.steps = 0;
  }
  /// Nothing before the first step.
  template <class T>
  [[nodiscard]] std::span<T const> average(state<T> const& s) const {
    return std::span<T const>{s.average}.first(s.steps == 0 ? 0 : s.average.size());
  }
  [[nodiscard]] std::string invalid() const {
    std::string wrong;
    if constexpr (requires { shares.invalid(); }) wrong = shares.invalid();
    return wrong.empty() ? invalid_option(rule) : wrong;
  }

  template <class T, class Rates = own_rate>
  void advance(std::span<T> x, gradient_for<Rule, T> gradient, state<T>& s, Rates const& rates = {}) const {
    advance_at<Rule, T>(rule, x, gradient, s.inner, rates);
    if (is_waiting<Rule, T>(rule, s.inner)) return;
    double const weight = shares(++s.steps);
    T const share = static_cast<T>(weight);
    std::span<T> const mean = s.average;
    // Not by a share of 1, which would round; nor the first time, when there is none yet.
    if (weight == 1 || s.steps == 1) {
      std::copy(x.begin(), x.end(), mean.begin());
    } else if (weight != 0) {
      sweep<T>(x.size(), [=]<class V>(std::size_t first_entry) {
        V const before = at<V>(mean, first_entry);
        put(mean, first_entry, before + simd::broadcast<V>(share) * (at<V>(x, first_entry) - before));
      });
    }
  }
};

}  // namespace optimize

/// `rule` with an average of its points, ema{...}, swa{...} or polyak{...}; the steps are those of the rule, bit for
/// bit.
///   in_batches(averaged(adam{}, ema{.decay = 0.999}), {.rows = 64})
/// Callbacks see the average as progress::average; when the run ends the problem is evaluated there, and it is the
/// result if it is better than every point that was visited. Where the rule keeps an average of its own, this one
/// counts. Memory: one vector.
template <optimize::method Rule, optimize::average_of_points Average>
[[nodiscard]] constexpr optimize::averaged_rule<Rule, Average> averaged(Rule rule, Average average) {
  return {rule, average};
}

}  // namespace gradsmith
