// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// The end of a least-squares run: Gauss-Newton steps for the digits that values no longer show.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <tuple>
#include <vector>

#include <gradsmith/optimize/linearisation.hpp>
#include <gradsmith/optimize/status.hpp>

namespace gradsmith::optimize {

/// Once the value cannot fall by more than its rounding, half of the digits of the parameters may still be wrong. Then
/// at most 50 undamped Gauss-Newton steps follow, until every |p_k| <= 4 epsilon |x_k|, or the smallest step so far is
/// five steps old; the result is the point with the smallest step. Steps are compared by their largest |p_k| / |x_k|,
/// where for |x_k| at least that size counts which moves the residuals by a share of sqrt(epsilon) of what they are
/// made of.
template <class T>
struct undamped_steps {
  static constexpr int most = 50, patience = 5;

  bool is_on = false;
  bool has_arrived = false;               // the smallest step is small beside the parameters
  status unless_arrived = status::value_flat;
  std::int64_t count = 0, since_smallest = 0;
  T smallest = std::numeric_limits<T>::infinity();
  T highest = 0;                          // value that a result may have
  kept_point<T> best;
  std::optional<status> ended{};

  explicit undamped_steps(std::size_t n) : best(n) {}

  /// Has `why` for the status of the run if the steps do not become small.
  void begin(status why) {
    is_on = true;
    unless_arrived = why;
  }

  /// A step, or the end. `p`: memory.
  template <squares F>
  [[nodiscard]] std::optional<status> advance(iterate<F>& at, linearisation<T>& here, std::span<T> p) {
    if (ended) return ended;
    here.take(at);
    here.solver.decompose(here.upper, {}, at.problem.rows());
    if (count == 0) highest = highest_from(at, here);
    bool const is_determined = here.solver.rank() == p.size();
    if (is_determined) here.solver.solve(p);
    T const size = is_determined ? size_of(p, at.x, here) : std::numeric_limits<T>::infinity();
    ++since_smallest;
    if (size < smallest && at.value <= highest) {
      smallest = size;
      since_smallest = 0;
      has_arrived = here.largest_effect(p) <= std::sqrt(std::numeric_limits<T>::epsilon()) * here.extent;
      best.keep(at);
    }
    bool const is_tiny = size <= 4 * std::numeric_limits<T>::epsilon();
    if (is_tiny || !std::isfinite(size) || since_smallest >= patience || count >= most) return end(at);
    add_scaled<T>(at.x, 1, p);
    at.evaluate();
    ++count;
    if (!at.is_finite) return end(at);
    return std::nullopt;
  }

  template <class Self>
  static auto members(Self& self) {
    return std::tie(self.is_on, self.has_arrived, self.unless_arrived, self.count, self.since_smallest, self.smallest,
                    self.highest, self.best, self.ended);
  }

 private:
  /// A loss flattens what residuals as large as their rounding add to the value: there the noise of squares says nothing.
  [[nodiscard]] static T highest_from(auto const& at, linearisation<T> const& here) {
    if (here.has_no_squares()) return std::numeric_limits<T>::infinity();
    T const noise = 16 * here.noise, share = std::sqrt(std::numeric_limits<T>::epsilon()) * at.value;
    return at.value + (at.problem.factors().empty() ? noise : std::min(noise, share));
  }
  [[nodiscard]] static T size_of(std::span<T const> p, std::span<T const> x, linearisation<T> const& here) {
    T const root = std::sqrt(std::numeric_limits<T>::epsilon());
    T largest = 0;
    for (std::size_t k = 0; k < p.size(); ++k) {
      T const beside = std::max(std::abs(x[k]), root * here.extent / here.lengths[k]);
      T const share = p[k] == 0 ? T(0) : std::abs(p[k]) / beside;
      largest = share <= largest ? largest : share;
    }
    return largest;
  }
  [[nodiscard]] std::optional<status> end(auto& at) {
    if (std::isfinite(smallest)) {
      best.return_to(at);
      at.settle();
    }
    ended = has_arrived ? status::step_small : unless_arrived;
    return ended;
  }
};

}  // namespace gradsmith::optimize
