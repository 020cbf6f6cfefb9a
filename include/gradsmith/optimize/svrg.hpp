// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// SVRG: steps by some rows, whose gradients are corrected by what they were where all rows are known.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <gradsmith/optimize/finite_sum.hpp>
#include <gradsmith/optimize/invalid_option.hpp>
#include <gradsmith/optimize/rates.hpp>
#include <gradsmith/optimize/vectors.hpp>

namespace gradsmith {

/// In every epoch, from w = x with the gradient mu of the whole there, `steps` times, each with other rows R drawn with
/// replacement, and g_R the gradient of the problem on these:
///   x -= learning_rate (g_R(x) - g_R(w) + mu).
/// The variance of a step falls as x and w near the minimum: a rate that stays the same arrives, which sgd's does not.
/// Needs value_and_gradient, rows and batch; value and criteria are those of the whole, at the end of every epoch.
/// Cost of a step: two gradients on its rows; of an epoch: one more on all. Memory: 3 vectors.
/// Source: Johnson, Zhang 2013, with w the last point (option I); rate, rows and steps: ensmallen.
struct svrg {
  double learning_rate = 1e-2;            // eta: length of a step, in units of x per unit of gradient
  std::size_t rows = 32;                  // in a step, at least 1
  std::int64_t steps = 0;                 // m, in an epoch; 0: as many as batches of `rows` in all rows, rounded up
  std::uint64_t seed = 0;
  static constexpr std::int64_t max_steps = 1'000'000;

  template <class T>
  struct state {
    optimize::random_bits random;
    std::vector<T> anchor, whole, at_anchor;      // w, mu and g_R(w)
    std::vector<T> before{};              // where the last step began, to go back to; only with on_non_finite::shrink
    std::vector<std::uint32_t> drawn{};
    std::int64_t done = 0;                // steps of this epoch
  };
  template <class T>
  [[nodiscard]] state<T> begin(std::size_t n) const {
    return {.random = optimize::random_bits(seed), .anchor = std::vector<T>(n), .whole = std::vector<T>(n),
            .at_anchor = std::vector<T>(n), .drawn = std::vector<std::uint32_t>(rows)};
  }
  [[nodiscard]] std::string invalid() const {
    using namespace optimize;
    return first_wrong({positive("learning_rate", learning_rate), at_least_one("rows", static_cast<double>(rows)),
                        not_negative("steps", static_cast<double>(steps))});
  }

  template <optimize::objective F, class Rates = optimize::own_rate>
  [[nodiscard]] std::optional<status> advance(optimize::iterate<F>& at, state<optimize::scalar_of<F>>& s,
                                              Rates const& rates = {}) const {
    using namespace optimize;
    using T = scalar_of<F>;
    static_assert(has_batches<F>,
                  "svrg needs an objective with std::size_t rows() and batch(std::span<std::uint32_t const> rows), "
                  "which returns the objective on these rows");
    if constexpr (has_batches<F>) {
      std::size_t const n = rows_of(at.problem);
      if (s.done == 0) {
        std::copy(at.x.begin(), at.x.end(), s.anchor.begin());
        std::copy(at.gradient.begin(), at.gradient.end(), s.whole.begin());
        at.notify(event::epoch_begin);
      }
      for (std::uint32_t& each : s.drawn) each = static_cast<std::uint32_t>(s.random.below(n));
      auto&& part = at.problem.batch(std::span<std::uint32_t const>{s.drawn});
      if (!evaluate_part(at, part, s.before)) return status::not_finite;
      if (!at.was_skipped) {
        (void)part.value_and_gradient(std::span<T const>{s.anchor}, std::span<T>{s.at_anchor});
        ++at.evaluations;
        T const step = static_cast<T>(rates(learning_rate));
        std::span<T const> const gradient = at.gradient, old = s.at_anchor, whole = s.whole;
        std::span<T> const x = at.x;
        sweep<T>(x.size(), [=]<class V>(std::size_t first_entry) {
          V const change = optimize::at<V>(gradient, first_entry) - optimize::at<V>(old, first_entry);
          V const way = change + optimize::at<V>(whole, first_entry);
          put(x, first_entry, optimize::at<V>(x, first_entry) - simd::broadcast<V>(step) * way);
        });
      }
      std::int64_t const in_epoch = steps > 0 ? steps : static_cast<std::int64_t>((n + rows - 1) / rows);
      if (++s.done < in_epoch) return std::nullopt;
      s.done = 0;
      return end_epoch(at);
    } else {
      return std::nullopt;
    }
  }
};

}  // namespace gradsmith
