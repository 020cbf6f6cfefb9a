// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// minimize(problem, method, stop): a run from its start to its result.
#pragma once

#include <span>
#include <type_traits>

#include <gradsmith/optimize/minimization.hpp>
#include <gradsmith/optimize/wrong_call.hpp>

namespace gradsmith {

namespace optimize {

/// Checks what minimize was given and runs.
template <class F, class M, class... Callbacks>
auto checked_run(F& problem, std::span<scalar_of<F> const> start, M const& m, stop const& limits,
                 Callbacks&... callbacks) {
  if constexpr (checked_call<F, M, Callbacks...>::is_right) {
    minimization<F&, M, Callbacks&...> run(problem, start, m, limits, callbacks...);
    while (run.step()) {}
    return run.finish();
  } else {
    return result<scalar_of<F>>{};
  }
}

}  // namespace optimize

/// Minimises the problem by `m`, from the problem's own parameters, which are set to the point returned.
/// Never throws of itself, whatever the function does: result::status says how it ended. Callbacks are called with a
/// progress at every event and may return a verdict.
template <class F, optimize::method M, class... Callbacks>
auto minimize(F&& problem, M const& m, stop const& limits = {}, Callbacks&&... callbacks) {
  using T = optimize::scalar_of<F>;
  using problem_type = std::remove_reference_t<F>;
  static_assert(!optimize::objective<problem_type> || optimize::has_parameters<problem_type>,
                "this objective has no parameters() to start from: write minimize(problem, start, method, stop{...})");
  if constexpr (optimize::has_parameters<problem_type>)
    return optimize::checked_run<problem_type>(problem, std::span<T const>(std::span<T>(problem.parameters())), m,
                                               limits, callbacks...);
  else
    return optimize::checked_run<problem_type>(problem, {}, m, limits, callbacks...);
}

/// The same from `start`, as many numbers as the problem has parameters. Errors: data_error if there are not as many.
template <class F, optimize::method M, class... Callbacks>
auto minimize(F&& problem, std::type_identity_t<optimize::start_point<optimize::scalar_of<F>>> start, M const& m,
              stop const& limits = {}, Callbacks&&... callbacks) {
  return optimize::checked_run<std::remove_reference_t<F>>(problem, start.numbers, m, limits, callbacks...);
}

}  // namespace gradsmith
