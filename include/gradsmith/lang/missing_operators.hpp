// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operators that formulas have not: each stops the compilation and says what to write instead.
#pragma once

#include <gradsmith/lang/expression.hpp>
#include <gradsmith/support/diagnostics.hpp>

namespace gradsmith {

namespace lang {

// Templates, so that the sentence is formed where the operator is used.
template <class... Operands>
inline constexpr fixed_string no_conjunction =
    "a formula has no && and no &; where two comparisons hold, their product is 1: write (a > 0) * (a < 1)";
template <class... Operands>
inline constexpr fixed_string no_disjunction =
    "a formula has no || and no |; where one of two comparisons holds, their maximum is 1: write max(a < 0, a > 1)";
template <class... Operands>
inline constexpr fixed_string no_negation = "a formula has no !; write the opposite comparison, or 1 - c for a condition c";
template <class... Operands>
inline constexpr fixed_string no_power = "a formula has no ^, which is not a power in C++; write square(a) or pow(a, 2)";
template <class... Operands>
inline constexpr fixed_string no_remainder = "a formula has no %; compute the remainders beforehand and bind them as an input";

}  // namespace lang

template <class A, class B>
  requires expression_operands<A, B>
[[nodiscard]] constexpr auto operator&&(A const& a, B const&) {
  using wrong [[maybe_unused]] = decltype(stop_compilation<lang::no_conjunction<A, B>>());
  return lang::as_expression(a);
}
template <class A, class B>
  requires expression_operands<A, B>
[[nodiscard]] constexpr auto operator&(A const& a, B const&) {
  using wrong [[maybe_unused]] = decltype(stop_compilation<lang::no_conjunction<A, B>>());
  return lang::as_expression(a);
}
template <class A, class B>
  requires expression_operands<A, B>
[[nodiscard]] constexpr auto operator||(A const& a, B const&) {
  using wrong [[maybe_unused]] = decltype(stop_compilation<lang::no_disjunction<A, B>>());
  return lang::as_expression(a);
}
template <class A, class B>
  requires expression_operands<A, B>
[[nodiscard]] constexpr auto operator|(A const& a, B const&) {
  using wrong [[maybe_unused]] = decltype(stop_compilation<lang::no_disjunction<A, B>>());
  return lang::as_expression(a);
}
template <expression_operand A>
[[nodiscard]] constexpr auto operator!(A const& a) {
  using wrong [[maybe_unused]] = decltype(stop_compilation<lang::no_negation<A>>());
  return lang::as_expression(a);
}
template <class A, class B>
  requires expression_operands<A, B>
[[nodiscard]] constexpr auto operator^(A const& a, B const&) {
  using wrong [[maybe_unused]] = decltype(stop_compilation<lang::no_power<A, B>>());
  return lang::as_expression(a);
}
template <class A, class B>
  requires expression_operands<A, B>
[[nodiscard]] constexpr auto operator%(A const& a, B const&) {
  using wrong [[maybe_unused]] = decltype(stop_compilation<lang::no_remainder<A, B>>());
  return lang::as_expression(a);
}

}  // namespace gradsmith
