// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// let([] { return e; }): a subexpression with a name, parsed once, however often it is used.
#pragma once

#include <type_traits>

#include <gradsmith/lang/expression.hpp>
#include <gradsmith/support/diagnostics.hpp>

namespace gradsmith {

/// Whether the closure's expression can be parsed; defined in pass/parse.hpp. Asking parses it here and
/// now: parsed at its first use instead, a chain of lets would nest one constant evaluation per let.
template <class Closure>
consteval bool parse_let();

template <class Closure>
struct let_tag {};

template <class Closure>
struct let_type {
  [[nodiscard]] constexpr auto as_expression() const { return terminal<let_tag<Closure>>{}; }
};
template <class Closure>
inline constexpr bool is_operand<let_type<Closure>> = true;
template <class Closure>
inline constexpr bool is_expression<let_type<Closure>> = true;

namespace lang {
template <class Closure>
inline constexpr fixed_string let_captures =
    "the closure of a let captures nothing; write let([] { return ...; }) with symbols that stand at namespace scope or "
    "are static constexpr";
}  // namespace lang

/// Names the expression that the closure returns. The closure captures nothing: symbols in it stand at
/// namespace scope or are static constexpr.
template <class Closure>
[[nodiscard]] constexpr auto let(Closure) {
  if constexpr (std::is_empty_v<Closure> && std::is_default_constructible_v<Closure>) {
    static_assert(parse_let<Closure>());
    return let_type<Closure>{};
  } else {
    using wrong [[maybe_unused]] = decltype(stop_compilation<lang::let_captures<Closure>>());
    return lang::as_expression(0.0);
  }
}

}  // namespace gradsmith
