// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Newton's method with the exact Hessian.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <gradsmith/optimize/cholesky.hpp>
#include <gradsmith/optimize/line_search.hpp>
#include <gradsmith/optimize/method.hpp>

namespace gradsmith {

/// d = -(H + tau I)^-1 g by Cholesky's factorisation of the Hessian H, then x += t d, t from the line search, whose
/// first trial is 1. tau is the first of 0, r, b, 2 b, 4 b ... with which the factorisation succeeds, b a thousandth of
/// the largest |entry| of H and r sqrt(epsilon) of it. Where the search finds nothing, or H is not finite, the step is
/// along -g; if that fails too, the run ends. Near a minimum with a definite Hessian the number of right digits doubles
/// with every step.
/// Needs value_and_gradient and hessian. Memory: 2 n^2 numbers and 2 vectors besides the iterate; cost of a step: the
/// Hessian, and n^3 / 3 for every tau.
/// Source: Nocedal, Wright 2006, algorithms 3.2 and 3.3.
struct newton {
  optimize::any_line_search line_search = strong_wolfe{};
  static constexpr std::int64_t max_steps = 1000;

  template <class T>
  struct state {
    std::vector<T> hessian, lower;  // H, and L with L L' = H + tau I; row by row
    std::vector<T> direction, memory;
    T length = 0;  // |dx| of the last step, if it was along -g
  };
  template <class T>
  [[nodiscard]] state<T> begin(std::size_t n) const {
    return {.hessian = std::vector<T>(n * n),
            .lower = std::vector<T>(n * n),
            .direction = std::vector<T>(n),
            .memory = std::vector<T>(n)};
  }
  [[nodiscard]] std::string invalid() const { return optimize::invalid_option_of(line_search); }

  template <optimize::objective F>
  [[nodiscard]] std::optional<status> advance(optimize::iterate<F>& at, state<optimize::scalar_of<F>>& s) const {
    using T = optimize::scalar_of<F>;
    static_assert(
        optimize::has_hessian<F>,
        "newton needs an objective with void hessian(std::span<T const> x, std::span<T> h), which assigns all "
        "entries of the Hessian, row by row; lbfgs and bfgs do without");
    if constexpr (optimize::has_hessian<F>) {
      std::size_t const n = at.size();
      at.assign_hessian(s.hessian);
      optimize::assign_scaled<T>(s.direction, -1, at.gradient);
      bool is_along_gradient = !optimize::factor_with_shift<T>(s.hessian, s.lower, n);
      if (!is_along_gradient) {
        optimize::solve_factored<T>(s.lower, s.direction);
        T const slope = optimize::dot<T>(at.gradient, s.direction);
        is_along_gradient = !(slope < 0 && std::isfinite(slope));
        if (is_along_gradient) optimize::assign_scaled<T>(s.direction, -1, at.gradient);
      }
      for (;;) {
        T const first_trial = is_along_gradient ? optimize::trial_along_gradient<T>(s.direction, s.length) : T(1);
        if (!(optimize::dot<T>(at.gradient, s.direction) < 0)) return status::roundoff_limited;  // g.g underflows
        optimize::search_outcome const outcome =
            optimize::move_along(line_search, at, s.direction, first_trial, s.memory);
        if (outcome.found) break;
        if (is_along_gradient && s.length == 0) return outcome.failure();
        is_along_gradient = true;
        s.length = 0;
        ++at.restarts;
        optimize::assign_scaled<T>(s.direction, -1, at.gradient);
      }
      s.length = is_along_gradient ? at.step_length() : T(0);
    }
    return std::nullopt;
  }
};

}  // namespace gradsmith
