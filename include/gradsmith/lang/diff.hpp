// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// diff(e, s): a derivative, as an expression like any other; gradient(e): all of them at once.
#pragma once

#include <gradsmith/lang/symbol.hpp>

namespace gradsmith {

namespace lang {
struct diff_tag {};
struct gradient_tag {};

template <class T>
inline constexpr bool is_symbol = false;
template <ir::role Role, fixed_string Name, class Declared, class Indices>
inline constexpr bool is_symbol<symbol<Role, Name, Declared, Indices>> = true;

template <class S>
inline constexpr fixed_string not_a_symbol =
    "diff(e, s): s is not a symbol; differentiate by a param or an input, such as w or w(k)";
template <class E, class... S>
inline constexpr fixed_string one_symbol =
    "diff takes an expression and one symbol: write diff(e, w), diff(diff(e, w), b), or gradient(e) for the derivatives by all parameters";
}  // namespace lang

/// The derivative of e by the symbol s, with the axes of e and of s; a shared axis means the diagonal.
template <class E, class S>
  requires(expression_operand<E> || arithmetic<E>)
[[nodiscard]] constexpr auto diff(E const& e, S const& s) {
  if constexpr (lang::is_symbol<S>) {
    return lang::make_expression<boost::yap::expr_kind::call>(terminal<lang::diff_tag>{}, e, s);
  } else {
    using wrong [[maybe_unused]] = decltype(stop_compilation<lang::not_a_symbol<S>>());
    return lang::as_expression(e);
  }
}

template <expression_operand E, class... S>
  requires(sizeof...(S) != 1)
[[nodiscard]] constexpr auto diff(E const& e, S const&...) {
  using wrong [[maybe_unused]] = decltype(stop_compilation<lang::one_symbol<E, S...>>());
  return lang::as_expression(e);
}

/// All partial derivatives of the scalar e by the parameters in it, in the order of their first
/// appearance: one output each.
template <expression_operand E>
[[nodiscard]] constexpr auto gradient(E const& e) {
  return lang::make_expression<boost::yap::expr_kind::call>(terminal<lang::gradient_tag>{}, e);
}

}  // namespace gradsmith
