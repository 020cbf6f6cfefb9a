// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// The method of Gauss and Newton with a line search, for least squares.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include <gradsmith/optimize/line_search.hpp>
#include <gradsmith/optimize/linearisation.hpp>
#include <gradsmith/optimize/method.hpp>
#include <gradsmith/optimize/undamped_steps.hpp>

namespace gradsmith {

/// x += t p, where p has the least |r + J p| by a QR decomposition of J, columns scaled and pivoted, and t is found by
/// halving from 1 (Armijo). Where columns of J depend on each other to within rounding the run ends with
/// rank_deficient: levenberg_marquardt goes on there. Where the value can fall by no more than rounding, undamped
/// steps follow, at most 50 (see optimize::undamped_steps), and the run ends with step_small. No stop criterion is
/// needed: gradient_norm is tested only if it is given.
/// (gauss_newton(r) without the search is an expression, J'J.) For starts that are near, and for residuals that are
/// nearly linear; from elsewhere levenberg_marquardt.
/// Needs residuals_and_jacobian. Memory: J, 3 n^2 numbers and 128 rows.
/// Source: Gauss 1809; Nocedal, Wright 2006, section 10.3.
struct gauss_newton_search {
  armijo line_search = armijo{};          // with its decrease, shrink and max_trials
  static constexpr std::int64_t max_steps = 1000;
  static constexpr bool is_for_squares = true;

  template <class T>
  struct state {
    optimize::linearisation<T> here;
    optimize::undamped_steps<T> undamped;
    std::vector<T> p, memory;

    explicit state(std::size_t n) : here(n), undamped(n), p(n), memory(n) {}
    template <class Self>
    static auto members(Self& self) {
      return std::tie(self.undamped);
    }
  };
  template <class T>
  [[nodiscard]] state<T> begin(std::size_t n) const {
    return state<T>(n);
  }
  [[nodiscard]] std::string invalid() const { return line_search.invalid(); }

  template <optimize::squares F>
  [[nodiscard]] std::optional<status> advance(optimize::iterate<F>& at, state<optimize::scalar_of<F>>& s) const {
    if (s.undamped.is_on) return s.undamped.advance(at, s.here, s.p);
    s.here.take(at);
    if (s.here.is_stationary(at)) return status::gradient_small;
    s.here.solver.decompose(s.here.upper, {}, at.problem.rows());
    if (s.here.solver.rank() < s.p.size()) return status::rank_deficient;
    if (s.here.promise() <= s.here.noise) return go_on_undamped(at, s, s.here.when_flat());
    s.here.solver.solve(s.p);
    optimize::search_outcome const outcome = optimize::move_along(line_search, at, s.p, 1, s.memory);
    if (outcome.found) return std::nullopt;
    if (outcome.failure() == status::roundoff_limited) return go_on_undamped(at, s, status::roundoff_limited);
    return outcome.failure();
  }

 private:
  template <class F, class T>
  [[nodiscard]] static std::optional<status> go_on_undamped(optimize::iterate<F>& at, state<T>& s, status why) {
    s.undamped.begin(why);
    return s.undamped.advance(at, s.here, s.p);
  }
};

}  // namespace gradsmith
