// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// least_squares(problem, method, stop): a fit with its standard deviations.
#pragma once

#include <span>
#include <type_traits>
#include <utility>

#include <gradsmith/optimize/least_squares_result.hpp>
#include <gradsmith/optimize/minimization.hpp>
#include <gradsmith/optimize/sum_of_squares.hpp>

namespace gradsmith {

namespace optimize {

/// Runs, and adds the statistics.
template <class F, class M, class... Callbacks>
auto checked_fit(F& squares_of_problem, std::span<scalar_of<F> const> start, M const& m, stop const& limits,
                 Callbacks&... callbacks) {
  least_squares_result<scalar_of<F>> fit;
  if constexpr (checked_call<F, M, Callbacks...>::is_right) {
    minimization<F&, M, Callbacks&...> run(squares_of_problem, start, m, limits, callbacks...);
    while (run.step()) {}
    static_cast<result<scalar_of<F>>&>(fit) = run.finish();
    add_statistics(squares_of_problem, fit);
  }
  return fit;
}

/// f(squares of the problem), which may be squares already.
template <class P, class F>
auto with_squares(P& problem, F f) {
  if constexpr (is_sum_of_squares<std::remove_const_t<P>>) {
    return f(problem);
  } else if constexpr (residual_problem<P>) {
    sum_of_squares<P&> squares_of_problem(problem);
    return f(squares_of_problem);
  } else {
    static_assert(residual_problem<P>,
                  "least_squares needs a problem with std::size_t size(), std::size_t residuals() and void residuals_and_jacobian(std::span<T const> x, std::span<T> r, std::span<T> J), J by rows: bind_residuals<r>(...) makes one; a loss goes to minimize(problem, lbfgs{}, stop{...})");
    return least_squares_result<scalar_of<P>>{};
  }
}

template <class P>
concept has_own_start = requires(P& problem) { std::span<scalar_of<P>>(problem.parameters()); };

}  // namespace optimize

/// Minimises half the sum of the squares of a problem's residuals, from the problem's own parameters, which are set to
/// the point returned, and says how well the parameters are determined:
///   auto fit = gs::least_squares(gs::bind_residuals<r>(x = ..., y = ...), gs::levenberg_marquardt{});
///   fit.point[k], fit.standard_deviations[k], explain(fit)
/// For residuals of which some are outliers, problem = sum_of_squares(residuals, robust::huber{.scale = 2}). The
/// method is levenberg_marquardt{}, gauss_newton_search{} or any of minimize. Never throws of itself: result::status says how
/// the run ended. Stop criteria and callbacks are those of minimize; minimization(sum_of_squares(problem), ...) makes
/// one step at a time.
/// Cost: that of the run, and at most an evaluation and a QR decomposition.
template <class P, optimize::method M, class... Callbacks>
auto least_squares(P&& problem, M const& m, stop const& limits = {}, Callbacks&&... callbacks) {
  using problem_type = std::remove_reference_t<P>;
  static_assert(!optimize::residual_problem<problem_type> || optimize::has_own_start<problem_type>,
                "this problem has no parameters() to start from: write least_squares(problem, start, method, stop{...})");
  return optimize::with_squares<problem_type>(problem, [&](auto& squares_of_problem) {
    using scalar = optimize::scalar_of<problem_type>;
    if constexpr (optimize::has_own_start<problem_type>) {
      std::span<scalar> const own = squares_of_problem.parameters();
      return optimize::checked_fit(squares_of_problem, std::span<scalar const>(own), m, limits, callbacks...);
    } else {
      return least_squares_result<scalar>{};
    }
  });
}

/// The same from `start`, as many numbers as the problem has parameters. Errors: data_error if there are not as many.
template <class P, optimize::method M, class... Callbacks>
auto least_squares(P&& problem, std::type_identity_t<optimize::start_point<optimize::scalar_of<P>>> start, M const& m,
                   stop const& limits = {}, Callbacks&&... callbacks) {
  return optimize::with_squares<std::remove_reference_t<P>>(problem, [&](auto& squares_of_problem) {
    return optimize::checked_fit(squares_of_problem, start.numbers, m, limits, callbacks...);
  });
}

/// A method that is none.
template <class P, class... Rest>
  requires(!(optimize::method<Rest> || ...))
auto least_squares(P&&, Rest const&...) {
  static_assert(!std::is_same_v<P, P>,
                "least_squares(problem, method, stop{...}) or least_squares(problem, start, method, stop{...}): none of these arguments is a method, such as levenberg_marquardt{}");
  return least_squares_result<optimize::scalar_of<P>>{};
}

}  // namespace gradsmith
