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

namespace detail {

/// The first axis of the data among `axes`, -1 if there is none.
[[nodiscard]] constexpr int axis_of_data(ir::graph_view const& parsed, ir::axis_set axes) {
  for (int id = 0; axes != 0 && id < parsed.node_count; ++id) {
    ir::node const& n = parsed.nodes[id];
    if (n.op->kind != ir::form::symbol || parsed.symbols[n.tag].kind != ir::role::input) continue;
    for (ir::axis_set rest = n.axes & axes; rest != 0; rest = ir::without_first(rest))
      if (int const axis = ir::first_axis(rest); parsed.axes[axis].extent == 0) return axis;
  }
  return -1;
}

}  // namespace detail

/// Why rows cannot be the axis `stream`, in one sentence; empty if they can. Where sums accumulate along the observations, an axis
/// of the parameters is not taken for the rows unless stream(axis, e) says so: it is that of the features more often than not.
[[nodiscard]] constexpr text rows_error(ir::graph_view const& parsed, int stream) {
  if (stream >= 0 && (parsed.axes[stream].streamed || !ir::contains(detail::axes_of_parameters(parsed), stream))) return {};
  // What would be the observations, if these need not all be there.
  if (int const axis = detail::axis_of_data(parsed, detail::sequential_axes(parsed) & ~detail::axes_of_parameters(parsed)); axis >= 0)
    return text{"batch(rows): cumulative sums run along the axis "}
           << parsed.axes[axis].name << ", so that all its entries must be there; if the rows are another axis, name it: stream(axis, loss)";
  if (stream >= 0) return {};
  if (int const axis = detail::axis_of_data(parsed, detail::axes_read_anywhere(parsed)); axis >= 0)
    return text{"batch(rows): a parameter is read at computed positions along the axis "}
           << parsed.axes[axis].name << ", so that its gradient needs all rows";
  return text{"batch(rows): this loss has no observations; no input of it varies along an axis whose extent the data tell"};
}

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
