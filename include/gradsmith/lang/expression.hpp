// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// What a user writes: a Boost.YAP expression of symbols, numbers and calls of operations.
#pragma once

#include <concepts>

#include <boost/hana/tuple.hpp>
#include <boost/yap/algorithm_fwd.hpp>

#include <gradsmith/ir/ref.hpp>
#include <gradsmith/support/diagnostics.hpp>

namespace gradsmith {

/// Operands whose types say all: no number is among them.
template <class Tuple>
inline constexpr bool is_stateless = false;
template <class... T>
inline constexpr bool is_stateless<boost::hana::tuple<T...>> = (std::is_empty_v<T> && ...);

namespace lang {
template <class Formula>
inline constexpr fixed_string no_bool = "a formula is no bool: to choose by a condition write where(condition, a, b)";
}

/// A YAP expression. Operands are held by value: YAP's own operators hold lvalues by reference, which
/// dangle in `constexpr auto loss = ...`.
template <boost::yap::expr_kind Kind, class Tuple>
struct expression {
  static constexpr boost::yap::expr_kind kind = Kind;
  Tuple elements;

  template <std::same_as<bool> T>
  explicit constexpr operator T() const {
    using wrong [[maybe_unused]] = decltype(stop_compilation<lang::no_bool<expression>>());
    return false;
  }
};
// Each operator copies its operands, so that what has no state is better empty than copied.
template <boost::yap::expr_kind Kind, class Tuple>
  requires is_stateless<Tuple>
struct expression<Kind, Tuple> {
  static constexpr boost::yap::expr_kind kind = Kind;
  static constexpr Tuple elements{};

  constexpr expression() = default;
  constexpr expression(Tuple const&) {}  // as boost::yap::transform makes what it has changed

  template <std::same_as<bool> T>
  explicit constexpr operator T() const {
    using wrong [[maybe_unused]] = decltype(stop_compilation<lang::no_bool<expression>>());
    return false;
  }
};

template <class Value>
using terminal = expression<boost::yap::expr_kind::terminal, boost::hana::tuple<Value>>;

/// A number in an expression. Whether it was an integer matters once: for the sentence about `1/2*x`.
struct number {
  double value = 0;
  bool integral = false;
};

/// The operation of a call, as a terminal.
template <class Op>
struct operation_tag {};

template <boost::yap::expr_kind Kind, class Tuple>
inline constexpr bool is_operand<expression<Kind, Tuple>> = true;

/// An expression of the language, or something that stands for one (a symbol, an axis).
template <class T>
inline constexpr bool is_expression = false;
template <boost::yap::expr_kind Kind, class Tuple>
inline constexpr bool is_expression<expression<Kind, Tuple>> = true;

template <class T>
concept expression_operand = is_expression<std::remove_cvref_t<T>>;

template <class... T>
concept expression_operands =
    (expression_operand<T> || ...) && ((expression_operand<T> || arithmetic<std::remove_cvref_t<T>>)&&...);

namespace lang {

template <class T>
inline constexpr bool is_node = false;
template <boost::yap::expr_kind Kind, class Tuple>
inline constexpr bool is_node<expression<Kind, Tuple>> = true;

template <class T>
[[nodiscard]] constexpr auto as_expression(T const& value) {
  if constexpr (arithmetic<T>)
    return terminal<number>{{number{static_cast<double>(value), std::is_integral_v<T>}}};
  else if constexpr (requires { value.as_expression(); })
    return value.as_expression();
  else
    return value;
}

/// The same, without a copy of what is an expression already.
template <class T>
[[nodiscard]] constexpr decltype(auto) as_operand(T const& value) {
  if constexpr (is_node<T>) return (value);
  else return as_expression(value);
}

template <boost::yap::expr_kind Kind, class... T>
[[nodiscard]] constexpr auto make_expression(T const&... operands) {
  using made = expression<Kind, boost::hana::tuple<decltype(as_expression(operands))...>>;
  if constexpr (std::is_empty_v<made>) return made{};
  else return made{{as_operand(operands)...}};
}

}  // namespace lang

/// A call of `Op` as an expression: what exp(e), sum(j, e) and all others return.
template <class Op, class... T>
  requires expression_operands<T...>
[[nodiscard]] constexpr auto call(T const&... arguments) {
  return lang::make_expression<boost::yap::expr_kind::call>(terminal<operation_tag<Op>>{}, arguments...);
}

}  // namespace gradsmith
