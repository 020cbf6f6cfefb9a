// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// The search of More and Thuente for a step with the strong Wolfe conditions.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include <gradsmith/optimize/invalid_option.hpp>
#include <gradsmith/optimize/line_search/outcome.hpp>
#include <gradsmith/optimize/line_search/trial.hpp>

namespace gradsmith {

/// A step with phi(t) <= phi(0) + decrease t phi'(0) and |phi'(t)| <= curvature |phi'(0)|, as strong_wolfe finds,
/// from an interval that always holds one. Until a trial descends with a slope that is not negative, trials minimise
/// psi(t) = phi(t) - phi(0) - decrease t phi'(0), then phi itself: by cubics and parabolas through the ends, which the
/// sign of the slope and the order of the values choose; where two trials have not brought the interval to 0.66 of its
/// length, by its middle. Before there is an interval steps grow to between t + 1.1 (t - best) and t + 4 (t - best). A
/// trial that is not finite is too far. Values within rounding of phi(0), growth and the end of trials are as in
/// strong_wolfe.
/// Source: More, Thuente 1994, sections 2 to 4; constants of MINPACK-2.
struct more_thuente {
  double decrease = 1e-4;  // mu, in (0, 1)
  double curvature = 0.9;  // eta, in (0, 1)
  int max_trials = 25;
  int max_growths = 10;       // of the step as far as allowed
  double resolution = 1e-15;  // of the interval, as a part of its larger end

  [[nodiscard]] std::string invalid() const {
    using namespace optimize;
    return first_wrong({inside_unit("decrease", decrease), inside_unit("curvature", curvature),
                        at_least_one("max_trials", max_trials), not_negative("max_growths", max_growths),
                        not_negative("resolution", resolution)});
  }

  template <class Line>
  [[nodiscard]] optimize::search_outcome operator()(Line& line, typename Line::scalar first_step) const {
    using T = typename Line::scalar;
    using trial = optimize::trial<T>;
    optimize::conditions<T> const is{
        .start = line.start(), .decrease = static_cast<T>(decrease), .curvature = static_cast<T>(curvature)};
    optimize::search_outcome outcome;
    T const least_slope = is.decrease * is.start.slope;
    // Ends of the interval: `lower` has the least value so far, of psi at first. `kept` is the lowest that descends.
    trial lower = line.start(), upper = line.start(), kept = line.start();
    bool is_bracketed = false, is_on_psi = true;
    T t = first_step, least = 0, most = t + 4 * t;
    T width = std::numeric_limits<T>::infinity(), width_before = width;
    int grown = 0;
    for (int left = max_trials; left > 0; --left) {
      trial const at = line.try_step(t);
      if (!line.has_moved() && left < max_trials) break;
      if (is.wolfe(at) && outcome.believes(is, at)) return outcome.moved();
      outcome.note(is, at);
      bool const descends = outcome.descends(is, at);
      if (descends && (kept.step == 0 || !is.is_above(at, kept))) {
        kept = at;
        line.keep();
      }
      if (!at.is_finite) {
        // Of this end of the interval nothing is known but that it is too far.
        upper = {.step = t, .value = std::numeric_limits<T>::infinity(), .slope = -least_slope, .is_finite = false};
        is_bracketed = true;
        t = lower.step + (t - lower.step) * static_cast<T>(outcome.nearer());
        if (!(std::min(lower.step, upper.step) < t && t < std::max(lower.step, upper.step))) break;
        continue;
      }
      T const promised = is.start.value + t * least_slope;
      if (is_on_psi && descends && at.slope >= 0) is_on_psi = false;
      if (is_on_psi && at.value <= lower.value && at.value > promised) {
        // The values of psi, whose slopes are less steep by that of the promise.
        auto const shifted = [&](trial of, T sign) {
          of.value -= sign * of.step * least_slope;
          of.slope -= sign * least_slope;
          return of;
        };
        trial a = shifted(lower, 1), b = shifted(upper, 1);
        t = next(is, a, b, shifted(at, 1), is_bracketed, least, most);
        lower = shifted(a, -1), upper = shifted(b, -1);
      } else {
        t = next(is, lower, upper, at, is_bracketed, least, most);
      }
      if (is_bracketed) {
        T const length = std::abs(upper.step - lower.step);
        if (length >= T(0.66) * width_before) t = lower.step + (upper.step - lower.step) / 2;
        width_before = width;
        width = length;
        least = std::min(lower.step, upper.step), most = std::max(lower.step, upper.step);
        if (most - least <= static_cast<T>(resolution) * most || !(t > least && t < most)) break;
      } else {
        if (t >= most && ++grown > max_growths) break;
        least = t + T(1.1) * (t - lower.step);
        most = t + 4 * (t - lower.step);
      }
    }
    return outcome.settled(is, line, kept);
  }

 private:
  /// The next trial from the ends and the newest trial, which then takes the place of one of them.
  template <class T>
  static T next(optimize::conditions<T> const& is, optimize::trial<T>& lower, optimize::trial<T>& upper,
                optimize::trial<T> const& at, bool& is_bracketed, T least, T most) {
    bool const is_noise = is.is_noise(at) && is.is_noise(lower);
    bool const is_higher = !is_noise && at.value > lower.value;
    bool const turns = at.slope * (lower.slope > 0 ? T(1) : T(-1)) < 0;
    T const secant = at.step + at.slope / (at.slope - lower.slope) * (lower.step - at.step);
    T t = 0;
    bool is_near_lower = false;  // to be in the first two thirds of the interval
    if (is_higher) {
      T const cubic = minimum_of_cubic(lower, at), ahead = at.step - lower.step;
      T const parabola = lower.step + lower.slope / ((lower.value - at.value) / ahead + lower.slope) / 2 * ahead;
      t = std::abs(cubic - lower.step) < std::abs(parabola - lower.step) ? cubic : cubic + (parabola - cubic) / 2;
      is_bracketed = true;
    } else if (turns) {
      T const cubic = is_noise ? secant : minimum_of_cubic(at, lower);
      t = std::abs(cubic - at.step) > std::abs(secant - at.step) ? cubic : secant;
      is_bracketed = true;
    } else if (std::abs(at.slope) < std::abs(lower.slope)) {
      // The cubic counts only if its minimum is beyond the trial.
      T cubic = is_noise ? secant : minimum_of_cubic(at, lower);
      if (!((cubic - at.step) * (at.step - lower.step) > 0)) cubic = at.step > lower.step ? most : least;
      bool const is_nearer = std::abs(cubic - at.step) < std::abs(secant - at.step);
      t = is_nearer == is_bracketed ? cubic : secant;
      is_near_lower = is_bracketed;
    } else if (is_bracketed) {
      t = upper.is_finite ? minimum_of_cubic(at, upper) : at.step + (upper.step - at.step) / 2;
    } else {
      t = at.step > lower.step ? most : least;
    }
    if (is_higher) {
      upper = at;
    } else {
      if (turns) upper = lower;
      lower = at;
    }
    if (!std::isfinite(t)) t = is_bracketed ? lower.step + (upper.step - lower.step) / 2 : most;
    if (!is_bracketed) return std::min(std::max(t, least), most);
    T const limit = lower.step + T(0.66) * (upper.step - lower.step);
    if (is_near_lower) t = upper.step > lower.step ? std::min(t, limit) : std::max(t, limit);
    return t;
  }

  /// The minimum of the cubic through values and slopes at both steps; NaN if it has none.
  template <class T>
  static T minimum_of_cubic(optimize::trial<T> const& a, optimize::trial<T> const& b) {
    T const theta = 3 * (a.value - b.value) / (b.step - a.step) + a.slope + b.slope;
    T const unit = std::max({std::abs(theta), std::abs(a.slope), std::abs(b.slope)});
    T const square = (theta / unit) * (theta / unit) - (a.slope / unit) * (b.slope / unit);
    if (!(square > 0)) return std::numeric_limits<T>::quiet_NaN();
    T gamma = unit * std::sqrt(square);
    if (b.step < a.step) gamma = -gamma;
    T const p = gamma - a.slope + theta, q = gamma - a.slope + gamma + b.slope;
    return a.step + p / q * (b.step - a.step);
  }
};

}  // namespace gradsmith
