// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// to_dot<e...>: the graph of expressions and derivatives, or of a compiled program, for Graphviz.
#pragma once

#include <gradsmith/compile/formula.hpp>
#include <gradsmith/compile/reading.hpp>
#include <gradsmith/ir/dot.hpp>

namespace gradsmith {

namespace detail {

template <class Parsed>
struct expression_as_dot {
  static constexpr text error() { return text{graph_of<Parsed>().error_text()}; }
  static constexpr text print() { return ir::to_dot(graph_to_print<Parsed>(), {}, {}); }
};

/// The graph after all passes, with a box for what runs before the data, in each pass over them, and after it.
template <class Parsed>
struct program_as_dot {
  using C = compiled<Parsed>;
  static constexpr text error() { return C::error(); }
  static constexpr text print() {
    auto const& p = C::program;
    vec<int> box_of;
    for (int id = 0; id < p.node_count; ++id) box_of.push_back(-1);
    for (int s = 0; s < p.step_count; ++s)
      for (int e = p.steps[s].first; e < p.steps[s].first + p.steps[s].count; ++e)
        if (p.entries[e].kind != pass::entry_kind::load && box_of[p.entries[e].node] < 0) box_of[p.entries[e].node] = p.steps[s].slot;
    vec<text> boxes;
    for (int slot = 0; p.stream >= 0 && slot < p.slots; ++slot) {
      text title;
      if (slot % 2 == 1) title << "for each " << p.graph.axes[p.stream].name;
      else title << (slot == 0 ? "before the data" : "after them");
      boxes.push_back(title);
    }
    ir::graph g = ir::thaw(p.graph.view());
    for (ir::output& out : g.outputs) out.node = g.argument(out.node, 0).node;  // without the node that marks it
    return ir::to_dot(g, box_of, boxes);
  }
};

template <auto... E>
constexpr auto find_dot() {
  if constexpr (sizeof...(E) == 1 && (is_program<std::remove_cv_t<decltype(E)>> && ...)) return std::type_identity<program_as_dot<program_of<E...>>>{};
  else return std::type_identity<expression_as_dot<parsed<E...>>>{};
}
template <auto... E>
using dot_of = typename decltype(find_dot<E...>())::type;

}  // namespace detail

/// The graph of expressions, with their derivatives worked out and simplified, or of a compiled program after all passes,
/// in the language of Graphviz; a compile-time string.
template <auto... E>
inline constexpr auto to_dot = detail::freeze_text<&detail::dot_of<E...>::error, &detail::dot_of<E...>::print>();

}  // namespace gradsmith
