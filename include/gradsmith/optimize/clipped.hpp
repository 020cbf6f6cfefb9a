// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// A rule that is given shorter gradients.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include <gradsmith/optimize/invalid_option.hpp>
#include <gradsmith/optimize/parameter_range.hpp>
#include <gradsmith/optimize/rates.hpp>
#include <gradsmith/optimize/vectors.hpp>

namespace gradsmith {

/// Every entry of the gradient is brought into [-largest, largest]: its direction may change.
struct by_value {
  double largest = 0;                     // has to be given

  [[nodiscard]] std::string invalid() const { return optimize::first_wrong({optimize::positive("largest", largest)}); }

  /// Whether there was anything to clip; only then `clipped` is assigned.
  template <class T>
  [[nodiscard]] bool operator()(std::span<T const> gradient, std::span<T> clipped) const {
    using namespace optimize;
    T const most = static_cast<T>(largest);
    if (max_abs(gradient) <= most) return false;
    sweep<T>(gradient.size(), [=]<class V>(std::size_t entry) {
      V const limit = simd::broadcast<V>(most);
      put(clipped, entry, simd::max(simd::min(at<V>(gradient, entry), limit), simd::negate(limit)));
    });
    return true;
  }
};

/// Where the Euclidean norm of the gradient is more than `largest`, the gradient is multiplied by largest / norm: its
/// direction stays. PyTorch multiplies by largest / (norm + 1e-6), where that is less than 1: softening = 1e-6.
/// Source: Pascanu, Mikolov, Bengio 2013, algorithm 1.
struct by_norm {
  double largest = 0;                     // has to be given
  double softening = 0;                   // in units of the gradient

  [[nodiscard]] std::string invalid() const {
    using namespace optimize;
    return first_wrong({positive("largest", largest), not_negative("softening", softening)});
  }

  template <class T>
  [[nodiscard]] bool operator()(std::span<T const> gradient, std::span<T> clipped) const {
    using namespace optimize;
    double const factor = largest / (static_cast<double>(norm<T>(gradient)) + softening);
    if (!(factor < 1)) return false;
    assign_scaled<T>(clipped, static_cast<T>(factor), gradient);
    return true;
  }
};

/// What `by_block` returns.
template <class Clip>
struct clip_each {
  Clip clip;
  parameter_ranges ranges;

  [[nodiscard]] std::string invalid() const {
    return ranges.size() == 0 ? "Clipping by block needs at least one block." : clip.invalid();
  }
  /// Errors: data_error where a block is not among n parameters.
  void check(std::size_t n) const { optimize::check_ranges(ranges, n); }

  template <class T>
  [[nodiscard]] bool operator()(std::span<T const> gradient, std::span<T> clipped) const {
    std::copy(gradient.begin(), gradient.end(), clipped.begin());
    bool any = false;
    for (parameter_range const& each : ranges)
      any |= clip(gradient.subspan(each.offset, each.size), clipped.subspan(each.offset, each.size));
    return any;
  }
};

/// Each of the ranges by itself, what is in none stays: by_block(by_norm{.largest = 1}, blocks_of(problem)).
/// Source: for norms of layers, You et al. 2017.
template <class Clip>
[[nodiscard]] clip_each<Clip> by_block(Clip clip, parameter_ranges ranges) {
  return {clip, ranges};
}

namespace optimize {

/// What `clipped` returns.
template <method Rule, class Clip>
struct clipped_rule {
  Rule rule;
  Clip clip;
  static constexpr bool takes_rates = optimize::takes_rates<Rule>;

  template <class T>
  struct state {
    state_of<Rule, T> inner;
    std::vector<T> gradient;              // once it is clipped
  };
  template <class T>
  [[nodiscard]] state<T> begin(std::size_t n) const {
    if constexpr (requires { clip.check(n); }) clip.check(n);
    return {.inner = rule.template begin<T>(n), .gradient = std::vector<T>(n)};
  }
  [[nodiscard]] std::string invalid() const {
    std::string const wrong = clip.invalid();
    return wrong.empty() ? invalid_option(rule) : wrong;
  }

  template <class T, class Rates = own_rate>
  void advance(std::span<T> x, std::span<T const> gradient, state<T>& s, Rates const& rates = {}) const {
    bool const is_clipped = clip(gradient, std::span<T>{s.gradient});
    advance_at<Rule, T>(rule, x, is_clipped ? std::span<T const>{s.gradient} : gradient, s.inner, rates);
  }
};

}  // namespace optimize

/// `rule` with gradients that are clipped by_value{...}, by_norm{...} or by_block(...):
///   in_batches(clipped(adam{}, by_norm{.largest = 1}), {.rows = 64})
/// What the rule adds to the gradient itself (l2) is not clipped. Criteria, history and callbacks see the gradient as
/// it was. Memory: one vector. Where nothing is to be clipped, the steps are those of the rule, bit for bit.
template <optimize::method Rule, class Clip>
[[nodiscard]] constexpr optimize::clipped_rule<Rule, Clip> clipped(Rule rule, Clip clip) {
  return {rule, clip};
}

}  // namespace gradsmith
