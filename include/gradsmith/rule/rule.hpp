// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// What a rewrite rule is: a line with a name, a validity condition and an equation of patterns.
#pragma once

#include <string_view>
#include <type_traits>

#include <gradsmith/op/over.hpp>

namespace gradsmith {

/// When a rule may be applied.
enum class validity : unsigned char {
  always,  // the result is bitwise the same
  reals,   // equal over the reals; rounding may change
  finite,  // needs finite operands (0 * x -> 0)
};

/// Both sides of an equation of patterns; `left >> right`.
struct equation {
  ref left;
  ref right;
};
[[nodiscard]] constexpr equation operator>>(ref left, ref right) { return {left, right}; }
[[nodiscard]] constexpr equation operator>>(ref left, double right) { return {left, ir::literal(*left.graph, right)}; }

/// What the variables of a pattern stand for in a match.
struct match {
  static constexpr int max_variables = 4;
  ref variable[max_variables]{};
  ir::axis_set along = 0;  // the axes that the pattern's `over` stands for
  bool along_known = false;
};

namespace rule_detail {
struct no_guard {
  constexpr bool operator()(auto...) const { return true; }
};
}  // namespace rule_detail

/// `rule{"log(1+exp(x)) -> softplus(x)", reals, [](ref x) { return log(1 + exp(x)) >> softplus(x); }}`
/// with an optional guard on what the variables stand for, `[](ref x) { return x.range()...; }`.
template <class Equation, class Guard = rule_detail::no_guard>
struct rule {
  std::string_view name;
  validity valid;
  Equation equation;
  Guard guard{};

  using guard_type = Guard;

  /// The number of variables, and whether the first parameter is an `over`.
  static constexpr bool takes_one = requires(Equation const& e, ref x) { e(x); };
  static constexpr bool takes_two = requires(Equation const& e, ref x) { e(x, x); };
  static constexpr bool takes_three = requires(Equation const& e, ref x) { e(x, x, x); };
  static constexpr bool has_axes = !takes_one && !takes_two && !takes_three;
  [[nodiscard]] static constexpr int variables() {
    if constexpr (has_axes) return requires(Equation const& e, over k, ref x) { e(k, x); } ? 1 : 2;
    else return takes_one ? 1 : takes_two ? 2 : 3;
  }
  /// `f` applied to the variables (and axes) of a match.
  template <class F>
  [[nodiscard]] static constexpr auto with_variables(F const& f, match const& m) {
    constexpr int n = variables();
    if constexpr (has_axes && n == 1) return f(over{m.along}, m.variable[0]);
    else if constexpr (has_axes) return f(over{m.along}, m.variable[0], m.variable[1]);
    else if constexpr (n == 1) return f(m.variable[0]);
    else if constexpr (n == 2) return f(m.variable[0], m.variable[1]);
    else return f(m.variable[0], m.variable[1], m.variable[2]);
  }
};
template <class Equation>
rule(char const*, validity, Equation) -> rule<Equation>;
template <class Equation, class Guard>
rule(char const*, validity, Equation, Guard) -> rule<Equation, Guard>;

/// A rule that needs more than a pattern: a function from a node to its replacement (an empty handle:
/// does not apply), tried at nodes of the operation `head` that have arguments of all operations in `needs`.
struct function_rule {
  std::string_view name;
  validity valid;
  ir::operation const* head;
  ref (*apply)(ref);
  ir::operation_set needs = 0;
};

}  // namespace gradsmith
