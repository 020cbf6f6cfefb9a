// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// OWL-QN: L-BFGS for a smooth function and absolute values.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include <gradsmith/optimize/composite.hpp>
#include <gradsmith/optimize/invalid_option.hpp>
#include <gradsmith/optimize/method.hpp>
#include <gradsmith/optimize/proximal/pairs.hpp>
#include <gradsmith/optimize/proximal/step.hpp>

namespace gradsmith {

/// For composites f + w |x|_1: L-BFGS within one orthant per step. With the gradient p of least length,
///   p = g + w sign(x),  and where x = 0: g + w if g < -w, g - w if g > w, else 0
///   d = -H p,  entries whose sign is not that of -p set to 0
///   x = x + t d,  entries that leave the orthant of x, or of -p where x = 0, set to 0
/// both only where w is not 0, and t is multiplied by shrink until f + w |x|_1 <= its value before + decrease p.dx. H
/// is that of L-BFGS, of the pairs of steps and changes of the gradient of f. Where values differ by rounding only,
/// (p + q).dx / 2 stands for their difference, with q the slopes at x + dx within the orthant. Where no t will do, the
/// pairs are dropped once. The first t is min(1, 1/sum |p|), later 1.
/// liblbfgs: 6 pairs, and stops by norms of p relative to x.
/// Needs a composite with l1. Memory: 2 memory + 5 vectors besides the iterate.
/// Source: Andrew, Gao 2007; differences by slopes: Hager, Zhang 2005.
struct owl_qn {
  int memory = 10;                        // pairs, at least 1
  double decrease = 1e-4;                 // in (0, 1)
  double shrink = 0.5;                    // in (0, 1)
  int max_trials = 40;
  static constexpr std::int64_t max_steps = 2000;
  static constexpr bool is_for_composites = true;

  template <class T>
  struct state {
    optimize::step_start<T> start;
    optimize::curvature_pairs<T> pairs;
    std::vector<T> weights, slope, way, change;

    state(std::size_t n, std::size_t memory_size)
        : start(n), pairs(n, memory_size), weights(n), slope(n), way(n), change(n) {}
    template <class Self>
    static auto members(Self& self) {
      return std::tie(self.pairs);
    }
  };
  template <class T>
  [[nodiscard]] state<T> begin(std::size_t n) const {
    return state<T>(n, static_cast<std::size_t>(memory));
  }
  template <class F, class T>
  void prepare(F& problem, state<T>& s) const {
    if constexpr (requires { problem.term().assign_weights(std::span<T>{s.weights}); })
      problem.term().assign_weights(std::span<T>{s.weights});
  }
  [[nodiscard]] std::string invalid() const {
    using namespace optimize;
    return first_wrong({at_least_one("memory", memory), inside_unit("decrease", decrease),
                        inside_unit("shrink", shrink), at_least_one("max_trials", max_trials)});
  }

  template <optimize::composed F>
  [[nodiscard]] std::optional<status> advance(optimize::iterate<F>& at, state<optimize::scalar_of<F>>& s) const {
    using T = optimize::scalar_of<F>;
    static_assert(requires { at.problem.term().assign_weights(std::span<T>{s.weights}); },
                  "owl_qn is for absolute values: write composite(problem, l1{.weight = 0.1}), or take fista{}");
    s.start.keep(at);
    assign_slope<T>(at.previous, at.gradient, s);
    for (;;) {
      s.pairs.assign_direction(s.slope, s.way);
      for (std::size_t k = 0; k < s.way.size(); ++k)
        if (s.weights[k] > 0 && !(s.way[k] * s.slope[k] < 0)) s.way[k] = 0;
      T const fall = optimize::dot<T>(s.slope, s.way);
      if (s.pairs.count > 0 && !(fall < 0 && std::isfinite(fall))) {
        forget(at, s);
        continue;
      }
      T const sizes = optimize::sum_abs<T>(s.slope);
      if (sizes == 0) return status::gradient_small;
      optimize::trials_seen seen;
      if (search(at, s, s.pairs.count == 0 ? std::min(T(1), 1 / sizes) : T(1), seen)) break;
      s.start.return_to(at);
      if (s.pairs.count == 0) return seen.failure();
      forget(at, s);
    }
    optimize::assign_moved<T>(s.way, at.x, -1, at.previous);
    optimize::assign_moved<T>(s.change, at.gradient, -1, s.start.gradient);
    s.pairs.add(s.way, s.change);
    return std::nullopt;
  }

 private:
  template <class F, class T>
  static void forget(optimize::iterate<F>& at, state<T>& s) {
    s.pairs.count = 0;
    ++at.restarts;
  }
  /// The subgradient of least length.
  template <class T>
  static T slope_of(T x, T g, T weight) {
    if (x > 0) return g + weight;
    if (x < 0) return g - weight;
    return optimize::shrunk(g, weight);
  }
  template <class T>
  static void assign_slope(std::vector<T> const& x, std::vector<T> const& g, state<T>& s) {
    for (std::size_t k = 0; k < x.size(); ++k) s.slope[k] = slope_of(x[k], g[k], s.weights[k]);
  }
  template <class F, class T>
  [[nodiscard]] bool search(optimize::iterate<F>& at, state<T>& s, T first, optimize::trials_seen& seen) const {
    T const noise = optimize::relative_noise<T> * std::abs(s.start.value);
    T t = first;
    for (int k = 0; k < max_trials; ++k, t *= static_cast<T>(shrink)) {
      T promised = 0, rise = 0;
      bool has_moved = false;
      for (std::size_t e = 0; e < at.x.size(); ++e) {
        T const before = at.previous[e], side = before != 0 ? before : -s.slope[e];
        T const there = before + t * s.way[e];
        // Without a weight there are no orthants.
        at.x[e] = s.weights[e] > 0 && !(there * side > 0) ? (there != there ? there : T(0)) : there;
        promised += s.slope[e] * (at.x[e] - before);
        has_moved = has_moved || at.x[e] != before;
      }
      if (!has_moved) {
        seen.finite = seen.finite || k == 0;
        return false;
      }
      at.evaluate();
      if (!at.is_finite) continue;
      // On one side of 0 the term is linear: its slope at both ends is that of the side.
      for (std::size_t e = 0; e < at.x.size(); ++e) {
        T const way = at.x[e] - at.previous[e], side = at.previous[e] != 0 ? at.previous[e] : way;
        T const bend = side < 0 ? -s.weights[e] : s.weights[e];
        if (way != 0) rise += (s.slope[e] + (at.gradient[e] + bend)) / 2 * way;
      }
      bool const is_level = std::abs(at.value - s.start.value) <= noise;
      seen.finite = true;
      seen.change = seen.change || !is_level;
      seen.contradictions += !is_level && at.value > s.start.value && rise < 0;
      if (at.value <= s.start.value + static_cast<T>(decrease) * promised && at.value < s.start.value) return true;
      bool const is_noise = is_level && std::abs(rise) <= 8 * noise;
      if (is_noise && seen.believes_slopes() && rise <= static_cast<T>(decrease) * promised) return true;
    }
    return false;
  }
};

}  // namespace gradsmith
