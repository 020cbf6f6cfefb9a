// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// to_string<e> reads an expression back at compile time.
#pragma once

#include <gradsmith/compile.hpp>
#include <gradsmith/pass/present.hpp>

namespace gradsmith {

namespace detail {

template <class Parsed>
constexpr bool has_derivative() {
  ir::graph_view const view = Parsed::view;
  for (int id = 0; id < view.node_count; ++id)
    if (view.nodes[id].op->kind == ir::form::derivative) return true;
  return false;
}

/// The graph as it is parsed; if it has derivatives, with these worked out and simplified.
template <class Parsed>
constexpr ir::graph_view graph_of() {
  if constexpr (has_derivative<Parsed>()) return pass::pipeline<Parsed>::simplified::view;
  else return Parsed::view;
}

/// That graph as it is printed.
template <class Parsed>
constexpr ir::graph graph_to_print() {
  if constexpr (has_derivative<Parsed>()) return pass::present(ir::view_of(pass::without_zeros(graph_of<Parsed>())));
  else return pass::present(graph_of<Parsed>());
}

template <class Parsed>
constexpr text formula_of() {
  ir::graph const g = graph_to_print<Parsed>();
  return ir::to_text(g, g.outputs[0].node);
}

template <class Parsed>
constexpr auto freeze_formula() {
  constexpr auto wrong = [] { return text{graph_of<Parsed>().error_text()}; };
  if constexpr (!is_wrong<wrong>()) {
    constexpr int length = formula_of<Parsed>().size();
    return freeze_sentence<length>(formula_of<Parsed>());
  } else {
    stop_compilation<error_sentence<wrong>>();
    return fixed_string{""};
  }
}

}  // namespace detail

/// The expression as text, in the notation it is written in; a compile-time string. Derivatives in it
/// are worked out and simplified.
template <auto E>
inline constexpr auto to_string = detail::freeze_formula<parsed<E>>();

}  // namespace gradsmith
