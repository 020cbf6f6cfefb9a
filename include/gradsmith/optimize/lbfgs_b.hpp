// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// L-BFGS-B: L-BFGS between bounds.
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
#include <gradsmith/optimize/line_search/trial.hpp>
#include <gradsmith/optimize/method.hpp>
#include <gradsmith/optimize/proximal/compact_matrix.hpp>
#include <gradsmith/optimize/proximal/step.hpp>

namespace gradsmith {

/// For a smooth function and bounds, composite(f, box{...}) or at_least_zero. With the model
///   q(z) = g.(z - x) + (z - x)'B(z - x)/2,  B that of L-BFGS,
/// c is the first minimum of q along the gradient, bent at the bounds (the generalised Cauchy point); u has the least q
/// among the z that have the entries of c that are at a bound; d = P(u) - x with P the projection, or, where that is no
/// descent, d = c + a (u - c) - x with the largest a in [0, 1] that stays between the bounds. Then
///   x = x + t d,  t = 1 or interpolated from there until f(x + t d) <= f + decrease t g.d
/// Where values differ by rounding only, slopes decide (see optimize::conditions). Pairs are those of
/// optimize::curvature_pairs; where no t will do, all are dropped once. The first t is min(1, 1/sum |d|).
/// L-BFGS-B 3.0, and so SciPy, searches to the strong Wolfe conditions with steps up to the bounds, and stops by the
/// change of the value, factr; here it is stop{.value_change}.
/// Needs a composite with box or at_least_zero. Cost of a step beside the evaluation: about 4 memory^2 products of
/// vectors. Memory: 2 memory + 9 vectors besides the iterate.
/// Source: Byrd, Lu, Nocedal, Zhu 1995; P(u): Morales, Nocedal 2011.
struct lbfgs_b {
  int memory = 10;                        // pairs, at least 1
  double decrease = 1e-4;                 // in (0, 1)
  int max_trials = 40;
  static constexpr std::int64_t max_steps = 2000;
  static constexpr bool is_for_composites = true;

  template <class T>
  struct state {
    optimize::step_start<T> start;
    optimize::compact_matrix<T> matrix;
    optimize::small_system<T> inner;
    std::vector<T> lower, upper, cauchy, way, change, free, times;
    std::vector<std::size_t> order;
    std::vector<T> p, c, w, v;            // 2 memory numbers each
    T length = 0;                         // |dx| of the last step, if it made no pair

    state(std::size_t n, std::size_t memory_size)
        : start(n), matrix(n, memory_size), inner(2 * memory_size), lower(n), upper(n), cauchy(n), way(n), change(n),
          free(n), times(n), order(n), p(2 * memory_size), c(2 * memory_size), w(2 * memory_size), v(2 * memory_size) {}
    template <class Self>
    static auto members(Self& self) {
      return std::tie(self.matrix, self.length);
    }
  };
  template <class T>
  [[nodiscard]] state<T> begin(std::size_t n) const {
    return state<T>(n, static_cast<std::size_t>(memory));
  }
  template <class F, class T>
  void prepare(F& problem, state<T>& s) const {
    if constexpr (requires { problem.term().bounds(std::span<T>{s.lower}, std::span<T>{s.upper}); })
      problem.term().bounds(std::span<T>{s.lower}, std::span<T>{s.upper});
  }
  [[nodiscard]] std::string invalid() const {
    using namespace optimize;
    return first_wrong({at_least_one("memory", memory), inside_unit("decrease", decrease),
                        at_least_one("max_trials", max_trials)});
  }

  template <optimize::composed F>
  [[nodiscard]] std::optional<status> advance(optimize::iterate<F>& at, state<optimize::scalar_of<F>>& s) const {
    using T = optimize::scalar_of<F>;
    static_assert(requires { at.problem.term().bounds(std::span<T>{s.lower}, std::span<T>{s.upper}); },
                  "lbfgs_b is for bounds: write composite(problem, box{.lower = {0}}), or take fista{} or owl_qn{}");
    s.start.keep(at);
    for (;;) {
      bool const is_usable = s.matrix.prepare() && find_direction(at, s);
      T const slope = is_usable ? optimize::dot<T>(s.start.gradient, s.way) : T(0);
      optimize::trials_seen seen;
      bool const has_direction = slope < 0 && std::isfinite(slope);
      if (has_direction) {
        T first = 1;
        if (s.matrix.pairs.count == 0) {
          T const longest = optimize::max_abs<T>(s.way);
          first = std::min(T(1), s.length > 0 ? 2 * s.length / longest : 1 / optimize::sum_abs<T>(s.way));
        }
        if (search(at, s, first, slope, seen)) break;
        s.start.return_to(at);
      }
      if (s.matrix.pairs.count == 0) {
        if (s.start.norm == 0) return status::gradient_small;
        return has_direction ? seen.failure() : status::roundoff_limited;      // g.g underflows, or overflows
      }
      s.matrix.pairs.count = 0;
      s.length = 0;
      ++at.restarts;
    }
    optimize::assign_moved<T>(s.way, at.x, -1, at.previous);
    optimize::assign_moved<T>(s.change, at.gradient, -1, s.start.gradient);
    std::size_t const before = s.matrix.pairs.count;
    s.matrix.add(s.way, s.change);
    s.length = before == 0 && s.matrix.pairs.count == 0 ? at.step_length() : T(0);
    return std::nullopt;
  }

 private:
  /// way = the point that the model suggests - x. False if the model is none.
  template <class F, class T>
  [[nodiscard]] static bool find_direction(optimize::iterate<F>& at, state<T>& s) {
    if (!find_cauchy_point<T>(at.previous, s)) return false;
    std::size_t const n = s.way.size();
    optimize::assign_moved<T>(s.way, s.cauchy, -1, at.previous);
    if (s.matrix.pairs.count == 0) return true;
    if (!find_subspace_minimum<T>(s)) return false;
    // From here on `change` is u - c.
    T slope = 0;
    for (std::size_t k = 0; k < n; ++k) {
      T const there = std::min(std::max(s.cauchy[k] + s.change[k], s.lower[k]), s.upper[k]);
      s.times[k] = there - at.previous[k];
      slope += s.times[k] * s.start.gradient[k];
    }
    if (slope < 0) {
      std::copy(s.times.begin(), s.times.end(), s.way.begin());
      return true;
    }
    T share = 1;
    for (std::size_t k = 0; k < n; ++k) {
      if (s.change[k] > 0) share = std::min(share, (s.upper[k] - s.cauchy[k]) / s.change[k]);
      if (s.change[k] < 0) share = std::min(share, (s.lower[k] - s.cauchy[k]) / s.change[k]);
    }
    optimize::add_scaled<T>(s.way, share, s.change);
    return true;
  }
  /// The first minimum of the model along P(x - t g); c = W'(it - x).
  template <class T>
  [[nodiscard]] static bool find_cauchy_point(std::vector<T> const& x, state<T>& s) {
    constexpr T infinity = std::numeric_limits<T>::infinity();
    std::size_t const n = x.size(), columns = s.matrix.columns();
    std::vector<T> const& g = s.start.gradient;
    std::span<T> const p = std::span{s.p}.first(columns), c = std::span{s.c}.first(columns);
    std::span<T> const w = std::span{s.w}.first(columns), v = std::span{s.v}.first(columns);
    T const theta = s.matrix.theta();
    std::size_t ends = 0;
    for (std::size_t k = 0; k < n; ++k) {
      T const bound = g[k] < 0 ? s.upper[k] : s.lower[k];
      s.times[k] = g[k] == 0 ? infinity : (x[k] - bound) / g[k];
      s.way[k] = s.times[k] > 0 ? -g[k] : T(0);
      s.cauchy[k] = x[k];
      if (s.times[k] > 0 && s.times[k] < infinity) s.order[ends++] = k;
    }
    auto const later = [&](std::size_t one_entry, std::size_t another) {
      return s.times[one_entry] > s.times[another];
    };
    auto const heap = s.order.begin();
    auto const heap_end = [&] { return heap + static_cast<std::ptrdiff_t>(ends); };
    std::make_heap(heap, heap_end(), later);

    s.matrix.assign_transposed(s.way, p);
    std::fill(c.begin(), c.end(), T(0));
    auto const middle_times = [&](std::span<T const> given_vector) {
      std::copy(given_vector.begin(), given_vector.end(), v.begin());
      if (columns > 0) s.matrix.middle.solve(v);
    };
    T slope = -optimize::dot<T>(s.way, s.way);
    if (slope == 0) return true;
    middle_times(p);
    T const least = std::numeric_limits<T>::epsilon() * theta * -slope;
    T bend = std::max(-theta * slope - optimize::dot<T>(p, v), least);
    T time = 0, wait = -slope / bend;
    while (ends > 0) {
      std::size_t const k = s.order.front();
      T const until = s.times[k] - time;
      if (wait < until) break;
      std::pop_heap(heap, heap_end(), later);
      --ends;
      // The entry stays at its bound from here on.
      s.cauchy[k] = g[k] < 0 ? s.upper[k] : s.lower[k];
      s.way[k] = 0;
      T const moved = s.cauchy[k] - x[k];
      optimize::add_scaled<T>(c, until, p);
      s.matrix.row(k, w);
      middle_times(w);
      slope += until * bend + g[k] * g[k] + theta * g[k] * moved - g[k] * optimize::dot<T>(v, c);
      bend += -theta * g[k] * g[k] - 2 * g[k] * optimize::dot<T>(v, p) - g[k] * g[k] * optimize::dot<T>(v, w);
      bend = std::max(bend, least);
      optimize::add_scaled<T>(p, g[k], w);
      time = s.times[k];
      wait = -slope / bend;
    }
    wait = std::max(wait, T(0));
    optimize::add_scaled<T>(c, wait, p);
    time += wait;
    for (std::size_t k = 0; k < n; ++k) {
      s.free[k] = s.way[k] != 0 || (s.times[k] == infinity) ? T(1) : T(0);
      if (s.way[k] == 0) continue;
      T const there = std::min(std::max(x[k] + time * s.way[k], s.lower[k]), s.upper[k]);
      s.cauchy[k] = there;
      if (there == s.lower[k] || there == s.upper[k]) s.free[k] = 0;
    }
    optimize::assign_moved<T>(s.change, s.cauchy, -1, x);
    return std::isfinite(optimize::max_abs<T>(s.change));
  }
  /// change = u - c, by the formula of Sherman, Morrison and Woodbury for the free entries.
  template <class T>
  [[nodiscard]] static bool find_subspace_minimum(state<T>& s) {
    std::size_t const n = s.way.size(), columns = s.matrix.columns(), count = s.matrix.pairs.count;
    std::span<T> const c = std::span{s.c}.first(columns), v = std::span{s.v}.first(columns);
    std::span<T> const w = std::span{s.w}.first(columns);
    T const theta = s.matrix.theta();
    // r = the gradient of the model at c; change is c - x so far.
    std::copy(c.begin(), c.end(), v.begin());
    s.matrix.middle.solve(v);
    optimize::assign_moved<T>(s.change, s.start.gradient, theta, s.change);
    s.matrix.add_product(s.change, T(-1), v);
    for (std::size_t k = 0; k < n; ++k) s.change[k] *= s.free[k];
    // I - M W'W / theta over the free entries, column by column.
    s.inner.size = columns;
    for (std::size_t j = 0; j < columns; ++j) {
      std::size_t const place = s.matrix.place(j < count ? j : j - count);
      std::vector<T>& ring = j < count ? s.matrix.pairs.changes : s.matrix.pairs.steps;
      std::span<T const> const column = s.matrix.pairs.slot(ring, place);
      for (std::size_t k = 0; k < n; ++k) s.times[k] = column[k] * s.free[k];
      s.matrix.assign_transposed(s.times, w);
      T const factor = (j < count ? T(1) : theta) / theta;
      for (T& each : w) each *= factor;
      s.matrix.middle.solve(w);
      for (std::size_t i = 0; i < columns; ++i) s.inner.at(i, j) = (i == j ? T(1) : T(0)) - w[i];
    }
    if (!s.inner.decompose()) return false;
    s.matrix.assign_transposed(s.change, v);
    s.matrix.middle.solve(v);
    s.inner.solve(v);
    optimize::assign_scaled<T>(s.change, -1 / theta, s.change);
    s.matrix.add_product(s.change, -1 / (theta * theta), v);
    for (std::size_t k = 0; k < n; ++k) s.change[k] *= s.free[k];
    return std::isfinite(optimize::max_abs<T>(s.change));
  }
  template <class F, class T>
  [[nodiscard]] bool search(optimize::iterate<F>& at, state<T>& s, T first, T slope,
                            optimize::trials_seen& seen) const {
    optimize::conditions<T> const is{
        .start = {.step = 0, .value = s.start.value, .slope = slope, .is_finite = true},
        .decrease = static_cast<T>(decrease)};
    T t = first;
    for (int k = 0; k < max_trials; ++k) {
      optimize::assign_moved<T>(at.x, at.previous, t, s.way);
      at.problem.admit(std::span<T>{at.x});      // rounding
      if (at.x == at.previous) {
        seen.finite = seen.finite || k == 0;
        return false;
      }
      at.evaluate();
      optimize::trial<T> const here{.step = t, .value = at.value, .slope = optimize::dot<T>(at.gradient, s.way),
                                    .is_finite = at.is_finite};
      if (!at.is_finite) {
        t /= 2;
        continue;
      }
      seen.finite = true;
      seen.change = seen.change || !is.is_level(here);
      seen.contradictions += is.is_contradiction(here);
      if (is.armijo(here) && here.value < is.start.value) return true;
      if (is.armijo_by_slope(here) && seen.believes_slopes()) return true;
      // The minimum of the quadratic through value, slope and value, within a tenth and a half of t.
      T const guess = -slope * t * t / (2 * (at.value - is.start.value - slope * t));
      t = guess >= t / 10 && guess <= t / 2 ? guess : t / 2;
    }
    return false;
  }
};

}  // namespace gradsmith
