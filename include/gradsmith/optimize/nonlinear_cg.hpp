// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Nonlinear conjugate gradients.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <gradsmith/optimize/line_search.hpp>
#include <gradsmith/optimize/method.hpp>

namespace gradsmith {

/// d = -g + beta d_before, then x += t d, t from the line search. With y = g - g_before beta is, by the option,
///   polak_ribiere_plus: max(0, g.y / |g_before|^2),  fletcher_reeves: |g|^2 / |g_before|^2,
///   hestenes_stiefel: g.y / d_before.y,
///   hager_zhang: max((y - 2 d_before |y|^2 / d_before.y).g / d_before.y, -1 / (|d_before| min(0.01, |g_before|))).
/// Where g.d > -0.01 |g|^2 (scipy's test), or the search finds nothing, the step is along -g; if that fails too, the
/// run ends. The first trial promises the decrease of the step before, t_before g_before.d_before / g.d; along -g at
/// first that of lbfgs. A search with a small `curvature` keeps directions conjugate: scipy has 0.4.
/// Needs value_and_gradient. Memory: 4 vectors besides the iterate.
/// Source: Polak, Ribiere 1969; Fletcher, Reeves 1964; Hestenes, Stiefel 1952; Hager, Zhang 2005; Nocedal, Wright 2006,
/// section 5.2 and (3.59).
struct nonlinear_cg {
  enum class formula { polak_ribiere_plus, fletcher_reeves, hestenes_stiefel, hager_zhang };
  formula beta = formula::polak_ribiere_plus;
  optimize::any_line_search line_search = strong_wolfe{.curvature = 0.1};
  static constexpr std::int64_t max_steps = 10000;

  template <class T>
  struct state {
    std::vector<T> direction, gradient, change, memory;
    bool has_direction = false;  // besides -g
    T slope = 0, trial = 0;      // g.d of the last step, and its t
  };
  template <class T>
  [[nodiscard]] state<T> begin(std::size_t n) const {
    return {.direction = std::vector<T>(n),
            .gradient = std::vector<T>(n),
            .change = std::vector<T>(n),
            .memory = std::vector<T>(n)};
  }
  [[nodiscard]] std::string invalid() const { return optimize::invalid_option_of(line_search); }

  template <optimize::objective F>
  [[nodiscard]] std::optional<status> advance(optimize::iterate<F>& at, state<optimize::scalar_of<F>>& s) const {
    using T = optimize::scalar_of<F>;
    bool is_conjugate = false;
    if (s.has_direction) {
      optimize::assign_moved<T>(s.change, at.gradient, -1, s.gradient);
      T const factor_of_direction = beta_of<T>(at.gradient, s);
      optimize::assign_scaled<T>(s.direction, factor_of_direction, s.direction);
      optimize::add_scaled<T>(s.direction, -1, at.gradient);
      T const square = optimize::dot<T>(at.gradient, at.gradient);
      is_conjugate = optimize::dot<T>(at.gradient, s.direction) <= T(-0.01) * square && factor_of_direction != 0;
      if (!is_conjugate && factor_of_direction != 0) ++at.restarts;
    }
    if (!is_conjugate) optimize::assign_scaled<T>(s.direction, -1, at.gradient);
    std::copy(at.gradient.begin(), at.gradient.end(), s.gradient.begin());
    for (;;) {
      // In units of the direction, after what keeps -g.g finite.
      T first_trial = optimize::trial_along_gradient<T>(s.direction, T(0));
      T const slope = optimize::dot<T>(at.gradient, s.direction);
      if (!(slope < 0)) return status::roundoff_limited;  // g.g underflows
      T const promised = s.trial * (s.slope / slope);
      if (std::isfinite(promised) && promised > 0) first_trial = promised;
      optimize::search_outcome const outcome =
          optimize::move_along(line_search, at, s.direction, first_trial, s.memory);
      if (outcome.found) {
        s.slope = slope;
        s.trial = at.step_length() / optimize::max_abs<T>(s.direction);
        s.has_direction = true;
        return std::nullopt;
      }
      if (!is_conjugate && s.trial == 0) return outcome.failure();
      optimize::assign_scaled<T>(s.direction, -1, at.gradient);
      s.trial = 0;
      is_conjugate = false;
      ++at.restarts;
    }
  }

 private:
  template <class T>
  [[nodiscard]] T beta_of(std::span<T const> now, state<T> const& s) const {
    std::span<T const> const change = s.change, before = s.direction;
    T const square_before = optimize::dot<T>(s.gradient, s.gradient);
    if (beta == formula::fletcher_reeves) return finite(optimize::dot<T>(now, now) / square_before);
    if (beta == formula::polak_ribiere_plus)
      return finite(std::max(T(0), optimize::dot<T>(now, change) / square_before));
    T const curvature = optimize::dot<T>(before, change);
    if (beta == formula::hestenes_stiefel) return finite(optimize::dot<T>(now, change) / curvature);
    T const exact = (optimize::dot<T>(change, now) -
                     2 * optimize::dot<T>(change, change) * (optimize::dot<T>(before, now) / curvature)) /
                    curvature;
    T const least = -1 / (optimize::norm<T>(before) * std::min(T(0.01), std::sqrt(square_before)));
    return finite(std::max(exact, least));
  }
  template <class T>
  [[nodiscard]] static T finite(T given_number) {
    return std::isfinite(given_number) ? given_number : T(0);
  }
};

}  // namespace gradsmith
