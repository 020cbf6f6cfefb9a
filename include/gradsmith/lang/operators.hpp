// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The operators of the language: each copies its operands into a YAP node.
#pragma once

#include <gradsmith/lang/expression.hpp>

namespace gradsmith {

template <class A, class B>
  requires expression_operands<A, B>
[[nodiscard]] constexpr auto operator+(A const& a, B const& b) {
  return lang::make_expression<boost::yap::expr_kind::plus>(a, b);
}
template <class A, class B>
  requires expression_operands<A, B>
[[nodiscard]] constexpr auto operator-(A const& a, B const& b) {
  return lang::make_expression<boost::yap::expr_kind::minus>(a, b);
}
template <class A, class B>
  requires expression_operands<A, B>
[[nodiscard]] constexpr auto operator*(A const& a, B const& b) {
  return lang::make_expression<boost::yap::expr_kind::multiplies>(a, b);
}
template <class A, class B>
  requires expression_operands<A, B>
[[nodiscard]] constexpr auto operator/(A const& a, B const& b) {
  return lang::make_expression<boost::yap::expr_kind::divides>(a, b);
}
template <expression_operand A>
[[nodiscard]] constexpr auto operator-(A const& a) {
  return lang::make_expression<boost::yap::expr_kind::negate>(a);
}
template <expression_operand A>
[[nodiscard]] constexpr auto operator+(A const& a) {
  return lang::as_expression(a);
}

// Comparisons are expressions with the values 1 and 0.
template <class A, class B>
  requires expression_operands<A, B>
[[nodiscard]] constexpr auto operator<(A const& a, B const& b) {
  return lang::make_expression<boost::yap::expr_kind::less>(a, b);
}
template <class A, class B>
  requires expression_operands<A, B>
[[nodiscard]] constexpr auto operator>(A const& a, B const& b) {
  return lang::make_expression<boost::yap::expr_kind::greater>(a, b);
}
template <class A, class B>
  requires expression_operands<A, B>
[[nodiscard]] constexpr auto operator<=(A const& a, B const& b) {
  return lang::make_expression<boost::yap::expr_kind::less_equal>(a, b);
}
template <class A, class B>
  requires expression_operands<A, B>
[[nodiscard]] constexpr auto operator>=(A const& a, B const& b) {
  return lang::make_expression<boost::yap::expr_kind::greater_equal>(a, b);
}
template <class A, class B>
  requires expression_operands<A, B>
[[nodiscard]] constexpr auto operator==(A const& a, B const& b) {
  return lang::make_expression<boost::yap::expr_kind::equal_to>(a, b);
}
template <class A, class B>
  requires expression_operands<A, B>
[[nodiscard]] constexpr auto operator!=(A const& a, B const& b) {
  return lang::make_expression<boost::yap::expr_kind::not_equal_to>(a, b);
}

// Conditions: anything but 0 counts as true. Both operands are computed; there is nothing to leave out.
template <class A, class B>
  requires expression_operands<A, B>
[[nodiscard]] constexpr auto operator&&(A const& a, B const& b) {
  return lang::make_expression<boost::yap::expr_kind::logical_and>(a, b);
}
template <class A, class B>
  requires expression_operands<A, B>
[[nodiscard]] constexpr auto operator||(A const& a, B const& b) {
  return lang::make_expression<boost::yap::expr_kind::logical_or>(a, b);
}
template <expression_operand A>
[[nodiscard]] constexpr auto operator!(A const& a) {
  return lang::make_expression<boost::yap::expr_kind::logical_not>(a);
}

}  // namespace gradsmith
