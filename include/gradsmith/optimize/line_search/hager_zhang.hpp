// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// The search of Hager and Zhang for a step with the approximate Wolfe conditions.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include <gradsmith/optimize/invalid_option.hpp>
#include <gradsmith/optimize/line_search/outcome.hpp>
#include <gradsmith/optimize/line_search/trial.hpp>

namespace gradsmith {

/// A step with phi(t) <= phi(0) + decrease t phi'(0) and phi'(t) >= curvature phi'(0), or, where
/// phi(t) <= phi(0) + tolerance |phi(0)|, with (2 decrease - 1) phi'(0) >= phi'(t) >= curvature phi'(0). Slopes are
/// known to more digits than differences of values, so that this goes on where the former fails. In an interval
/// whose left end has a negative slope and no value above phi(0) + tolerance |phi(0)|, and whose right end has a
/// slope that is not negative, a double secant step is taken, and a bisection where that does not bring it to 0.66 of
/// its length. Before there is one steps grow fivefold; a trial that is not finite is too far. Growth and the end of
/// trials are as in strong_wolfe.
/// Source: Hager, Zhang 2005, section 4; the constants of section 4, and tolerance, of their program CG_DESCENT.
struct hager_zhang {
  double decrease = 0.1;    // delta, in (0, 1/2)
  double curvature = 0.9;   // sigma, in [delta, 1)
  double tolerance = 1e-6;  // epsilon: of a value above the first, relative; in float at least 1e-6 too
  int max_trials = 40;
  int max_growths = 8;  // of the step, by 5 each

  [[nodiscard]] std::string invalid() const {
    using namespace optimize;
    return first_wrong({inside_unit("decrease", decrease),
                        {"decrease", decrease, decrease < 0.5, "must be less than 1/2"},
                        inside_unit("curvature", curvature),
                        {"decrease", decrease, decrease <= curvature, "must be at most curvature"},
                        not_negative("tolerance", tolerance),
                        at_least_one("max_trials", max_trials),
                        not_negative("max_growths", max_growths)});
  }

  template <class Line>
  [[nodiscard]] optimize::search_outcome operator()(Line& line, typename Line::scalar first_step) const {
    using T = typename Line::scalar;
    searching<Line> now{
        .line = line,
        .is = {.start = line.start(), .decrease = static_cast<T>(decrease), .curvature = static_cast<T>(curvature)},
        .highest = line.start().value + static_cast<T>(tolerance) * std::abs(line.start().value),
        .left = max_trials};
    now.search(first_step, max_growths);
    if (now.is_found) return now.outcome.moved();
    return now.outcome.settled(now.is, line, now.kept);
  }

 private:
  template <class Line>
  struct searching {
    using T = typename Line::scalar;
    using trial = optimize::trial<T>;
    Line& line;
    optimize::conditions<T> is;
    T highest;  // phi(0) + tolerance |phi(0)|
    int left;   // trials
    bool is_found = false;
    optimize::search_outcome outcome{};
    trial kept = line.start();  // the lowest that descends
    trial a = kept, b{};        // the interval

    [[nodiscard]] bool is_over() const { return is_found || left <= 0; }
    [[nodiscard]] bool is_low(trial const& at) const { return at.is_finite && at.value <= highest; }
    [[nodiscard]] bool is_rising(trial const& at) const { return at.is_finite && at.slope >= 0; }

    trial try_step(T t) {
      trial const at = line.try_step(t);
      --left;
      bool const is_falling_enough = at.slope >= is.curvature * is.start.slope;
      bool const is_wolfe = is.armijo(at) && is_falling_enough;
      bool const is_approximate = is_low(at) && at.slope <= (2 * is.decrease - 1) * is.start.slope && is_falling_enough;
      is_found = (is_wolfe || is_approximate) && outcome.believes(is, at);
      if (is_found) return at;
      // A trial that rounds to the start says nothing, unless it is the first.
      if (line.has_moved() || !outcome.saw_any()) outcome.note(is, at);
      if (outcome.descends(is, at) && (kept.step == 0 || !is.is_above(at, kept))) {
        kept = at;
        line.keep();
      }
      return at;
    }

    void search(T t, int most_growths) {
      // Bracket.
      for (int grown = 0;; ++grown) {
        trial const at = try_step(t);
        if (is_over()) return;
        if (is_rising(at)) {
          b = at;
          break;
        }
        if (!is_low(at)) {
          divide(at);
          if (is_over()) return;
          break;
        }
        a = at;
        if (grown == most_growths) return;
        t *= 5;
      }
      for (;;) {
        T const width = b.step - a.step;
        double_secant();
        if (is_over()) return;
        if (b.step - a.step > T(0.66) * width) narrow(a.step + (b.step - a.step) / 2);
        if (is_over()) return;
        if (!(b.step - a.step < width)) return;  // neighbours
      }
    }
    /// The interval between a and a trial that is too high though the slope there is negative: its middle, again and
    /// again.
    void divide(trial const& high) {
      b = high;
      while (!is_over()) {
        T const t = a.step + (b.step - a.step) * (b.is_finite ? T(0.5) : static_cast<T>(outcome.nearer()));
        if (!(t > a.step && t < b.step)) {
          left = 0;
          return;
        }
        trial const at = try_step(t);
        if (!line.has_moved()) left = 0;
        if (is_rising(at)) {
          b = at;
          return;
        }
        (is_low(at) ? a : b) = at;
      }
    }
    /// The smaller interval that a trial at t makes. Returns the trial; one outside is not made.
    void narrow(T t) {
      if (!(t > a.step && t < b.step)) return;
      trial const at = try_step(t);
      if (is_over()) return;
      if (is_rising(at)) b = at;
      else if (is_low(at)) a = at;
      else divide(at);
    }
    [[nodiscard]] static T secant(trial const& one, trial const& other) {
      return (one.step * other.slope - other.step * one.slope) / (other.slope - one.slope);
    }
    void double_secant() {
      trial const left_end = a, right_end = b;
      T const c = secant(a, b);
      narrow(c);
      if (is_over()) return;
      if (c == b.step) narrow(secant(right_end, b));
      else if (c == a.step) narrow(secant(left_end, a));
    }
  };
};

}  // namespace gradsmith
