// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// The Armijo search: halve the step until the value falls enough.
#pragma once

#include <string>

#include <gradsmith/optimize/invalid_option.hpp>
#include <gradsmith/optimize/line_search/outcome.hpp>
#include <gradsmith/optimize/line_search/trial.hpp>

namespace gradsmith {

/// t = first, first/2, first/4 ... until phi(t) <= phi(0) + decrease t phi'(0); a trial that is not finite is too far.
/// Where phi(t) is within rounding of phi(0), the slopes decide (see optimize::conditions).
/// Source: Armijo 1966; Nocedal, Wright 2006, algorithm 3.1.
struct armijo {
  double decrease = 1e-4;                 // c1, in (0, 1)
  double shrink = 0.5;                    // factor between trials, in (0, 1)
  int max_trials = 40;

  [[nodiscard]] std::string invalid() const {
    using namespace optimize;
    return first_wrong({inside_unit("decrease", decrease), inside_unit("shrink", shrink),
                        at_least_one("max_trials", max_trials)});
  }

  template <class Line>
  [[nodiscard]] optimize::search_outcome operator()(Line& line, typename Line::scalar first) const {
    using T = typename Line::scalar;
    optimize::conditions<T> const is{.start = line.start(), .decrease = static_cast<T>(decrease)};
    optimize::search_outcome outcome;
    T t = first;
    for (int k = 0; k < max_trials; ++k, t *= static_cast<T>(shrink)) {
      auto const& at = line.try_step(t);
      if (!line.has_moved()) {
        // The very first trial rounds to the start: a matter of rounding, and not of values that are not finite.
        if (k == 0) outcome.note(is, at);
        break;
      }
      if (outcome.descends(is, at)) return outcome.moved();
      outcome.note(is, at);
    }
    line.return_to_kept();
    return outcome;
  }
};

}  // namespace gradsmith
