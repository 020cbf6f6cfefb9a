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
inline constexpr fixed_string no_bitwise_and = "a formula has no &; where both of two conditions hold, write (a > 0) && (a < 1)";
template <class... Operands>
inline constexpr fixed_string no_bitwise_or = "a formula has no |; where one of two conditions holds, write (a < 0) || (a > 1)";
template <class... Operands>
inline constexpr fixed_string no_power = "a formula has no ^, which is not a power in C++; write square(a) or pow(a, 2)";
template <class... Operands>
inline constexpr fixed_string no_remainder = "a formula has no %; the remainder of a divided by b is a - b * floor(a / b)";

template <class... Operands>
inline constexpr fixed_string no_assignment = "a formula never changes: write auto const sum = a + b for a += b, and likewise for -=, *= and /=";

template <class... Operands>
inline constexpr fixed_string no_chain = "a < b < c compares 0 or 1, which a < b is, with c; write (a < b) && (b < c)";

template <class T>
inline constexpr bool is_order = false;
template <boost::yap::expr_kind Kind, class Tuple>
inline constexpr bool is_order<expression<Kind, Tuple>> =
    Kind == boost::yap::expr_kind::less || Kind == boost::yap::expr_kind::greater || Kind == boost::yap::expr_kind::less_equal || Kind == boost::yap::expr_kind::greater_equal;
template <class T>
concept order = is_order<T>;

}  // namespace lang

template <class A, class B>
  requires expression_operands<A, B>
[[nodiscard]] constexpr auto operator&(A const& a, B const&) {
  using wrong [[maybe_unused]] = decltype(stop_compilation<lang::no_bitwise_and<A, B>>());
  return lang::as_expression(a);
}
template <class A, class B>
  requires expression_operands<A, B>
[[nodiscard]] constexpr auto operator|(A const& a, B const&) {
  using wrong [[maybe_unused]] = decltype(stop_compilation<lang::no_bitwise_or<A, B>>());
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

template <class A, class B>
  requires expression_operands<A, B>
constexpr void operator+=(A const&, B const&) {
  using wrong [[maybe_unused]] = decltype(stop_compilation<lang::no_assignment<A, B>>());
}
template <class A, class B>
  requires expression_operands<A, B>
constexpr void operator-=(A const&, B const&) {
  using wrong [[maybe_unused]] = decltype(stop_compilation<lang::no_assignment<A, B>>());
}
template <class A, class B>
  requires expression_operands<A, B>
constexpr void operator*=(A const&, B const&) {
  using wrong [[maybe_unused]] = decltype(stop_compilation<lang::no_assignment<A, B>>());
}
template <class A, class B>
  requires expression_operands<A, B>
constexpr void operator/=(A const&, B const&) {
  using wrong [[maybe_unused]] = decltype(stop_compilation<lang::no_assignment<A, B>>());
}

template <lang::order A, class B>
  requires expression_operands<A, B>
[[nodiscard]] constexpr auto operator<(A const& a, B const&) {
  using wrong [[maybe_unused]] = decltype(stop_compilation<lang::no_chain<A, B>>());
  return a;
}
template <lang::order A, class B>
  requires expression_operands<A, B>
[[nodiscard]] constexpr auto operator>(A const& a, B const&) {
  using wrong [[maybe_unused]] = decltype(stop_compilation<lang::no_chain<A, B>>());
  return a;
}
template <lang::order A, class B>
  requires expression_operands<A, B>
[[nodiscard]] constexpr auto operator<=(A const& a, B const&) {
  using wrong [[maybe_unused]] = decltype(stop_compilation<lang::no_chain<A, B>>());
  return a;
}
template <lang::order A, class B>
  requires expression_operands<A, B>
[[nodiscard]] constexpr auto operator>=(A const& a, B const&) {
  using wrong [[maybe_unused]] = decltype(stop_compilation<lang::no_chain<A, B>>());
  return a;
}

}  // namespace gradsmith
