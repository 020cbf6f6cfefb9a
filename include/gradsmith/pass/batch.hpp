// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Whether the gradient of a loss on some of the rows can be had from these rows: what `batch` asks.
#pragma once

#include <gradsmith/ir/print.hpp>
#include <gradsmith/pass/stream.hpp>

namespace gradsmith::pass {

/// Why not, in one sentence; empty if it can. A parameter that has an entry per row must be indexed by the row
/// wherever it stands: then a row is the only one that its entry belongs to. With another index, or read by row
/// though declared otherwise, all rows would have a part in each entry.
[[nodiscard]] constexpr text batch_error(ir::graph const& parsed, int stream) {
  for (int id = 0; id < parsed.nodes.size(); ++id) {
    if (parsed.kind(id) != ir::form::symbol) continue;
    ir::symbol const& symbol = parsed.symbols[parsed[id].tag];
    if (symbol.kind != ir::role::parameter) continue;
    for (int d = 0; d < symbol.rank; ++d) {
      int const axis = parsed[parsed.argument(id, d).node].tag;
      if (axis != symbol.axes[d] && (axis == stream || symbol.axes[d] == stream))
        return text{"batch(rows): the rows are the axis "} << parsed.axes[stream].name << ", but " << parsed.declaration(symbol) << " is indexed as "
                                                           << ir::to_text(parsed, id) << ", so that its gradient needs all rows";
    }
  }
  return {};
}

}  // namespace gradsmith::pass
