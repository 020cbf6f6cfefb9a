// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// What emission asks of one step of a program, answered during compilation.
#pragma once

#include <gradsmith/pass/program.hpp>

namespace gradsmith::emit::detail {

/// What of a step the loops need, as numbers: reading the program itself at run time would put it, with
/// every pass that its nodes point to, into the user's object.
template <class C, int Step>
struct step_facts {
  static constexpr auto const& program = C::program;
  static constexpr pass::step step = program.steps[Step];

  static constexpr pass::entry entry(int e) { return program.entries[step.first + e]; }
  static constexpr ir::node node(int e) { return program.node(entry(e).node); }
  static constexpr ir::form form(int e) { return node(e).op->kind; }
  static constexpr bool varies(int e, int loop) { return ir::contains(node(e).axes, step.order[loop]); }
  static constexpr int lane_axis() { return step.lane < 0 ? -1 : step.order[step.lane]; }
  static constexpr bool in_lanes(int e) { return step.lane >= 0 && ir::contains(node(e).axes, lane_axis()); }
  static constexpr bool lanes_are_reduced(int e) { return step.lane >= 0 && ir::contains(node(e).bound, lane_axis()); }
  static constexpr int loop_of(int axis) {
    for (int k = 0; k < step.loops; ++k)
      if (step.order[k] == axis) return k;
    return 0;
  }
  /// The entry whose value is argument k of entry e.
  static constexpr int argument(int e, int k) {
    int const id = program.argument(entry(e).node, k);
    for (int other = 0; other < step.count; ++other)
      if (entry(other).node == id && entry(other).kind != pass::entry_kind::reduce) return other;
    return -1;
  }
  static constexpr int first_reduced_loop(int e) { return step.loops - ir::count(node(e).bound); }
  static constexpr bool is_streamed_leaf(int e) { return program.is_streamed(entry(e).node) && step.slot % 2 == 1; }
  static constexpr int axis_of_dimension(int e, int d) { return program.node(program.argument(entry(e).node, d)).tag; }
  static constexpr int buffer(int e) { return program.buffer_of[entry(e).node]; }
  static constexpr bool is_kind(int e, pass::entry_kind kind) { return entry(e).kind == kind; }

  /// Whether the last, partial vector is treated apart: not if only our own padded memory is touched.
  static constexpr bool needs_tail() {
    bool const per_block = step.slot % 2 == 1;
    for (int e = 0; e < step.count; ++e) {
      if (is_kind(e, pass::entry_kind::store) && in_lanes(e)) return true;
      if (is_kind(e, pass::entry_kind::reduce) && lanes_are_reduced(e)) return true;
      if (is_kind(e, pass::entry_kind::load) && form(e) == ir::form::symbol && in_lanes(e) && !per_block) return true;
    }
    return false;
  }
};

}  // namespace gradsmith::emit::detail
