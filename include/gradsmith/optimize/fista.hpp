// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// FISTA, the accelerated proximal gradient method.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include <gradsmith/optimize/composite.hpp>
#include <gradsmith/optimize/invalid_option.hpp>
#include <gradsmith/optimize/method.hpp>
#include <gradsmith/optimize/proximal/step.hpp>

namespace gradsmith {

/// For composites f + h with f convex. With m = 1 and y = x at first,
///   x = prox(y - s g(y)),  prox with step s,  where s is multiplied by shrink until
///   f(x) <= f(y) + g(y).d + |d|^2 / (2 s),  d = x - y
///   m' = (1 + sqrt(1 + 4 m^2)) / 2;  y = x + (m - 1)/m' (x - x before)
/// Where the value cannot tell, for rounding, the test is d.(g(x) - g(y)) <= |d|^2 / s. Momentum begins anew, m = 1 and
/// y = x, where (y - x).(x - x before) > 0, with restart::by_value where f + h rose, unless by rounding only, and
/// s is multiplied by grow then.
/// Two evaluations per step, one where momentum begins: at x, so that the residual is that of the point returned, and
/// at y, which may be outside of a constraint; where f is not finite there, momentum begins anew.
/// The first s is |d|^2 / d.(change of g) along min(1, 1/sum |g|) g. scikit-learn and SciPy have no such method;
/// TFOCS grows s by 1/0.9 at every step.
/// Needs a composite. Memory: 5 vectors besides the iterate.
/// Source: Beck, Teboulle 2009; restart: O'Donoghue, Candes 2015.
struct fista {
  enum class restart { by_slope, by_value, none };

  restart begin_anew_by = restart::by_slope;
  double first_step = 0;                  // s at first; 0: from the curvature
  double shrink = 0.5;                    // in (0, 1)
  double grow = 2;                        // at least 1
  int max_trials = 60;                    // of one step
  static constexpr bool is_for_composites = true;

  template <class T>
  struct state {
    optimize::step_start<T> start;
    std::vector<T> y, slope, way, change;
    T value = 0;                          // f at y
    T step = 0, momentum = 1;
    bool is_ahead = false;                // y is not x

    explicit state(std::size_t n) : start(n), y(n), slope(n), way(n), change(n) {}
    template <class Self>
    static auto members(Self& self) {
      return std::tie(self.y, self.step, self.momentum, self.is_ahead);
    }
  };
  template <class T>
  [[nodiscard]] state<T> begin(std::size_t n) const {
    return state<T>(n);
  }
  [[nodiscard]] std::string invalid() const {
    using namespace optimize;
    return first_wrong({not_negative_but_finite("first_step", first_step), inside_unit("shrink", shrink),
                        at_least_one("grow", grow), positive("grow", grow), at_least_one("max_trials", max_trials)});
  }

  template <optimize::composed F>
  [[nodiscard]] std::optional<status> advance(optimize::iterate<F>& at, state<optimize::scalar_of<F>>& s) const {
    using T = optimize::scalar_of<F>;
    s.start.keep(at);
    if (s.step == 0) {
      s.step = static_cast<T>(first_step);
      if (first_step == 0) s.step = optimize::guessed_step(at, s.start, s.way, s.change);
    }
    if (s.is_ahead) look_ahead(at, s);
    if (!s.is_ahead) stay(at, s);
    optimize::trials_seen seen;
    T const first = s.step;
    while (!try_steps(at, s, seen)) {
      s.start.return_to(at);
      if (!s.is_ahead) return s.start.norm == 0 ? status::gradient_small : seen.failure();
      s.momentum = 1;
      stay(at, s);
      s.step = first;
      seen = {};
    }
    go_on(at, s);
    return std::nullopt;
  }

 private:
  /// Value and gradient at y, or no momentum if they are not finite.
  template <class F, class T>
  static void look_ahead(optimize::iterate<F>& at, state<T>& s) {
    s.value = at.problem.smooth_value_and_gradient(std::span<T const>{s.y}, std::span<T>{s.slope});
    ++at.evaluations;
    s.is_ahead = std::isfinite(s.value) && std::isfinite(optimize::max_abs<T>(s.slope));
    if (!s.is_ahead) s.momentum = 1;
  }
  /// y = x.
  template <class F, class T>
  static void stay(optimize::iterate<F>& at, state<T>& s) {
    s.is_ahead = false;
    std::copy(at.previous.begin(), at.previous.end(), s.y.begin());
    std::copy(s.start.gradient.begin(), s.start.gradient.end(), s.slope.begin());
    s.value = s.start.value - at.problem.term().value(std::span<T const>{at.previous});
  }
  template <class F, class T>
  [[nodiscard]] bool try_steps(optimize::iterate<F>& at, state<T>& s, optimize::trials_seen& seen) const {
    for (int k = 0; k < max_trials; ++k, s.step *= static_cast<T>(shrink)) {
      optimize::assign_proximal(at, s.y, s.step, s.slope);
      optimize::assign_moved<T>(s.way, at.x, -1, s.y);
      if (optimize::max_abs<T>(s.way) == 0) {
        // From a y that is no x the step has led somewhere, and is to be tested there.
        seen.finite = seen.finite || k == 0;
        return false;
      }
      at.evaluate();
      if (!at.is_finite) continue;
      T const here = at.value - at.problem.term().value(std::span<T const>{at.x});
      T const change = here - s.value, square = optimize::dot<T>(s.way, s.way);
      T const noise = optimize::relative_noise<T> * std::max(std::abs(at.value), std::abs(s.value));
      seen.finite = true;
      T const fall = optimize::dot<T>(s.slope, s.way), slope = optimize::dot<T>(at.gradient, s.way);
      seen.change = seen.change || std::abs(change) > noise;
      seen.contradictions += change > noise && fall + slope < 0;
      if (std::max(std::abs(change), square / (2 * s.step)) > noise) {
        if (change <= fall + square / (2 * s.step)) return true;
      } else if (seen.believes_slopes()) {
        optimize::assign_moved<T>(s.change, at.gradient, -1, s.slope);
        if (optimize::dot<T>(s.way, s.change) <= square / s.step) return true;
      }
    }
    return false;
  }
  template <class F, class T>
  void go_on(optimize::iterate<F>& at, state<T>& s) const {
    optimize::assign_moved<T>(s.change, at.x, -1, at.previous);
    bool const is_back = s.is_ahead && optimize::dot<T>(s.way, s.change) < 0;
    bool const is_level = std::abs(at.value - s.start.value) <= optimize::relative_noise<T> * std::abs(at.value);
    bool const is_by_slope = begin_anew_by == restart::by_slope || (begin_anew_by == restart::by_value && is_level);
    if (is_by_slope ? is_back : begin_anew_by == restart::by_value && at.value > s.start.value) {
      s.momentum = 1;
      s.step *= static_cast<T>(grow);
    }
    T const next = (1 + std::sqrt(1 + 4 * s.momentum * s.momentum)) / 2, share = (s.momentum - 1) / next;
    s.is_ahead = share > 0;
    if (s.is_ahead) optimize::assign_moved<T>(s.y, at.x, share, s.change);
    s.momentum = next;
  }
};

}  // namespace gradsmith
