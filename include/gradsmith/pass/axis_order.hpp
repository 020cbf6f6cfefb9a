// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The order of the axes in memory: one for all values of a program.
//
// A vector is read from and written to our own memory as contiguous lanes, so the axis in the lanes of a loop
// has to be the last one of every array that the loop touches. With one order for all it is: the last axis of
// the loop is the last axis of each array that has it.
#pragma once

#include <gradsmith/ir/frozen.hpp>

namespace gradsmith::pass {

/// The axes, slowest first: as the symbols are declared, earlier symbols first where two contradict each other,
/// and for the rest as the formula names them.
[[nodiscard]] constexpr vec<int> axis_order(ir::graph_view const& g) {
  vec<ir::axis_set> behind(g.axis_count);  // of an axis: those that come after it
  for (int s = 0; s < g.symbol_count; ++s)
    for (int d = 1; d < g.symbols[s].rank; ++d) {
      int const before = g.symbols[s].axes[d - 1], after = g.symbols[s].axes[d];
      if (before == after || ir::contains(behind[after], before) || ir::contains(behind[before], after)) continue;
      ir::axis_set const moved = behind[after] | ir::axis_bit(after);
      for (int axis = 0; axis < g.axis_count; ++axis)
        if (axis == before || ir::contains(behind[axis], before)) behind[axis] |= moved;
    }
  vec<int> order;
  order.reserve(g.axis_count);
  ir::axis_set taken = 0;
  while (order.size() < g.axis_count) {
    ir::axis_set waiting = taken;
    for (int axis = 0; axis < g.axis_count; ++axis)
      if (!ir::contains(taken, axis)) waiting |= behind[axis];
    int const next = ir::first_axis(~waiting);
    order.push_back(next);
    taken |= ir::axis_bit(next);
  }
  return order;
}

}  // namespace gradsmith::pass
