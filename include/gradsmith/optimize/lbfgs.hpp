// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// L-BFGS, the quasi-Newton method with limited memory.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include <gradsmith/optimize/line_search.hpp>
#include <gradsmith/optimize/method.hpp>

namespace gradsmith {

/// d = -H g, with H from the last `memory` pairs s = dx, y = dg by the two-loop recursion, which starts from
/// (y.s / y.y) I; then x += t d, t from the line search. A pair is stored if y.s > curvature_floor y.y; unless that is
/// given also if y.s > eps |y| |s|, which has no units: in some every curvature is above 1/eps. Where g.d >= 0, or the
/// search finds nothing, the pairs are dropped and the step is along -g; if that fails too, the run ends. The first
/// trial is 1; without pairs min(1, 1/sum |g|), or twice the step before if that told nothing of the curvature.
/// lbfgs{.memory = 100, .line_search = fixed_step{}} is PyTorch's default: there a pair needs y.s > 1e-10, and the run
/// ends where g.d > -1e-9.
/// Needs value_and_gradient. Memory: 2 (memory + 1) + 2 vectors besides the iterate.
/// Source: Nocedal 1980; Liu, Nocedal 1989.
struct lbfgs {
  int memory = 10;                        // pairs, at least 1
  optimize::any_line_search line_search = strong_wolfe{};
  std::optional<double> curvature_floor{};      // unless given: the type's epsilon
  static constexpr std::int64_t max_steps = 2000;

  /// Pairs in a ring of memory + 1 slots: one is being filled while the others are in use.
  template <class T>
  struct state {
    std::vector<T> steps, changes;        // s and y, one slot after the other
    std::vector<T> products;              // y.s of each slot
    std::vector<T> weights;               // alpha of the two loops
    std::vector<T> direction, memory;
    T scale = 1;                          // y.s / y.y of the newest pair
    T length = 0;                         // |dx| of the last step, if it made no pair
    std::size_t next = 0, stored = 0;     // the slot being filled, the pairs before it
  };
  template <class T>
  [[nodiscard]] state<T> begin(std::size_t n) const {
    std::size_t const slots = static_cast<std::size_t>(memory) + 1;
    return {.steps = std::vector<T>(slots * n), .changes = std::vector<T>(slots * n), .products = std::vector<T>(slots),
            .weights = std::vector<T>(slots), .direction = std::vector<T>(n), .memory = std::vector<T>(n)};
  }
  [[nodiscard]] std::string invalid() const {
    std::string wrong = optimize::first_wrong(
        {optimize::at_least_one("memory", memory),
         optimize::not_negative("curvature_floor", curvature_floor.value_or(0))});
    return wrong.empty() ? optimize::invalid_option_of(line_search) : wrong;
  }

  template <optimize::objective F>
  [[nodiscard]] std::optional<status> advance(optimize::iterate<F>& at, state<optimize::scalar_of<F>>& s) const {
    using T = optimize::scalar_of<F>;
    std::size_t const n = at.size();
    bool const is_fixed = std::holds_alternative<fixed_step>(line_search);

    find_direction<T>(at.gradient, s);
    T slope = optimize::dot<T>(at.gradient, s.direction);
    if (is_fixed && slope > T(-1e-9)) return status::step_small;
    if (s.stored > 0 && !(slope < 0 && std::isfinite(slope))) {
      restart(at, s);
      slope = optimize::dot<T>(at.gradient, s.direction);
    }
    if (!(slope < 0)) return status::roundoff_limited;      // g.g underflows

    std::span<T> const step = slot(s.steps, s.next, n), change = slot(s.changes, s.next, n);
    for (;;) {
      optimize::assign_scaled<T>(change, -1, at.gradient);
      T first = 1;
      if (s.stored == 0 && is_fixed) first = std::min(T(1), 1 / optimize::sum_abs<T>(s.direction));
      else if (s.stored == 0) first = optimize::trial_along_gradient<T>(s.direction, s.length);
      optimize::search_outcome const outcome = optimize::move_along(line_search, at, s.direction, first, s.memory);
      if (outcome.found) break;
      if (is_fixed) return status::not_finite;
      if (s.stored == 0 && s.length == 0) return outcome.failure();
      restart(at, s);
    }

    optimize::add_scaled<T>(change, 1, at.gradient);
    optimize::assign_moved<T>(step, at.x, -1, at.previous);
    T const product = optimize::dot<T>(change, step), square = optimize::dot<T>(change, change);
    bool is_pair = false;
    if (is_fixed) is_pair = product > T(1e-10);
    else if (curvature_floor) is_pair = product > static_cast<T>(*curvature_floor) * square;
    else is_pair = optimize::tells_curvature<T>(step, change, product, square);
    if (is_pair) {
      s.products[s.next] = product;
      s.scale = product / square;
      s.next = (s.next + 1) % s.products.size();
      s.stored = std::min(s.stored + 1, static_cast<std::size_t>(memory));
      s.length = 0;
    } else {
      s.length = at.step_length();
    }
    return std::nullopt;
  }

 private:
  template <class T>
  [[nodiscard]] static std::span<T> slot(std::vector<T>& ring, std::size_t number, std::size_t n) {
    return std::span<T>{ring}.subspan(number * n, n);
  }
  /// Forgets the pairs and goes along -g.
  template <class F, class T>
  static void restart(optimize::iterate<F>& at, state<T>& s) {
    s.stored = 0;
    s.length = 0;
    ++at.restarts;
    optimize::assign_scaled<T>(s.direction, -1, at.gradient);
  }
  /// direction = -H gradient: from the newest pair to the oldest, and back.
  template <class T>
  static void find_direction(std::span<T const> gradient, state<T>& s) {
    std::size_t const n = gradient.size(), slots = s.products.size();
    auto const back = [&](std::size_t age) { return (s.next + slots - age) % slots; };
    std::span<T> const d = s.direction;
    optimize::assign_scaled<T>(d, -1, gradient);
    if (s.stored == 0) return;
    for (std::size_t age = 1; age <= s.stored; ++age) {
      std::size_t const p = back(age);
      s.weights[p] = optimize::dot<T>(slot(s.steps, p, n), d) / s.products[p];
      optimize::add_scaled<T>(d, -s.weights[p], slot(s.changes, p, n));
    }
    optimize::assign_scaled<T>(d, s.scale, d);
    for (std::size_t age = s.stored; age >= 1; --age) {
      std::size_t const p = back(age);
      T const undone = optimize::dot<T>(slot(s.changes, p, n), d) / s.products[p];
      optimize::add_scaled<T>(d, s.weights[p] - undone, slot(s.steps, p, n));
    }
  }
};

}  // namespace gradsmith
