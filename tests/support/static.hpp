// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// What static tests compare: formulas and listings as text, so that a failure shows both.
#pragma once

#include <gradsmith/explain.hpp>
#include <gradsmith/gradsmith.hpp>
#include <gradsmith/prove.hpp>

namespace gradsmith::tests {

/// True if the two texts are equal; if not, the error names both.
template <fixed_string Is, fixed_string Expected>
consteval bool text_is() {
  static_assert(Is.view() == Expected.view(), "the text Is is not the text Expected");
  return true;
}
/// `E` as to_string prints it.
template <auto E, fixed_string Expected>
inline constexpr bool reads = text_is<to_string<E>, Expected>();

template <auto... E>
using stages_of = pass::pipeline<parsed<E...>>;

template <auto Make>
inline constexpr auto frozen = freeze_sentence<Make().size()>(Make());

constexpr text first_formula(ir::graph_view const& view) {
  ir::graph const g = ir::thaw(view);
  return ir::to_text(g, g.outputs[0].node);
}
/// `E` after the rules were applied.
template <auto E, fixed_string Expected>
inline constexpr bool simplifies_to = text_is<frozen<[] { return first_formula(stages_of<E>::stable::view); }>, Expected>();

/// Two lists of outputs are one program: the same instructions in the same order.
template <class A, class B>
inline constexpr bool same_program = text_is<frozen<[] { return ir::listing(A::lowered::view); }>, frozen<[] { return ir::listing(B::lowered::view); }>>();

/// How many live nodes of a graph have that operation.
consteval int count_operations(ir::graph_view const& g, std::string_view name) {
  vec<bool> const live = pass::live_nodes(g);
  int count = 0;
  for (int id = 0; id < g.node_count; ++id) count += live[id] && g.nodes[id].op->name == name ? 1 : 0;
  return count;
}

/// How many exponentials a lowered program takes, of whatever arguments.
consteval int count_exponentials(ir::graph_view const& g) { return count_operations(g, "exp") + count_operations(g, "exp_of_nonpositive"); }

/// Steps of a scheduled program: contractions, loops, and passes over the data.
template <class Stages>
consteval int count_contractions() {
  int count = 0;
  for (int s = 0; s < Stages::program.step_count; ++s) count += Stages::program.steps[s].is_contraction ? 1 : 0;
  return count;
}
template <class Stages>
consteval int count_streamed_loops() {
  int count = 0;
  for (int s = 0; s < Stages::program.step_count; ++s)
    count += !Stages::program.steps[s].is_contraction && Stages::program.steps[s].slot % 2 == 1 ? 1 : 0;
  return count;
}
template <class Stages>
inline constexpr int passes = Stages::program.slots / 2;

}  // namespace gradsmith::tests
