// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// What a run consists of, whoever drives it: minimize, a program step by step, or one that tells the values itself.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <gradsmith/optimize/composite.hpp>
#include <gradsmith/optimize/criteria.hpp>
#include <gradsmith/optimize/method.hpp>
#include <gradsmith/optimize/residual_problem.hpp>
#include <gradsmith/optimize/result.hpp>

namespace gradsmith::optimize {

/// The method with its state, the iterate, the criteria and the history. After it is made it allocates nothing, unless
/// the history has more rows than a reserve of 65536.
template <objective F, method M>
struct run {
  using scalar = scalar_of<F>;

  run(F& given_problem, std::span<scalar const> given_start, M const& given_method, stop const& limits)
      : method(given_method),
        at(given_problem, given_start),
        is(limits, default_max_steps<M>(), !for_squares<M>),
        wrong(invalid_option(method)) {
    at.policy = limits.on_non_finite;
    at.max_non_finite = limits.max_non_finite;
    if (wrong.empty()) wrong = is.invalid();
    if constexpr (requires { wrong = given_problem.invalid(); })
      if (wrong.empty()) wrong = given_problem.invalid();
    if (!wrong.empty()) {
      ended = status::invalid_options;
      return;
    }
    state.emplace(method.template begin<scalar>(at.size()));
    if constexpr (requires { method.prepare(given_problem, *state); }) method.prepare(given_problem, *state);
    // Rows beyond these grow the history as any vector.
    constexpr std::int64_t most_rows = 1 << 16;
    std::int64_t const steps_expected = std::min(is.max_steps().value_or(most_rows), most_rows);
    history.reserve(static_cast<std::size_t>(steps_expected) + 2);      // the start, and an average
  }
  run(run const&) = delete;
  run& operator=(run const&) = delete;
  ~run() = default;

  void record() {
    history.push_back({.step = at.step,
                       .epoch = at.epoch,
                       .value = static_cast<double>(at.value),
                       .gradient_norm = static_cast<double>(at.gradient_norm),
                       .step_length = static_cast<double>(at.step_length()),
                       .evaluations = at.evaluations,
                       .hessian_products = at.hessian_products,
                       .hessians = at.hessians,
                       .seconds = at.seconds()});
  }

  /// How the run ended if no other limits would have let it go on.
  [[nodiscard]] std::optional<status> ended_by_itself() const {
    bool const is_its_own = ended == status::line_search_failed || ended == status::roundoff_limited ||
                            ended == status::rank_deficient || ended == status::not_finite || ended == status::start_not_finite;
    return is_its_own ? ended : std::nullopt;
  }
  /// Which of the criteria is met where the run stands.
  [[nodiscard]] std::optional<status> met_again() const {
    if (at.evaluations == 0) return std::nullopt;
    std::optional<status> met;
    if (!at.on_batch && !at.was_skipped) met = is.met_again_at(at);
    if (!met && at.step > 0 && !at.was_skipped && !at.has_waited) met = is.met_by_step(at);
    return met ? met : is.budget_used(at);
  }

  /// All of the result but for point, seconds and history, which are handed out last.
  [[nodiscard]] result<scalar> outcome() const {
    result<scalar> out;
    out.status = *ended;
    if (ended == status::invalid_options) out.message = wrong;
    else out.message = sentence(*ended);
    if constexpr (for_composites<M>)
      if (ended == status::gradient_small)
        out.message = "The residual of the conditions of a minimum is as small as asked for.";
    out.value = at.best_value();
    out.gradient_norm = at.best_gradient_norm();
    if (ended == status::start_not_finite) out.value = at.value, out.gradient_norm = at.gradient_norm;
    out.evaluations = at.evaluations;
    out.hessian_products = at.hessian_products;
    out.hessians = at.hessians;
    out.steps = at.step;
    out.epochs = at.epoch;
    out.restarts = at.restarts;
    out.skipped = at.skipped;
    return out;
  }
  void hand_out(result<scalar>& out) {
    out.history = std::move(history);
    out.point = std::move(at.best());
    out.seconds = ended == status::invalid_options ? 0 : at.seconds();
  }

  M method;
  iterate<F> at;
  criteria<scalar> is;
  std::string wrong;                      ///< a sentence on the option that is wrong, if one is
  std::optional<state_of<M, scalar>> state;
  std::vector<history_row> history;
  std::optional<status> ended;
};

}  // namespace gradsmith::optimize
