// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// What methods for finite sums share: gradients of some rows, and the whole at the end of an epoch.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <gradsmith/optimize/iterate.hpp>
#include <gradsmith/optimize/random.hpp>
#include <gradsmith/optimize/status.hpp>
#include <gradsmith/support/data_error.hpp>

namespace gradsmith::optimize {

/// Errors: data_error if there are none.
template <class F>
[[nodiscard]] std::size_t rows_of(F& problem) {
  std::size_t const n = static_cast<std::size_t>(problem.rows());
  if (n == 0) throw_data_error("a sum over rows needs at least one row");
  return n;
}

/// Value and gradient of the part at x. `before` is where the last step began: with on_non_finite::shrink x goes back
/// towards it, and it is x afterwards. False if the run is to end.
template <objective F, class Part>
[[nodiscard]] bool evaluate_part(iterate<F>& at, Part&& part, std::vector<scalar_of<F>>& before) {
  bool const may_shrink = at.policy == on_non_finite::shrink;
  if (may_shrink && before.empty()) before = at.x;
  if (!at.evaluate_batch(part, before)) return false;
  if (at.was_shrunk) at.begin_step();       // from where it is now
  if (may_shrink) before = at.x;
  return true;
}

/// Value and gradient of the whole, and the event.
template <objective F>
[[nodiscard]] std::optional<status> end_epoch(iterate<F>& at) {
  ++at.epoch;
  bool const may_go_on = at.evaluate_step();
  at.notify(event::epoch_end);
  if (!may_go_on) return status::not_finite;
  return std::nullopt;
}

}  // namespace gradsmith::optimize
