// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// with_rules<R...>(e): the programs that a formula stands in are rewritten by rules of the user's as well.
#pragma once

#include <gradsmith/lang/expression.hpp>
#include <gradsmith/support/diagnostics.hpp>

namespace gradsmith {

namespace lang {
template <class... Rules>
struct with_rules_tag {};
template <class T>
concept has_rules = requires { T::rules(); };
template <class... Rules>
inline constexpr fixed_string no_rules =
    "with_rules takes structs with a table of rules: struct mine { static constexpr auto rules() { return parse_rules(rule{...}); } }";
}  // namespace lang

/// e itself; the programs, derivatives and texts made of it are rewritten by the rules of `Rules`, before those of the
/// library, wherever they apply. Each is a struct with its rules as a table:
///
///     struct pythagoras {
///       static constexpr auto rules() {
///         return gs::parse_rules(gs::rule{"sin(x)^2+cos(x)^2 -> 1", gs::validity::reals,
///                                         [](gs::ref x) { return (square(sin(x)) + square(cos(x))) >> 1; }});
///       }
///     };
///
/// A left side may stand within a larger sum or product. The library takes a rule as true: test it on numbers. Errors, as
/// sentences at compile time: a right side with a variable that the left side lacks, rules that undo each other, two different sets in
/// one program.
template <class... Rules, expression_operand E>
  requires(sizeof...(Rules) > 0)
[[nodiscard]] constexpr auto with_rules(E const& e) {
  if constexpr (!(lang::has_rules<Rules> && ...)) stop_compilation<lang::no_rules<Rules...>>();
  return lang::make_expression<boost::yap::expr_kind::call>(terminal<lang::with_rules_tag<Rules...>>{}, e);
}

}  // namespace gradsmith
