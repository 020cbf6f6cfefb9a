// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// SAGA: steps by some rows, whose gradients are corrected by those that they had when they were last looked at.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <gradsmith/optimize/finite_sum.hpp>
#include <gradsmith/optimize/invalid_option.hpp>
#include <gradsmith/optimize/rates.hpp>
#include <gradsmith/optimize/vectors.hpp>

namespace gradsmith {

/// The rows are divided into batches once, `rows` in each as they come, the last with those that are left; of m batches
/// each is drawn with the same chance, and batch j is the share p_j of all rows. With a_j the last gradient g_j that
/// was taken on it, at first at the start of the run, and A = sum p_j a_j:
///   x -= learning_rate (m p_j (g_j(x) - a_j) + A),  A += p_j (g_j(x) - a_j),  a_j = g_j(x).
/// Of batches of one row that is the published rule. As with svrg, a rate that stays the same arrives; every step is
/// one gradient on its rows, not two, and there is memory for one of each batch. 1 / (3 L) is a rate that is proven to
/// arrive, where no gradient of a batch changes by more than L times the way.
/// Needs value_and_gradient, rows and batch; value and criteria are those of the whole, after every m steps.
/// Cost: a gradient on the rows per step, and on all rows before the first. Memory: m + 1 vectors.
/// Source: Defazio, Bach, Lacoste-Julien 2014, section 2.
struct saga {
  double learning_rate = 1e-2;            // gamma: length of a step, in units of x per unit of gradient
  std::size_t rows = 32;                  // in a batch, at least 1
  std::uint64_t seed = 0;
  static constexpr std::int64_t max_steps = 1'000'000;

  template <class T>
  struct state {
    optimize::random_bits random;
    std::vector<T> mean;                  // A
    std::vector<T> gradients{};           // a_j, one after the other
    std::vector<T> before{};              // where the last step began, to go back to; only with on_non_finite::shrink
    std::vector<std::uint32_t> order{};   // the row numbers, batch by batch
    std::size_t done = 0;                 // steps of this epoch
  };
  template <class T>
  [[nodiscard]] state<T> begin(std::size_t n) const {
    return {.random = optimize::random_bits(seed), .mean = std::vector<T>(n)};
  }
  [[nodiscard]] std::string invalid() const {
    using namespace optimize;
    return first_wrong({positive("learning_rate", learning_rate), at_least_one("rows", static_cast<double>(rows))});
  }

  template <optimize::objective F, class Rates = optimize::own_rate>
  [[nodiscard]] std::optional<status> advance(optimize::iterate<F>& at, state<optimize::scalar_of<F>>& s,
                                              Rates const& rates = {}) const {
    using namespace optimize;
    using T = scalar_of<F>;
    static_assert(has_batches<F>,
                  "saga needs an objective with std::size_t rows() and batch(std::span<std::uint32_t const> rows), "
                  "which returns the objective on these rows");
    if constexpr (has_batches<F>) {
      std::size_t const n = rows_of(at.problem), count = (n + rows - 1) / rows;
      if (s.order.empty()) look_at_all(at, s, n, count);
      if (s.done == 0) at.notify(event::epoch_begin);
      std::size_t const j = static_cast<std::size_t>(s.random.below(count));
      auto const drawn = batch_rows(s.order, j);
      if (!evaluate_part(at, at.problem.batch(drawn), s.before)) return status::not_finite;
      if (!at.was_skipped) {
        double const share = static_cast<double>(drawn.size()) / static_cast<double>(n);
        T const rate = static_cast<T>(rates(learning_rate)), weight = static_cast<T>(share);
        T const scaled = static_cast<T>(static_cast<double>(count) * share);
        std::span<T const> const gradient = at.gradient;
        std::span<T> const x = at.x, mean = s.mean;
        std::span<T> const old = std::span<T>{s.gradients}.subspan(j * x.size(), x.size());
        sweep<T>(x.size(), [=]<class V>(std::size_t first_entry) {
          V const fresh = optimize::at<V>(gradient, first_entry), all = optimize::at<V>(mean, first_entry);
          V const change = fresh - optimize::at<V>(old, first_entry);
          V const way = simd::broadcast<V>(scaled) * change + all;
          put(x, first_entry, optimize::at<V>(x, first_entry) - simd::broadcast<V>(rate) * way);
          put(mean, first_entry, all + simd::broadcast<V>(weight) * change);
          put(old, first_entry, fresh);
        });
      }
      if (++s.done < count) return std::nullopt;
      s.done = 0;
      return end_epoch(at);
    } else {
      return std::nullopt;
    }
  }

 private:
  [[nodiscard]] std::span<std::uint32_t const> batch_rows(std::vector<std::uint32_t> const& order,
                                                          std::size_t j) const {
    return std::span<std::uint32_t const>{order}.subspan(j * rows, std::min(rows, order.size() - j * rows));
  }
  /// The gradients of all batches at the start.
  template <class F, class State>
  void look_at_all(optimize::iterate<F>& at, State& s, std::size_t n, std::size_t count) const {
    using T = optimize::scalar_of<F>;
    s.order.resize(n);
    std::iota(s.order.begin(), s.order.end(), std::uint32_t{0});
    s.gradients.resize(count * at.size());
    for (std::size_t j = 0; j < count; ++j) {
      auto const drawn = batch_rows(s.order, j);
      std::span<T> const gradient = std::span<T>{s.gradients}.subspan(j * at.size(), at.size());
      (void)at.problem.batch(drawn).value_and_gradient(std::span<T const>{at.x}, gradient);
      ++at.evaluations;
      // Any a_j will do that A knows of, and NaN would stay.
      if (!std::isfinite(optimize::max_abs(gradient))) std::fill(gradient.begin(), gradient.end(), T(0));
      T const share = static_cast<T>(static_cast<double>(drawn.size()) / static_cast<double>(n));
      optimize::add_scaled<T>(s.mean, share, gradient);
    }
  }
};

}  // namespace gradsmith
