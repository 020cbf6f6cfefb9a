// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Which axis is streamed: the one along which data are read block by block, its positions in the lanes.
#pragma once

#include <gradsmith/ir/frozen.hpp>

namespace gradsmith::pass {

/// The axis without compile-time extent that most input bytes have, first in their layout; -1 if no
/// input has one. Fresh copies of an axis are not candidates.
[[nodiscard]] constexpr int streamed_axis(ir::graph_view const& g) {
  int best = -1;
  int most = 0;
  for (int axis = 0; axis < g.axis_count; ++axis) {
    if (g.axes[axis].extent != 0 || g.axes[axis].origin != axis) continue;
    int weight = 0;
    for (int s = 0; s < g.symbol_count; ++s) {
      ir::symbol const& symbol = g.symbols[s];
      if (symbol.kind != ir::role::input || symbol.rank == 0) continue;
      // An axis in front counts more than any number of axes behind others.
      if (symbol.axes[0] == axis) weight += 100 * symbol.rank;
      for (int d = 1; d < symbol.rank; ++d)
        if (symbol.axes[d] == axis) weight += 1;
    }
    if (weight > most) most = weight, best = axis;
  }
  return best;
}

}  // namespace gradsmith::pass
