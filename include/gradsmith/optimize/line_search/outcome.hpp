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

  template <class T>
  void note(conditions<T> const& is, trial<T> const& at) {
    if (!at.is_finite) return;
    saw_finite = true;
    saw_change = saw_change || !is.is_noise(at);
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
