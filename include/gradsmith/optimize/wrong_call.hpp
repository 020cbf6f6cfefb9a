// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Calls of minimize that cannot be meant, each with its sentence: they would otherwise be "no matching function".
#pragma once

#include <concepts>
#include <type_traits>

#include <gradsmith/optimize/callback.hpp>
#include <gradsmith/optimize/method.hpp>
#include <gradsmith/optimize/result.hpp>
#include <gradsmith/optimize/start_point.hpp>
#include <gradsmith/optimize/stop.hpp>

namespace gradsmith {

namespace optimize::detail {

/// Whether one of the first two of the arguments after the problem is a method, as it has to be.
template <class... Rest>
inline constexpr bool has_method_in_place = false;
template <class First, class... Rest>
inline constexpr bool has_method_in_place<First, Rest...> = method<First>;
template <class First, class Second, class... Rest>
inline constexpr bool has_method_in_place<First, Second, Rest...> = method<First> || method<Second>;

template <class F>
using start_for = std::type_identity_t<start_point<optimize::scalar_of<F>>>;

template <class...>
inline constexpr bool never = false;

}  // namespace optimize::detail

/// No method, or none where one belongs.
template <class F, class... Rest>
  requires(!optimize::detail::has_method_in_place<Rest...>)
auto minimize(F&&, Rest const&...) {
  static_assert(optimize::detail::never<F>,
                "minimize(problem, method, stop{...}) or minimize(problem, start, method, stop{...}): none of these "
                "arguments is a method, such as lbfgs{}, that has begin<T>(n)");
  return result<optimize::scalar_of<F>>{};
}
template <class F, class M, class... Rest>
  requires(!optimize::method<M>)
auto minimize(F&&, optimize::detail::start_for<F>, M const&, Rest const&...) {
  static_assert(optimize::detail::never<F>,
                "minimize(problem, start, method, stop{...}): the argument after the start is no method, such as "
                "lbfgs{}, that has begin<T>(n)");
  return result<optimize::scalar_of<F>>{};
}

/// A start that is none for this problem.
template <class F, class Start, optimize::method M, class... Rest>
  requires(!optimize::method<Start> &&
           !std::convertible_to<Start const&, optimize::start_point<optimize::scalar_of<F>>>)
auto minimize(F&&, Start const&, M const&, Rest const&...) {
  static_assert(optimize::detail::never<F>,
                "the start of minimize is a contiguous array of the problem's element type, double unless its "
                "value_type is another, such as std::vector<double>; this one is not");
  return result<optimize::scalar_of<F>>{};
}

/// Something else where the criteria belong.
template <class F, optimize::method M, class Criteria, class... Rest>
  requires(!std::convertible_to<Criteria const&, stop>)
auto minimize(F&&, M const&, Criteria const&, Rest const&...) {
  static_assert(optimize::detail::never<F>,
                "minimize(problem, method, stop{...}, callbacks...): after the method come the stop criteria, stop{} "
                "for the defaults, and callbacks after these");
  return result<optimize::scalar_of<F>>{};
}
template <class F, optimize::method M, class Criteria, class... Rest>
  requires(!std::convertible_to<Criteria const&, stop>)
auto minimize(F&&, optimize::detail::start_for<F>, M const&, Criteria const&, Rest const&...) {
  static_assert(optimize::detail::never<F>,
                "minimize(problem, start, method, stop{...}, callbacks...): after the method come the stop criteria, "
                "stop{} for the defaults, and callbacks after these");
  return result<optimize::scalar_of<F>>{};
}

}  // namespace gradsmith
