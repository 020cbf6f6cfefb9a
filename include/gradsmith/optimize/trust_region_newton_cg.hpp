// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Newton's method in a trust region, with products of the Hessian and a vector alone.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <gradsmith/optimize/invalid_option.hpp>
#include <gradsmith/optimize/method.hpp>

namespace gradsmith {

/// p makes the model m(p) = g.p + p.Hp / 2 small where |p| <= radius, by conjugate gradients that stop where
/// |g + Hp| <= min(1/2, sqrt(|g|)) |g|, at the border, or at the border along a direction of curvature that is not
/// positive. With ratio = (f(x) - f(x + p)) / -m(p) the radius becomes |p| / 4 where ratio < 1/4, and twice as large,
/// at most radius_max, where ratio > 3/4 and p is on the border; x += p where ratio > acceptance, otherwise p is
/// sought again. 1e-12 |f| (in double) is added to both differences, within which values are rounding. A value or
/// gradient that is not finite is a p that is too long. Where |p| is within rounding of |x| the run ends.
/// Needs value_and_gradient and hvp. Memory: 6 vectors besides the iterate; cost of a step: at most 2 n products.
/// Source: Steihaug 1983; Nocedal, Wright 2006, algorithms 4.1 and 7.2; rounding: Conn, Gould, Toint 2000, section
/// 17.4. radius and acceptance are scipy's, whose radius_max is 1000.
struct trust_region_newton_cg {
  double radius = 1;  // of the first step, Euclidean, in units of x
  double radius_max = 1e10;
  double acceptance = 0.15;  // eta, in [0, 1/4)
  static constexpr std::int64_t max_steps = 2000;

  template <class T>
  struct state {
    T radius;
    std::vector<T> step;                 // p
    std::vector<T> residual, direction;  // g + Hp, and that of the conjugate gradients
    std::vector<T> image;                // H times it
    std::vector<T> gradient;             // at x
  };
  template <class T>
  [[nodiscard]] state<T> begin(std::size_t n) const {
    return {.radius = static_cast<T>(radius),
            .step = std::vector<T>(n),
            .residual = std::vector<T>(n),
            .direction = std::vector<T>(n),
            .image = std::vector<T>(n),
            .gradient = std::vector<T>(n)};
  }
  [[nodiscard]] std::string invalid() const {
    using namespace optimize;
    return first_wrong({positive("radius", radius),
                        positive("radius_max", radius_max),
                        {"radius", radius, radius <= radius_max, "must be at most radius_max"},
                        {"acceptance", acceptance, acceptance >= 0 && acceptance < 0.25, "must be in [0, 1/4)"}});
  }

  template <optimize::objective F>
  [[nodiscard]] std::optional<status> advance(optimize::iterate<F>& at, state<optimize::scalar_of<F>>& s) const {
    using T = optimize::scalar_of<F>;
    static_assert(optimize::has_hvp<F>,
                  "trust_region_newton_cg needs an objective with void hvp(std::span<T const> x, std::span<T const> v, "
                  "std::span<T> out), the Hessian at x times v; lbfgs does without");
    if constexpr (optimize::has_hvp<F>) {
      T const value = at.value, noise = optimize::relative_noise<T> * std::abs(value);
      std::copy(at.gradient.begin(), at.gradient.end(), s.gradient.begin());
      bool saw_any = false, saw_finite = false;
      int rises = 0;  // trials that are higher by more than rounding
      for (int trials = 0; trials < 100; ++trials) {
        bool const is_on_border = find_step(at, s);
        T const promised = -(optimize::dot<T>(s.gradient, s.step) + optimize::dot<T>(s.residual, s.step)) / 2;
        T const length = optimize::norm<T>(std::span<T const>{s.step});
        optimize::assign_moved<T>(at.x, at.previous, 1, s.step);
        if (!(promised > 0) || at.x == at.previous || !(length > 0)) break;
        at.evaluate();
        T const ratio = at.is_finite ? (value - at.value + noise) / (promised + noise) : T(-1);
        bool const is_rise = at.is_finite && at.value > value + noise;
        saw_any = true;
        saw_finite = saw_finite || at.is_finite;
        rises += is_rise;
        if (!(ratio >= T(0.25))) s.radius = std::min(length, s.radius) / 4;
        else if (ratio > T(0.75) && is_on_border) s.radius = std::min(2 * s.radius, static_cast<T>(radius_max));
        // After trials that rose however near they were, one that only differs by rounding proves nothing.
        bool const is_believed = rises < 3 || is_rise || !at.is_finite || at.value < value;
        if (!is_believed) break;
        if (ratio > static_cast<T>(acceptance)) return std::nullopt;
      }
      std::copy(at.previous.begin(), at.previous.end(), at.x.begin());
      std::copy(s.gradient.begin(), s.gradient.end(), at.gradient.begin());
      at.value = value;
      at.gradient_norm = optimize::max_abs<T>(at.gradient);
      at.is_finite = true;
      if (rises >= 3) return status::line_search_failed;
      return saw_any && !saw_finite ? status::not_finite : status::roundoff_limited;
    }
    return std::nullopt;
  }

 private:
  /// Steihaug's conjugate gradients. Leaves p and g + Hp; returns whether p is on the border.
  template <class F, class T>
  static bool find_step(optimize::iterate<F>& at, state<T>& s) {
    std::fill(s.step.begin(), s.step.end(), T(0));
    std::copy(s.gradient.begin(), s.gradient.end(), s.residual.begin());
    optimize::assign_scaled<T>(s.direction, -1, s.gradient);
    T const size = optimize::norm<T>(std::span<T const>{s.gradient});
    T const enough = std::min(T(0.5), std::sqrt(size)) * size;
    T square = optimize::dot<T>(s.residual, s.residual);
    for (std::size_t k = 0; k < 2 * at.size() + 2; ++k) {
      at.multiply_hessian(at.previous, s.direction, s.image);
      T const curvature = optimize::dot<T>(s.direction, s.image);
      if (!std::isfinite(curvature) || !std::isfinite(square)) {
        // No model: the border along -g.
        if (k == 0) {
          optimize::assign_scaled<T>(s.step, -s.radius / size, s.gradient);
          return true;
        }
        return false;
      }
      T const factor = square / curvature;
      T const to_border = distance_to_border(s);
      bool const is_on_border = !(curvature > 0) || to_border <= factor;
      T const way = is_on_border ? to_border : factor;
      optimize::add_scaled<T>(s.step, way, s.direction);
      optimize::add_scaled<T>(s.residual, way, s.image);
      if (is_on_border) return true;
      T const next_square = optimize::dot<T>(s.residual, s.residual);
      if (!(std::sqrt(next_square) > enough)) return false;
      optimize::assign_scaled<T>(s.direction, next_square / square, s.direction);
      optimize::add_scaled<T>(s.direction, -1, s.residual);
      square = next_square;
    }
    return false;
  }
  /// How far along the direction |p| = radius, the positive root of |p + t d|^2 = radius^2. m falls that way: d is
  /// one of descent of it.
  template <class T>
  [[nodiscard]] static T distance_to_border(state<T> const& s) {
    // In units of |d|, lest squares overflow.
    T const size = optimize::norm<T>(std::span<T const>{s.direction});
    T const along = optimize::dot<T>(s.step, s.direction) / size,
            length = optimize::norm<T>(std::span<T const>{s.step});
    T const rest = (s.radius - length) * (s.radius + length);
    T const root = std::sqrt(std::max(along * along + rest, T(0)));
    T const t = along > 0 ? rest / (along + root) : root - along;
    return t / size;
  }
};

}  // namespace gradsmith
