// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// The projected gradient method with spectral steps.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
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

/// For composites f + h, where f need not be convex. With P the projection onto the constraint, or prox with step t of
/// another term,
///   x = P(x - t g),  where t is multiplied by shrink until
///   f + h <= the largest of its last memory values - decrease/(2 t) |dx|^2
///   the first t of the next step is |dx|^2 / dx.(change of g), within eps t and t / eps (Barzilai, Borwein 1988)
/// Where dx.(change of g) is not positive, it is 10 t. Where values differ by rounding only, a step is taken that does
/// not raise f + h by more than that, and the run ends with roundoff_limited after 50 of them in a row that did not
/// lower the residual. The first t of all is |d|^2 / d.(change of g) along min(1, 1/sum |g|) g.
/// In the paper's SPG2 the search goes along the line to P(x - t g), in SPG1 along the arc, as here; its t stay within
/// two numbers whatever the units of f and x.
/// Needs a composite. Memory: 3 vectors besides the iterate.
/// Source: Birgin, Martinez, Raydan 2000 (SPG1); terms that are no constraint: Wright, Nowak, Figueiredo 2009.
struct projected_gradient {
  int memory = 10;                        // values; 1: no step raises the value
  double decrease = 1e-4;                 // in (0, 1)
  double shrink = 0.5;                    // in (0, 1)
  int max_trials = 60;                    // of one step
  static constexpr bool is_for_composites = true;

  template <class T>
  struct state {
    optimize::step_start<T> start;
    std::vector<T> way, change, values;   // the last values, as a ring
    std::size_t next = 0;
    T step = 0;
    T least_residual = std::numeric_limits<T>::infinity();
    int idle = 0;                         // steps among values that are rounding, without a lower residual

    explicit state(std::size_t n, std::size_t value_count)
        : start(n), way(n), change(n), values(value_count, -std::numeric_limits<T>::infinity()) {}
    template <class Self>
    static auto members(Self& self) {
      return std::tie(self.values, self.next, self.step, self.least_residual, self.idle);
    }
  };
  template <class T>
  [[nodiscard]] state<T> begin(std::size_t n) const {
    return state<T>(n, static_cast<std::size_t>(memory));
  }
  [[nodiscard]] std::string invalid() const {
    using namespace optimize;
    return first_wrong({at_least_one("memory", memory), inside_unit("decrease", decrease),
                        inside_unit("shrink", shrink), at_least_one("max_trials", max_trials)});
  }

  template <optimize::composed F>
  [[nodiscard]] std::optional<status> advance(optimize::iterate<F>& at, state<optimize::scalar_of<F>>& s) const {
    using T = optimize::scalar_of<F>;
    s.start.keep(at);
    s.values[s.next] = at.value;
    s.next = (s.next + 1) % s.values.size();
    if (s.step == 0) s.step = optimize::guessed_step(at, s.start, s.way, s.change);

    T const reference = *std::max_element(s.values.begin(), s.values.end());
    T const noise = optimize::relative_noise<T> * std::abs(s.start.value);
    T const h = at.problem.term().value(std::span<T const>{at.previous});
    optimize::trials_seen seen;
    T t = s.step;
    bool found = false, is_noise = false;
    for (int k = 0; k < max_trials && !found; ++k) {
      if (k > 0) t *= static_cast<T>(shrink);
      optimize::assign_proximal(at, at.previous, t, s.start.gradient);
      optimize::assign_moved<T>(s.way, at.x, -1, at.previous);
      if (optimize::max_abs<T>(s.way) == 0) {
        seen.finite = seen.finite || k == 0;
        break;
      }
      at.evaluate();
      if (!at.is_finite) continue;
      T const promised = static_cast<T>(decrease) / (2 * t) * optimize::dot<T>(s.way, s.way);
      bool const is_level = std::abs(at.value - s.start.value) <= noise;
      seen.finite = true;
      seen.change = seen.change || !is_level;
      // The change of f + h if f is a quadratic.
      T const rise = (optimize::dot<T>(s.start.gradient, s.way) + optimize::dot<T>(at.gradient, s.way)) / 2 +
                     at.problem.term().value(std::span<T const>{at.x}) - h;
      seen.contradictions += !is_level && at.value > s.start.value && rise < 0;
      found = at.value <= reference - promised;
      is_noise = is_level && !(at.value <= s.start.value - promised);
      found = found || (is_noise && promised <= noise && seen.believes_slopes());
    }
    if (!found) {
      s.start.return_to(at);
      return s.start.norm == 0 ? status::gradient_small : seen.failure();
    }
    s.idle = is_noise && !(at.gradient_norm < s.least_residual) ? s.idle + 1 : 0;
    s.least_residual = std::min(s.least_residual, at.gradient_norm);
    if (s.idle >= 50) {
      s.start.return_to(at);
      return status::roundoff_limited;
    }
    optimize::assign_moved<T>(s.change, at.gradient, -1, s.start.gradient);
    T const spectral = optimize::inverse_curvature(optimize::dot<T>(s.way, s.way), optimize::dot<T>(s.way, s.change));
    constexpr T epsilon = std::numeric_limits<T>::epsilon();
    s.step = std::clamp(spectral > 0 ? spectral : 10 * t, t * epsilon, t / epsilon);
    return std::nullopt;
  }
};

}  // namespace gradsmith
