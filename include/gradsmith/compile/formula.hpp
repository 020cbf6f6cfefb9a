// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Formulas at compile time: to_string<e> reads an expression back, equivalent<a, b> proves two equal.
#pragma once

#include <gradsmith/compile.hpp>

namespace gradsmith {

namespace detail {

/// The expression as the compiler reads it; if it has derivatives, worked out and simplified.
template <auto E>
constexpr text formula_of() {
  ir::graph_view view = ir::stage<parse_expressions<E>>::view;
  bool has_derivative = false;
  for (int id = 0; id < view.node_count; ++id) has_derivative = has_derivative || view.nodes[id].op->kind == ir::form::derivative;
  if (has_derivative) view = pass::pipeline<parse_expressions<E>>::simplified::view;
  ir::graph const g = ir::thaw(view);
  return ir::to_text(g, g.outputs[0].node);
}

template <auto E>
constexpr auto freeze_formula() {
  constexpr int length = formula_of<E>().size();
  return freeze_sentence<length>(formula_of<E>());
}

/// The normal form: polynomials multiplied out, sums over axes split into their terms.
template <class Previous>
struct make_normal {
  constexpr ir::graph operator()() const {
    ir::graph_view const old = Previous::view;
    ir::graph g = ir::with_tables_of(old);
    g.expanding = true;
    if (g.failed()) return g;
    pass::copy_live(old, g, [&](int id, ir::edge const* arguments) { return ir::remake(g, old.nodes[id], arguments, {}); });
    return g;
  }
};

template <auto A, auto B>
consteval bool proved_equivalent() {
  using stages = pass::pipeline<parse_expressions<A, B>>;
  constexpr auto wrong = [] { return text{stages::simplified::view.error_text()}; };
  if constexpr (!is_wrong<wrong>()) {
    auto const same = [](ir::graph_view const& g) { return g.outputs[0].node == g.outputs[1].node; };
    return same(stages::simplified::view) || same(ir::stage<make_normal<typename stages::simplified>>::view);
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
