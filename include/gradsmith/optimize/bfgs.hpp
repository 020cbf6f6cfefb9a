// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// BFGS, the quasi-Newton method with the whole inverse Hessian.
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

/// d = -H g, then x += t d, t from the line search; with s = dx, y = dg and r = 1 / y.s,
///   H = (I - r s y') H (I - r y s') + r s s',
/// where y.s > curvature_floor y.y, unless that is given also where y.s > eps |y| |s|; otherwise H stays. H is I at the
/// start, and (y.s / y.y) I before the first update.
/// Where g.d >= 0, or the search finds nothing, H is I again and the step is along -g; if that fails too, the run ends.
/// The first trial is 1; with H = I that of lbfgs.
/// Needs value_and_gradient. Memory: n^2 numbers and 5 vectors besides the iterate; cost of a step: 3 passes over them.
/// Source: Broyden, Fletcher, Goldfarb, Shanno 1970; Nocedal, Wright 2006, algorithm 6.1 with (6.20).
struct bfgs {
  optimize::any_line_search line_search = strong_wolfe{};
  std::optional<double> curvature_floor{};  // unless given: the type's epsilon
  static constexpr std::int64_t max_steps = 2000;

  template <class T>
  struct state {
    std::vector<T> inverse;  // H, row by row
    std::vector<T> direction, step, change, image, memory;
    bool has_curvature = false;  // H is not I
    T length = 0;                // |dx| of the last step, if it told nothing of the curvature
  };
  template <class T>
  [[nodiscard]] state<T> begin(std::size_t n) const {
    return {.inverse = std::vector<T>(n * n),
            .direction = std::vector<T>(n),
            .step = std::vector<T>(n),
            .change = std::vector<T>(n),
            .image = std::vector<T>(n),
            .memory = std::vector<T>(n)};
  }
  [[nodiscard]] std::string invalid() const {
    std::string wrong = optimize::first_wrong({optimize::not_negative("curvature_floor", curvature_floor.value_or(0))});
    return wrong.empty() ? optimize::invalid_option_of(line_search) : wrong;
  }

  template <optimize::objective F>
  [[nodiscard]] std::optional<status> advance(optimize::iterate<F>& at, state<optimize::scalar_of<F>>& s) const {
    using T = optimize::scalar_of<F>;
    if (s.has_curvature) {
      multiply<T>(s, s.direction, at.gradient, T(-1));
      T const slope = optimize::dot<T>(at.gradient, s.direction);
      if (!(slope < 0 && std::isfinite(slope))) restart(at, s);
    }
    if (!s.has_curvature) optimize::assign_scaled<T>(s.direction, -1, at.gradient);
    if (!(optimize::dot<T>(at.gradient, s.direction) < 0)) return status::roundoff_limited;  // g.g underflows
    for (;;) {
      optimize::assign_scaled<T>(s.change, -1, at.gradient);
      T const first_trial = s.has_curvature ? T(1) : optimize::trial_along_gradient<T>(s.direction, s.length);
      optimize::search_outcome const outcome =
          optimize::move_along(line_search, at, s.direction, first_trial, s.memory);
      if (outcome.found) break;
      if (!s.has_curvature && s.length == 0) return outcome.failure();
      restart(at, s);
    }
    optimize::add_scaled<T>(s.change, 1, at.gradient);
    optimize::assign_moved<T>(s.step, at.x, -1, at.previous);
    update(at, s);
    return std::nullopt;
  }

 private:
  template <class T>
  static std::span<T> row(std::vector<T>& matrix, std::size_t k, std::size_t n) {
    return std::span<T>{matrix}.subspan(k * n, n);
  }
  /// to = factor H from.
  template <class T>
  static void multiply(state<T>& s, std::vector<T>& image_of, std::span<T const> given_vector, T given_factor) {
    std::size_t const n = given_vector.size();
    for (std::size_t k = 0; k < n; ++k)
      image_of[k] = given_factor * optimize::dot<T>(row(s.inverse, k, n), given_vector);
  }
  template <class F, class T>
  static void restart(optimize::iterate<F>& at, state<T>& s) {
    s.has_curvature = false;
    s.length = 0;
    ++at.restarts;
    optimize::assign_scaled<T>(s.direction, -1, at.gradient);
  }
  template <class F, class T>
  void update(optimize::iterate<F>& at, state<T>& s) const {
    std::size_t const n = at.size();
    T const product = optimize::dot<T>(s.change, s.step), square = optimize::dot<T>(s.change, s.change);
    bool const is_told = curvature_floor ? product > static_cast<T>(*curvature_floor) * square
                                         : optimize::tells_curvature<T>(s.step, s.change, product, square);
    if (!is_told) {
      if (!s.has_curvature) s.length = at.step_length();
      return;
    }
    if (!s.has_curvature) {
      std::fill(s.inverse.begin(), s.inverse.end(), T(0));
      for (std::size_t k = 0; k < n; ++k) s.inverse[k * n + k] = product / square;
      s.has_curvature = true;
      s.length = 0;
    }
    multiply<T>(s, s.image, s.change, T(1));
    T const both = 1 + optimize::dot<T>(s.change, s.image) / product;
    for (std::size_t k = 0; k < n; ++k) {
      T const along_step = (both * s.step[k] - s.image[k]) / product, along_image = -s.step[k] / product;
      optimize::add_scaled<T>(row(s.inverse, k, n), along_step, s.step);
      optimize::add_scaled<T>(row(s.inverse, k, n), along_image, s.image);
    }
  }
};

}  // namespace gradsmith
