// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// The same method from many starts, for functions with more than one minimum.
#pragma once

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include <gradsmith/optimize/minimize.hpp>
#include <gradsmith/optimize/random.hpp>
#include <gradsmith/support/data_error.hpp>

namespace gradsmith {

/// Starts in a box, every point of it equally likely; the same seed gives the same starts on every platform.
struct random_starts {
  std::size_t starts = 10;                // how many, at least 1
  std::uint64_t seed = 0;
  double lower = -1, upper = 1;           // of every parameter
};

/// What multistart returns: the run with the lowest value among those that can be used, the first of them if there are
/// several, and of every run where it began, and how it ended.
template <class T>
struct multistart_result {
  result<T> best;
  std::size_t best_start = 0;             ///< its number among the starts
  std::vector<std::vector<T>> starts;
  std::vector<T> values;
  std::vector<status> statuses;
};

/// Minimises from each of the starts, one after the other; they are given, a std::vector of std::vector or std::array,
/// or random:
///   auto const found = gs::multistart(problem, gs::lbfgs{}, {.starts = 20, .seed = 1, .lower = -3, .upper = 3});
/// The problem's own parameters are set to the best point. The same starts give the same bits. Callbacks see all runs,
/// each from event::begin to event::end.
/// Cost: that of all runs; besides the best one, starts and values are kept.
/// Errors: data_error if there is no start, one has not as many numbers as the problem has parameters, or the box is
/// none.
template <class F, optimize::method M, class Start, class... Callbacks>
  requires std::convertible_to<Start const&, std::span<optimize::scalar_of<F> const>>
auto multistart(F&& problem, M const& m, std::vector<Start> const& starts, stop const& limits = {},
                Callbacks&&... callbacks) {
  using T = optimize::scalar_of<F>;
  if (starts.empty()) throw_data_error("multistart needs at least one start");
  multistart_result<T> out;
  for (std::span<T const> each : starts) {
    optimize::check_start<T>(each, static_cast<std::size_t>(problem.size()));
    out.starts.emplace_back(each.begin(), each.end());
  }
  for (std::size_t k = 0; k < out.starts.size(); ++k) {
    result<T> found = minimize(problem, std::span<T const>(out.starts[k]), m, limits, callbacks...);
    out.values.push_back(found.value);
    out.statuses.push_back(found.status);
    bool const is_better = usable(found.status) && (!usable(out.best.status) || found.value < out.best.value);
    if (k > 0 && !is_better) continue;
    out.best = std::move(found);
    out.best_start = k;
  }
  if constexpr (optimize::has_parameters<std::remove_reference_t<F>>)
    std::copy(out.best.point.begin(), out.best.point.end(), std::span<T>(problem.parameters()).begin());
  return out;
}

/// The same from random starts.
template <class F, optimize::method M, class... Callbacks>
auto multistart(F&& problem, M const& m, random_starts const& from, stop const& limits = {}, Callbacks&&... callbacks) {
  using T = optimize::scalar_of<F>;
  if (from.starts == 0) throw_data_error("multistart needs at least one start");
  if (!(from.lower <= from.upper) || !std::isfinite(from.upper - from.lower))
    throw_data_error("multistart: the starts lie from ", from.lower, " to ", from.upper, ", which is no range");
  optimize::random_bits random(from.seed);
  std::vector<std::vector<T>> starts(from.starts, std::vector<T>(static_cast<std::size_t>(problem.size())));
  for (std::vector<T>& each : starts)
    for (T& entry : each) entry = static_cast<T>(from.lower + (from.upper - from.lower) * random.uniform());
  return multistart(problem, m, starts, limits, callbacks...);
}

}  // namespace gradsmith
