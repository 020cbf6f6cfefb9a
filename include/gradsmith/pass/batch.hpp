// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Whether a loss and its gradient can be had from some of the rows: what `batch` asks.
#pragma once

#include <gradsmith/ir/print.hpp>
#include <gradsmith/op/prod.hpp>
#include <gradsmith/op/sign.hpp>
#include <gradsmith/pass/copy.hpp>
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

/// Whether node `id` is a product over the rows, whose factors on a batch say nothing about the others. (A product of signs,
/// which stands under logarithms of products, has no size.)
[[nodiscard]] constexpr bool is_product_over_rows(ir::graph_view const& g, int id, int stream) {
  ir::node const& n = g.nodes[id];
  return n.op == &ir::info<op::prod> && ir::contains(n.bound, stream) && g.nodes[g.edges[n.first].node].op != &ir::info<op::sign>;
}

/// Why a loss whose graph is `stable` has no estimate from a batch, in one sentence; empty if it has.
[[nodiscard]] constexpr text estimate_error(ir::graph_view const& stable, int stream) {
  vec<bool> const live = live_nodes(stable);
  for (int id = 0; id < stable.node_count; ++id)
    if (live[id] && is_product_over_rows(stable, id, stream))
      return text{"batch(rows): the loss has a product over the rows, prod("} << stable.axes[stream].name
             << ", ...), of which some rows give no estimate; its logarithm is a sum, which has one";
  return {};
}

}  // namespace gradsmith::pass
