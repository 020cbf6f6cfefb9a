// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Derivatives beside diff: along a direction (jvp, hvp), for a cotangent (vjp), and the matrices by their names.
#pragma once

#include <gradsmith/lang/diff.hpp>

namespace gradsmith {

namespace lang {
struct jvp_tag {};
struct vjp_tag {};
struct hessian_diagonal_tag {};
struct gauss_newton_tag {};

// Those that stand for several outputs: arguments of compile only.
struct all_hvp_tag {
  static constexpr std::string_view written = "hvp(e, w, v, b, u)", inside = "hvp(e, w, v)";
};
struct all_vjp_tag {
  static constexpr std::string_view written = "vjp(e, u)", inside = "vjp(e, u, w)";
};
struct all_jacobian_tag {
  static constexpr std::string_view written = "jacobian(e)", inside = "jacobian(e, w)";
};
struct all_hessian_tag {
  static constexpr std::string_view written = "hessian(e)", inside = "hessian(e, w(k), w(l))";
};
struct all_gauss_newton_tag {
  static constexpr std::string_view written = "gauss_newton(r)", inside = "gauss_newton(r, w(k), w(l))";
};

/// Whether the first, third, fifth ... are symbols.
template <class... Pairs>
inline constexpr bool are_symbols_with_directions = false;
template <>
inline constexpr bool are_symbols_with_directions<> = true;
template <class S, class Direction, class... Rest>
inline constexpr bool are_symbols_with_directions<S, Direction, Rest...> = is_symbol<S> && are_symbols_with_directions<Rest...>;

template <class... Pairs>
inline constexpr fixed_string jvp_of_no_symbol =
    "jvp(e, s, v): s is not a symbol; the direction v belongs to a param or an input, such as w or w(k)";
template <class... T>
inline constexpr fixed_string jvp_pairs =
    "jvp takes an expression, and after it each symbol with its direction: write jvp(e, w, v), or jvp(e, w, v, b, u) for several";
template <class... Pairs>
inline constexpr fixed_string hvp_of_no_symbol =
    "hvp(e, s, v): s is not a symbol; the direction v belongs to a param or an input, such as w or w(k)";
template <class... T>
inline constexpr fixed_string hvp_pairs =
    "hvp takes an expression, and after it each symbol with its direction: write hvp(e, w, v), or hvp(e, w, v, b, u) for several";
template <class S>
inline constexpr fixed_string vjp_of_no_symbol =
    "vjp(e, u, s): s is not a symbol; differentiate by a param or an input, such as w or w(k)";
template <class... S>
inline constexpr fixed_string hessian_of_no_symbol =
    "hessian(e, s, t): s and t are symbols, each with an index of its own, as in hessian(e, w(k), w(l)); hessian(e) is an output of compile";
template <class S>
inline constexpr fixed_string diagonal_of_no_symbol =
    "hessian_diagonal(e, s): s is not a symbol; differentiate by a param or an input, such as w or w(k)";
template <class... S>
inline constexpr fixed_string gauss_newton_of_no_symbol =
    "gauss_newton(r, s, t): s and t are symbols, each with an index of its own, as in gauss_newton(r, w(k), w(l)); gauss_newton(r) is an output of compile";

template <class Tag, class... T>
[[nodiscard]] constexpr auto derivative_call(T const&... operands) {
  return make_expression<boost::yap::expr_kind::call>(terminal<Tag>{}, operands...);
}

/// The derivative of diff(e, s) along v.
template <class E, class S, class V>
[[nodiscard]] constexpr auto slope_along(E const& e, S const& s, V const& v) {
  return derivative_call<jvp_tag>(diff(e, s), s, v);
}
}  // namespace lang

template <class T>
concept differentiable_operand = expression_operand<T> || arithmetic<std::remove_cvref_t<T>>;

/// The derivative of e along a direction: sum over the entries of s of (de/ds) v, for several symbols the sum of
/// these. It has the axes of e; v has those of s, or fewer. Costs one forward sweep, no Jacobian is formed.
template <differentiable_operand E, class... Pairs>
[[nodiscard]] constexpr auto jvp(E const& e, Pairs const&... symbols_and_directions) {
  if constexpr (sizeof...(Pairs) == 0 || sizeof...(Pairs) % 2 != 0) {
    using wrong [[maybe_unused]] = decltype(stop_compilation<lang::jvp_pairs<E, Pairs...>>());
    return lang::as_expression(e);
  } else if constexpr (!lang::are_symbols_with_directions<Pairs...>) {
    using wrong [[maybe_unused]] = decltype(stop_compilation<lang::jvp_of_no_symbol<Pairs...>>());
    return lang::as_expression(e);
  } else {
    return lang::derivative_call<lang::jvp_tag>(e, symbols_and_directions...);
  }
}

/// The derivative of sum(axes of e, u * e) by s, u held constant: the adjoint of s for the cotangent u, with the axes of s.
template <differentiable_operand E, differentiable_operand U, class S>
[[nodiscard]] constexpr auto vjp(E const& e, U const& u, S const& s) {
  if constexpr (lang::is_symbol<S>) {
    return lang::derivative_call<lang::vjp_tag>(e, u, s);
  } else {
    using wrong [[maybe_unused]] = decltype(stop_compilation<lang::vjp_of_no_symbol<S>>());
    return lang::as_expression(e);
  }
}
/// As outputs of compile: one per parameter in e.
template <expression_operand E, differentiable_operand U>
[[nodiscard]] constexpr auto vjp(E const& e, U const& u) {
  return lang::derivative_call<lang::all_vjp_tag>(e, u);
}

/// The product of the Hessian of e with a direction, with the axes of e and s: the derivative of diff(e, s) along v.
/// With several symbols, hvp(e, w, v, b, u), it stands for outputs of compile: the product's part of each symbol.
template <differentiable_operand E, class... Pairs>
[[nodiscard]] constexpr auto hvp(E const& e, Pairs const&... symbols_and_directions) {
  if constexpr (sizeof...(Pairs) == 0 || sizeof...(Pairs) % 2 != 0) {
    using wrong [[maybe_unused]] = decltype(stop_compilation<lang::hvp_pairs<E, Pairs...>>());
    return lang::as_expression(e);
  } else if constexpr (!lang::are_symbols_with_directions<Pairs...>) {
    using wrong [[maybe_unused]] = decltype(stop_compilation<lang::hvp_of_no_symbol<Pairs...>>());
    return lang::as_expression(e);
  } else if constexpr (sizeof...(Pairs) > 2) {
    return lang::derivative_call<lang::all_hvp_tag>(e, symbols_and_directions...);
  } else {
    return lang::slope_along(e, symbols_and_directions...);
  }
}

/// diff(e, s): the derivatives of the entries of e by those of s.
template <differentiable_operand E, class S>
[[nodiscard]] constexpr auto jacobian(E const& e, S const& s) {
  return diff(e, s);
}
/// As outputs of compile: one per parameter in e, with the axes of e and of the parameter.
template <expression_operand E>
[[nodiscard]] constexpr auto jacobian(E const& e) {
  return lang::derivative_call<lang::all_jacobian_tag>(e);
}

/// diff(diff(e, s), t): the second derivatives of e.
template <differentiable_operand E, class S, class T>
[[nodiscard]] constexpr auto hessian(E const& e, S const& s, T const& t) {
  if constexpr (lang::is_symbol<S> && lang::is_symbol<T>) {
    return diff(diff(e, s), t);
  } else {
    using wrong [[maybe_unused]] = decltype(stop_compilation<lang::hessian_of_no_symbol<S, T>>());
    return lang::as_expression(e);
  }
}
/// As outputs of compile: the blocks of all pairs (p, q) of parameters of the scalar e, p not behind q in the order of
/// gradient(e): (w, w), (w, b), (b, b) for w and b. The others are their transposes.
template <expression_operand E>
[[nodiscard]] constexpr auto hessian(E const& e) {
  return lang::derivative_call<lang::all_hessian_tag>(e);
}

/// The entries of hessian(e, s, t) with equal positions of s and t, with the axes of e and s. No other entries are formed.
template <differentiable_operand E, class S>
[[nodiscard]] constexpr auto hessian_diagonal(E const& e, S const& s) {
  if constexpr (lang::is_symbol<S>) {
    return lang::derivative_call<lang::hessian_diagonal_tag>(diff(e, s), s);
  } else {
    using wrong [[maybe_unused]] = decltype(stop_compilation<lang::diagonal_of_no_symbol<S>>());
    return lang::as_expression(e);
  }
}

/// sum(axes of r, diff(r, s) * diff(r, t)), J'J for the Jacobian J of r: the Hessian of half the sum of the squares of r,
/// less its terms with second derivatives of r.
template <differentiable_operand R, class S, class T>
[[nodiscard]] constexpr auto gauss_newton(R const& r, S const& s, T const& t) {
  if constexpr (lang::is_symbol<S> && lang::is_symbol<T>) {
    return lang::derivative_call<lang::gauss_newton_tag>(r, s, t);
  } else {
    using wrong [[maybe_unused]] = decltype(stop_compilation<lang::gauss_newton_of_no_symbol<S, T>>());
    return lang::as_expression(r);
  }
}
/// As outputs of compile: the blocks of all pairs of parameters, as of hessian(e).
template <expression_operand R>
[[nodiscard]] constexpr auto gauss_newton(R const& r) {
  return lang::derivative_call<lang::all_gauss_newton_tag>(r);
}

}  // namespace gradsmith
