// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Formulas at compile time: to_string<e> reads an expression back, equivalent<a, b> proves two equal.
#pragma once

#include <gradsmith/compile.hpp>
#include <gradsmith/pass/normal_form.hpp>
#include <gradsmith/pass/present.hpp>

namespace gradsmith {

namespace detail {

template <auto E>
constexpr bool has_derivative() {
  ir::graph_view const view = parsed<E>::view;
  for (int id = 0; id < view.node_count; ++id)
    if (view.nodes[id].op->kind == ir::form::derivative) return true;
  return false;
}

/// The graph as it is parsed; if it has derivatives, with these worked out and simplified.
template <auto E>
constexpr ir::graph_view graph_to_print() {
  if constexpr (has_derivative<E>()) return pass::pipeline<parsed<E>>::simplified::view;
  else return parsed<E>::view;
}

template <auto E>
constexpr text formula_of() {
  ir::graph const g = pass::present(graph_to_print<E>());
  return ir::to_text(g, g.outputs[0].node);
}

template <auto E>
constexpr auto freeze_formula() {
  constexpr auto wrong = [] { return text{graph_to_print<E>().error_text()}; };
  if constexpr (!is_wrong<wrong>()) {
    constexpr int length = formula_of<E>().size();
    return freeze_sentence<length>(formula_of<E>());
  } else {
    stop_compilation<error_sentence<wrong>>();
    return fixed_string{""};
  }
}

template <class Simplified>
struct make_normal {
  constexpr ir::graph operator()() const { return pass::normal_form(Simplified::view); }
};

template <auto A, auto B>
consteval bool proved_equivalent() {
  using stages = pass::pipeline<parsed<A, B>>;
  constexpr auto wrong = [] { return text{stages::simplified::view.error_text()}; };
  if constexpr (!is_wrong<wrong>()) {
    ir::graph_view const simple = stages::simplified::view;
    if (simple.outputs[0].node == simple.outputs[1].node) return true;
    return pass::outputs_are_equal(ir::stage<make_normal<typename stages::simplified>>::view);
  } else {
    stop_compilation<error_sentence<wrong>>();
    return false;
  }
}

}  // namespace detail

/// The expression as text, in the notation it is written in; a compile-time string. Derivatives in it
/// are worked out and simplified.
template <auto E>
inline constexpr auto to_string = detail::freeze_formula<E>();

/// Whether a and b are equal for all real arguments for which both are defined, by symbolic proof: both
/// have the same normal form (like terms and constants collected, polynomials multiplied out, sums over
/// axes split, the rules of rule/ applied). Sound; may be false for equals that this form does not unite.
template <auto A, auto B>
inline constexpr bool equivalent = detail::proved_equivalent<A, B>();

}  // namespace gradsmith
