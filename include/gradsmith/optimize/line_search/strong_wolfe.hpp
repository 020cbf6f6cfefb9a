// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// The strong-Wolfe search: bracket a minimum of the line, then zoom in.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include <gradsmith/optimize/invalid_option.hpp>
#include <gradsmith/optimize/line_search/outcome.hpp>
#include <gradsmith/optimize/line_search/trial.hpp>

namespace gradsmith {

/// A step with phi(t) <= phi(0) + decrease t phi'(0) and |phi'(t)| <= curvature |phi'(0)|; where phi(t) is within
/// 1e-12 |phi(0)| of phi(0) (double), one that satisfies the approximate Wolfe conditions on slopes instead: values
/// tell nothing there, and a search that trusts them stalls near a gradient of 1e-7.
/// Steps grow by cubic extrapolation inside [t + 0.01 (t - t_previous), 10 t], the bracket shrinks by cubic
/// interpolation, or bisection where that has no minimum; a trial that is not finite is too far. After max_trials, or
/// in a bracket shorter than `resolution` in every parameter, the lowest point that descends is taken; so it is where
/// the value has only fallen and the step has grown max_growths times by all of that factor, as along a line that has
/// no minimum.
/// Source: Nocedal, Wright 2006, algorithms 3.5 and 3.6, with PyTorch's safeguards; Hager, Zhang 2005.
struct strong_wolfe {
  double decrease = 1e-4;                 // c1, in (0, curvature)
  double curvature = 0.9;                 // c2, in (decrease, 1)
  int max_trials = 25;
  int max_growths = 6;                    // of the step by 10
  double resolution = 1e-9;               // of the bracket times the largest |d|

  [[nodiscard]] std::string invalid() const {
    using namespace optimize;
    return first_wrong({inside_unit("decrease", decrease), inside_unit("curvature", curvature),
                        {"decrease", decrease, decrease < curvature, "must be less than curvature"},
                        at_least_one("max_trials", max_trials),
                        not_negative("max_growths", max_growths), not_negative("resolution", resolution)});
  }

  template <class Line>
  [[nodiscard]] optimize::search_outcome operator()(Line& line, typename Line::scalar first) const {
    using T = typename Line::scalar;
    using trial = optimize::trial<T>;
    optimize::conditions<T> const is{
        .start = line.start(), .decrease = static_cast<T>(decrease), .curvature = static_cast<T>(curvature)};
    optimize::search_outcome outcome;
    int left = max_trials, grown = 0;

    // Bracket: `low` descends, and a step to take lies between it and `high`.
    trial low = line.start(), high;
    bool is_bracketed = false;
    for (T t = first; left > 0;) {
      trial const at = line.try_step(t);
      --left;
      if (is.wolfe(at) && outcome.believes(is, at)) return outcome.moved();
      outcome.note(is, at);
      if (!outcome.descends(is, at) || (low.step > 0 && is.is_above(at, low))) {
        high = at;
        is_bracketed = true;
        break;
      }
      trial const before = low;
      low = at;
      line.keep();
      if (at.slope >= 0) {
        high = before;
        is_bracketed = true;
        break;
      }
      // A minimum that is not ahead is that of a slope that grows steeper: it tells no distance, so go far. (Clamping
      // it to the near end, as PyTorch does, makes steps that shrink a hundredfold each and come to a halt.)
      T const ahead = minimum_of_cubic(is, before, at), far = at.step * 10;
      t = ahead > at.step ? clamp(ahead, at.step + (at.step - before.step) / 100, far) : far;
      if (t == far && ++grown > max_growths) break;
    }

    // Zoom: low stays the lowest point that descends, and phi falls from it towards high.
    T const shortest = static_cast<T>(resolution) / std::max(line.direction_norm(), std::numeric_limits<T>::min());
    bool was_near_end = false;
    while (is_bracketed && left > 0) {
      T const a = std::min(low.step, high.step), b = std::max(low.step, high.step);
      if (low.step > 0 && b - a < shortest) break;
      T t = clamp(minimum_of_cubic(is, low, high), a, b);
      T const margin = (b - a) / 10;
      bool const is_near_end = std::min(b - t, t - a) < margin;
      if (!high.is_finite) {
        t = low.step + (high.step - low.step) * static_cast<T>(outcome.nearer());
      } else if (is_near_end && (was_near_end || t >= b || t <= a)) {
        t = b - t < t - a ? b - margin : a + margin;
        was_near_end = false;
      } else {
        was_near_end = is_near_end;
      }
      if (!(t > a && t < b)) break;       // the ends are neighbours
      trial const at = line.try_step(t);
      --left;
      if (!line.has_moved()) break;
      if (is.wolfe(at) && outcome.believes(is, at)) return outcome.moved();
      outcome.note(is, at);
      if (!outcome.descends(is, at) || is.is_above(at, low)) {
        high = at;
      } else {
        if (at.slope * (high.step - low.step) >= 0) high = low;
        low = at;
        line.keep();
      }
    }
    return outcome.settled(is, line, low);
  }

 private:
  template <class T>
  static T clamp(T t, T least, T most) {
    return std::min(std::max(t, least), most);
  }

  /// Where the cubic through both values and slopes has its minimum; the middle where it has none. Where both values
  /// are noise, where the line through the slopes is zero.
  template <class T>
  static T minimum_of_cubic(optimize::conditions<T> const& is, optimize::trial<T> const& a,
                            optimize::trial<T> const& b) {
    T const middle = a.step + (b.step - a.step) / 2;
    if (!a.is_finite || !b.is_finite) return middle;
    T t = middle;
    if (is.is_noise(a) && is.is_noise(b)) {
      t = a.step - a.slope * ((b.step - a.step) / (b.slope - a.slope));
    } else {
      auto const& left = a.step <= b.step ? a : b;
      auto const& right = a.step <= b.step ? b : a;
      T const middle_slope = left.slope + right.slope - 3 * (left.value - right.value) / (left.step - right.step);
      // In units of the largest of the three, lest the squares overflow.
      T const unit = std::max({std::abs(middle_slope), std::abs(left.slope), std::abs(right.slope)});
      T const first = middle_slope / unit, at_left = left.slope / unit, at_right = right.slope / unit;
      T const square = first * first - at_left * at_right;
      if (!(square >= 0)) return middle;
      T const second = std::sqrt(square);
      t = right.step - (right.step - left.step) * ((at_right + second - first) / (at_right - at_left + 2 * second));
    }
    return std::isfinite(t) ? t : middle;
  }
};

}  // namespace gradsmith
