// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// The method of Levenberg and Marquardt, for least squares.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include <gradsmith/optimize/invalid_option.hpp>
#include <gradsmith/optimize/linearisation.hpp>
#include <gradsmith/optimize/method.hpp>
#include <gradsmith/optimize/undamped_steps.hpp>

namespace gradsmith {

/// x += p, where p has the least
///   |r + J p|^2 + |D p|^2 / radius,  D_k the largest |J_k| so far,
/// by QR decompositions of J and of [R; D / sqrt(radius)], columns scaled and pivoted. With
///   ratio = (value - new value) / (what the linear model promises)
/// a step is taken if ratio > 1e-3, and radius /= max(1/3, 1 - (2 ratio - 1)^3); else radius is divided by 2, then 4,
/// then 8 and so on. Where values differ by rounding only, slopes at both ends of the step stand for the difference,
/// unless they contradicted a value before. Where the value can fall by no more than rounding, undamped Gauss-Newton
/// steps follow, at most 50 (see optimize::undamped_steps), and the run ends with step_small; where they lead away, as
/// with large residuals that are bent, damped steps go on while slopes fall, to value_flat. No stop criterion is
/// needed: gradient_norm is tested only if it is given.
/// With `acceleration` the second derivative along p, from one evaluation more, bends the step:
///   p + a/2,  where a has the least |J a + r''|^2 + |D a|^2 / radius;  not taken if 2 |D a| > 0.75 |D p|.
/// It saves steps in narrow bent valleys.
/// Needs residuals_and_jacobian. Memory: J, with `acceleration` once more, 3 n^2 numbers and 128 rows.
/// Source: Levenberg 1944; Marquardt 1963; damping: Nielsen 1999, as in Madsen, Nielsen, Tingleff 2004, with the
/// factors of Ceres; D: More 1978; acceleration: Transtrum, Sethna 2012.
struct levenberg_marquardt {
  double radius = 1e4;                    // at the start; 1 / mu of the papers
  double least_ratio = 1e-3;              // of a step that is taken, in [0, 1)
  bool acceleration = false;              // along geodesics
  static constexpr std::int64_t max_steps = 2000;
  static constexpr bool is_for_squares = true;

  template <class T>
  struct state {
    optimize::linearisation<T> here;
    optimize::undamped_steps<T> undamped;
    optimize::kept_point<T> before;
    std::vector<T> lengths, damping, p, bend, slopes;
    T radius = 0, shrink = 2;
    std::vector<T> jacobian, residuals, factors, beside;      // of the last point, with acceleration

    explicit state(std::size_t n)
        : here(n), undamped(n), before(n), lengths(n), damping(n), p(n), bend(n), slopes(n) {}
    template <class Self>
    static auto members(Self& self) {
      return std::tie(self.undamped, self.lengths, self.radius, self.shrink);
    }
  };
  template <class T>
  [[nodiscard]] state<T> begin(std::size_t n) const {
    state<T> first(n);
    first.radius = static_cast<T>(radius);
    return first;
  }
  /// Memory by the number of residuals.
  template <class F, class T>
  void prepare(F& problem, state<T>& s) const {
    if (!acceleration) return;
    std::size_t const m = problem.rows();
    s.jacobian.resize(m * problem.size());
    s.residuals.resize(m);
    s.factors.resize(m, T(1));
    s.beside.resize(m);
  }
  [[nodiscard]] std::string invalid() const {
    using namespace optimize;
    return first_wrong({positive("radius", radius), fraction("least_ratio", least_ratio)});
  }

  template <optimize::squares F>
  [[nodiscard]] std::optional<status> advance(optimize::iterate<F>& at, state<optimize::scalar_of<F>>& s) const {
    using T = optimize::scalar_of<F>;
    if (s.undamped.is_on) {
      std::optional<status> const ended = s.undamped.advance(at, s.here, s.p);
      if (!ended || s.undamped.has_arrived || s.here.solver.rank() < s.p.size() || s.here.is_zero()) return ended;
      s.undamped.is_on = false;           // they lead away where residuals are large and bent: damped to the last digit
    }
    s.here.take(at);
    if (s.here.is_stationary(at)) return status::gradient_small;
    if (s.here.promise() <= s.here.noise * (s.undamped.ended ? 4 * std::numeric_limits<T>::epsilon() : T(1))) {
      if (s.undamped.ended) return s.here.when_flat();
      return go_on_undamped(at, s, s.here.when_flat());
    }
    for (std::size_t k = 0; k < s.lengths.size(); ++k) s.lengths[k] = std::max(s.lengths[k], s.here.lengths[k]);
    if (acceleration) {
      std::copy(at.problem.jacobian().begin(), at.problem.jacobian().end(), s.jacobian.begin());
      std::copy(at.problem.plain_residuals().begin(), at.problem.plain_residuals().end(), s.residuals.begin());
      std::copy(at.problem.factors().begin(), at.problem.factors().end(), s.factors.begin());
    }
    s.before.keep(at);

    bool is_lost = false, saw_change = false;
    // Where the gradient is more than rounding slopes may tell what values do not.
    T const rounding = 4 * std::numeric_limits<T>::epsilon() * (s.here.residual + s.here.extent);
    bool are_believed = s.here.angle(at) * s.here.residual > rounding;
    for (;;) {
      T const promised = find_step<T>(s), effect = s.here.largest_effect(s.p);
      if (!(effect > std::numeric_limits<T>::epsilon() * s.here.extent)) break;
      // The second derivative comes from a difference: along the shortest steps it is rounding.
      bool const is_bent = acceleration && effect > std::sqrt(std::numeric_limits<T>::epsilon()) * s.here.extent;
      if (!is_bent || bend_step(at, s)) {
        trial const found = try_step(at, s, promised, are_believed);
        if (found == trial::taken) return std::nullopt;
        is_lost = found == trial::not_finite;
        saw_change = saw_change || found == trial::too_high;
      }
      s.radius = std::min(s.radius, 1 / std::numeric_limits<T>::epsilon()) / s.shrink;
      s.shrink *= 2;
    }
    s.before.return_to(at);
    if (s.undamped.ended) return s.undamped.ended;
    if (is_lost) return status::not_finite;
    if (saw_change && !s.here.is_zero()) return status::line_search_failed;
    bool const is_least = s.here.is_zero() || s.here.angle(at) <= std::sqrt(std::numeric_limits<T>::epsilon());
    return go_on_undamped(at, s, is_least ? s.here.when_flat() : status::roundoff_limited);
  }

 private:
  enum class trial { taken, too_high, too_near, not_finite };

  /// Evaluates at x + p, and adapts the radius if the step is taken. Slopes are no longer believed where the value
  /// rose and those at both ends say that it falls.
  template <class F, class T>
  [[nodiscard]] trial try_step(optimize::iterate<F>& at, state<T>& s, T promised, bool& are_believed) const {
    optimize::assign_moved<T>(at.x, s.before.x, 1, s.p);
    at.evaluate();
    if (!at.is_finite) return trial::not_finite;
    T const noise = std::max(optimize::relative_noise<T> * s.before.value, s.here.noise);
    T fall = s.before.value - at.value;
    bool const is_noise = std::abs(fall) <= noise;
    T const by_slopes = -(optimize::dot<T>(s.before.gradient, s.p) + optimize::dot<T>(at.gradient, s.p)) / 2;
    are_believed = are_believed && (is_noise || !(fall < 0 && by_slopes > 0));
    // Slopes tell where values no longer do, but not if they contradicted one: then the Jacobian is another one.
    if (is_noise && promised <= noise && (are_believed || s.here.promise() <= noise)) fall = by_slopes;
    T const ratio = fall / promised;
    if (!(ratio > static_cast<T>(least_ratio))) return is_noise ? trial::too_near : trial::too_high;
    T const better = 2 * ratio - 1;
    s.radius /= std::max(T(1) / 3, 1 - better * better * better);
    s.radius = std::min(s.radius, 1 / (std::numeric_limits<T>::min() * T(1e8)));
    s.shrink = 2;
    return trial::taken;
  }
  template <class F, class T>
  [[nodiscard]] static std::optional<status> go_on_undamped(optimize::iterate<F>& at, state<T>& s, status why) {
    s.undamped.begin(why);
    return s.undamped.advance(at, s.here, s.p);
  }
  /// p, and by how much the value falls with it if the residuals are linear: |J p|^2 / 2 + |D p|^2 / radius.
  template <class T>
  [[nodiscard]] static T find_step(state<T>& s) {
    T const root = std::sqrt(s.radius);
    T damped = 0;
    for (std::size_t k = 0; k < s.p.size(); ++k) s.damping[k] = (s.lengths[k] > 0 ? s.lengths[k] : T(1)) / root;
    s.here.solver.decompose(s.here.upper, s.damping, s.p.size());
    s.here.solver.solve(s.p);
    for (std::size_t k = 0; k < s.p.size(); ++k) damped = std::hypot(damped, s.damping[k] * s.p[k]);
    T const image = s.here.length_of_image(s.p);
    return image * image / 2 + damped * damped;
  }
  /// Adds half the acceleration to p; false if it is too large beside p, or not finite.
  template <class F, class T>
  [[nodiscard]] static bool bend_step(optimize::iterate<F>& at, state<T>& s) {
    constexpr T h = T(0.1);
    std::size_t const n = s.p.size();
    optimize::assign_moved<T>(at.x, s.before.x, h, s.p);
    at.problem.residuals_beside(at.x, s.beside);
    ++at.evaluations;
    std::span<T const> const rows = s.jacobian;
    std::fill(s.slopes.begin(), s.slopes.end(), T(0));
    for (std::size_t i = 0; i < s.residuals.size(); ++i) {
      std::span<T const> const row = rows.subspan(i * n, n);
      T const rise = s.factors[i] * (s.beside[i] - s.residuals[i]);
      T const second = 2 / h * (rise / h - optimize::dot<T>(row, s.p));
      optimize::add_scaled<T>(s.slopes, second, row);
    }
    for (T& each : s.slopes) each = -each;
    s.here.solver.solve_squared(s.slopes, s.bend);
    T size = 0, bent = 0;
    for (std::size_t k = 0; k < n; ++k) {
      size = std::hypot(size, s.damping[k] * s.p[k]);
      bent = std::hypot(bent, s.damping[k] * s.bend[k]);
    }
    if (!(2 * bent <= T(0.75) * size)) return false;
    optimize::add_scaled<T>(s.p, T(0.5), s.bend);
    return true;
  }
};

}  // namespace gradsmith
