// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// How a line search ended.
#pragma once

#include <gradsmith/optimize/line_search/trial.hpp>
#include <gradsmith/optimize/status.hpp>

namespace gradsmith::optimize {

/// Searches never throw: they found a step, or say what their trials were like. Without a step the iterate is
/// where it was.
struct search_outcome {
  bool found = false;
  bool saw_finite = false;                ///< some trial was finite
  bool saw_change = false;                ///< some finite trial differed from the first value by more than rounding
  int not_finite = 0;                     ///< trials
  int contradictions = 0;                 ///< trials whose value rose where the slopes at both ends say that it falls

  template <class T>
  void note(conditions<T> const& is, trial<T> const& at) {
    if (!at.is_finite) {
      ++not_finite;
      return;
    }
    saw_finite = true;
    saw_change = saw_change || !is.is_level(at);
    contradictions += is.is_contradiction(at);
  }
  [[nodiscard]] bool saw_any() const { return saw_finite || not_finite > 0; }
  /// How far between a finite trial and one that is not the next one lies: half-way, and soon much nearer.
  [[nodiscard]] double nearer() const { return not_finite < 4 ? 0.5 : 0.1; }
  /// Whether slopes may stand for the value of a trial. Between the start and a trial that lies far off a function may
  /// rise and fall; if it still does where values become level, the gradient does not belong to them.
  template <class T>
  [[nodiscard]] bool believes(conditions<T> const& is, trial<T> const& at) const {
    if (is.armijo(at) && at.value < is.start.value) return true;
    return !is.is_contradiction(at) && (contradictions < 3 || !is.is_level(at));
  }
  template <class T>
  [[nodiscard]] bool descends(conditions<T> const& is, trial<T> const& at) const {
    return is.descends(at) && believes(is, at);
  }
  /// The end of a search that found nothing better than `kept`, which the line keeps.
  template <class Line, class T>
  search_outcome& settled(conditions<T> const& is, Line& line, trial<T> const& kept) {
    if (kept.step > 0 && !believes(is, kept)) line.try_step(0);
    else line.return_to_kept();
    found = kept.step > 0 && line.has_moved();
    return *this;
  }
  search_outcome& moved() {
    found = true;
    return *this;
  }
  /// The status of a run that cannot go on.
  [[nodiscard]] status failure() const {
    if (!saw_finite) return status::not_finite;
    return saw_change ? status::line_search_failed : status::roundoff_limited;
  }
};

}  // namespace gradsmith::optimize
