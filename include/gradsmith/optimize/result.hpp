// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// What a run returns, whatever the method.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include <gradsmith/optimize/history.hpp>
#include <gradsmith/optimize/status.hpp>

namespace gradsmith {

/// The outcome of minimize: the best finite point that was seen, and how it was found. Best is the lowest value;
/// among values within rounding of it, the smallest gradient. A run that ends because the gradient is small
/// returns the point where it is.
template <class T>
struct result {
  gradsmith::status status{};
  std::string message;                    ///< the status as a sentence; names the option if one is invalid
  std::vector<T> point;
  T value{};
  T gradient_norm{};                      ///< largest absolute entry, at the point; of a composite, of its residual
  std::int64_t evaluations = 0;           ///< calls of the objective, those on batches included
  std::int64_t hessian_products = 0;      ///< calls of its hvp beside them
  std::int64_t hessians = 0;              ///< calls of its hessian
  std::int64_t steps = 0;
  std::int64_t epochs = 0;
  std::int64_t restarts = 0;              ///< how often the curvature was dropped
  std::int64_t skipped = 0;               ///< steps undone and batches passed over, with on_non_finite::skip
  double seconds = 0;
  std::vector<history_row> history;       ///< row 0 is the start
};

/// Why the run ended, with its numbers, and what to change if it did not converge.
template <class T>
[[nodiscard]] std::string explain(result<T> const& r) {
  char numbers[160], second_order[80] = "";
  if (r.hessian_products > 0)
    std::snprintf(second_order, sizeof second_order, ", and %lld products with the Hessian",
                  static_cast<long long>(r.hessian_products));
  if (r.hessians > 0)
    std::snprintf(second_order, sizeof second_order, ", and %lld Hessians", static_cast<long long>(r.hessians));
  std::snprintf(numbers, sizeof numbers,
                " Value %.10g, largest gradient entry %.3g, after %lld steps and %lld evaluations",
                static_cast<double>(r.value), static_cast<double>(r.gradient_norm), static_cast<long long>(r.steps),
                static_cast<long long>(r.evaluations));
  char const* advice = "";
  switch (r.status) {
    case status::max_steps: advice = " Raise stop{.max_steps}, or choose a method that uses curvature."; break;
    case status::max_epochs: advice = " Raise stop{.max_epochs} if the value still falls."; break;
    case status::max_evaluations: advice = " Raise stop{.max_evaluations}."; break;
    case status::max_time: advice = " Raise stop{.max_time}."; break;
    case status::line_search_failed:
      advice = " Check the gradient by check_gradient(problem, point), and that the function is smooth.";
      break;
    case status::roundoff_limited: advice = " Ask for a larger gradient_norm, or compute in a wider type."; break;
    case status::rank_deficient:
      advice = " Leave out a parameter, or take levenberg_marquardt{}, which goes on all the same.";
      break;
    case status::not_finite:
      advice = " Take a smaller learning_rate, a method with a line search, or "
               "stop{.on_non_finite = on_non_finite::shrink}.";
      break;
    case status::start_not_finite: advice = " Start elsewhere, and check the data."; break;
    default: break;
  }
  return r.message + numbers + second_order + "." + advice;
}

}  // namespace gradsmith
