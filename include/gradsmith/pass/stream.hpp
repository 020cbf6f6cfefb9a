// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Which axis is streamed: the one along which data are read block by block, its positions in the lanes.
#pragma once

#include <gradsmith/ir/frozen.hpp>
#include <gradsmith/ir/gather.hpp>

namespace gradsmith::pass {

namespace detail {

/// For dimension d of symbol s, at max_rank * s + d: the axis that it is declared with, if that indexes it
/// anywhere, else the first that does; -1 for those of parameters, and those that are not there.
[[nodiscard]] constexpr vec<int> axes_of_inputs(ir::graph_view const& g) {
  vec<int> found;
  for (int k = 0; k < ir::max_rank * g.symbol_count; ++k) found.push_back(-1);
  for (int id = 0; id < g.node_count; ++id) {
    ir::node const& n = g.nodes[id];
    if (n.op->kind != ir::form::symbol || g.symbols[n.tag].kind != ir::role::input) continue;
    for (int d = 0; d < n.count; ++d) {
      int& known = found[ir::max_rank * n.tag + d];
      int const axis = g.nodes[g.edges[n.first + d].node].tag;
      if (g.axes[axis].slot != 0) continue;  // read at any position, not in order
      if (known < 0 || axis == g.symbols[n.tag].axes[d]) known = axis;
    }
  }
  return found;
}

/// The axes that parameters are declared with or indexed by.
[[nodiscard]] constexpr ir::axis_set axes_of_parameters(ir::graph_view const& g) {
  ir::axis_set axes = 0;
  for (int s = 0; s < g.symbol_count; ++s)
    for (int d = 0; g.symbols[s].kind == ir::role::parameter && d < g.symbols[s].rank; ++d) axes |= ir::axis_bit(g.symbols[s].axes[d]);
  for (int id = 0; id < g.node_count; ++id)
    if (g.nodes[id].op->kind == ir::form::symbol && g.symbols[g.nodes[id].tag].kind == ir::role::parameter) axes |= g.nodes[id].axes;
  return axes;
}

/// The axes of `found`, and those that share positions with one: copies, and axes that index the same symbol, along which a
/// derivative accumulates.
[[nodiscard]] constexpr ir::axis_set with_axes_of_same_positions(ir::graph_view const& g, ir::axis_set found) {
  for (ir::axis_set before = 0; found != before;) {
    before = found;
    for (int id = 0; id < g.node_count; ++id) {
      ir::node const& n = g.nodes[id];
      for (int d = 0; n.op->kind == ir::form::symbol && d < n.count; ++d) {
        ir::axis_set const both = ir::axis_bit(g.axes[g.nodes[g.edges[n.first + d].node].tag].origin) | ir::axis_bit(g.symbols[n.tag].axes[d]);
        if ((found & both) != 0) found |= both;
      }
    }
  }
  return found;
}

/// The axes along which sums accumulate.
[[nodiscard]] constexpr ir::axis_set sequential_axes(ir::graph_view const& g) {
  ir::axis_set found = 0;
  for (int id = 0; id < g.node_count; ++id) {
    if (!g.nodes[id].op->sequential) continue;
    for (ir::axis_set rest = g.nodes[id].bound; rest != 0; rest = ir::without_first(rest)) found |= ir::axis_bit(g.axes[ir::first_axis(rest)].origin);
  }
  return with_axes_of_same_positions(g, found);
}

/// Whether each node depends on a parameter, by which derivatives go through it.
[[nodiscard]] constexpr vec<bool> nodes_with_parameters(ir::graph_view const& g) {
  vec<bool> depends(g.node_count);
  for (int id = 0; id < g.node_count; ++id) {
    ir::node const& n = g.nodes[id];
    depends.items[id] = n.op->kind == ir::form::symbol && g.symbols[n.tag].kind == ir::role::parameter;
    for (int k = 0; k < n.count && !depends.items[id]; ++k) depends.items[id] = depends.items[g.edges[n.first + k].node];
  }
  return depends;
}

/// The axes along which something that depends on a parameter is read at computed positions: its derivative adds to any row.
[[nodiscard]] constexpr ir::axis_set axes_read_anywhere(ir::graph_view const& g) {
  ir::axis_set found = 0;
  vec<bool> depends;
  for (int id = 0; id < g.node_count; ++id) {
    ir::node const& n = g.nodes[id];
    if (n.op->kind != ir::form::gather) continue;
    if (depends.size() == 0) depends = nodes_with_parameters(g);
    if (!depends.items[g.edges[n.first].node]) continue;
    for (int k = 1; k < n.count; k += 2)
      if (!ir::is_affine_position(g, g.edges[n.first + k + 1].node)) found |= ir::axis_bit(g.axes[g.nodes[g.edges[n.first + k].node].tag].origin);
  }
  return with_axes_of_same_positions(g, found);
}

}  // namespace detail

/// What is wrong with the axis that stream(i, e) names, if anything.
[[nodiscard]] constexpr text stream_error(ir::graph const& g) {
  ir::axis_set of_inputs = 0;
  for (ir::node const& n : g.nodes)
    if (n.op->kind == ir::form::symbol && g.symbols[n.tag].kind == ir::role::input) of_inputs |= n.axes;
  int chosen = -1;
  for (int axis = 0; axis < g.axes.size(); ++axis) {
    if (!g.axes[axis].streamed) continue;
    text sentence{"stream("};
    sentence << g.axes[axis].name << ", ...): ";
    if (chosen >= 0)
      return sentence << "a program reads its data along one axis, and stream(" << g.axes[chosen].name << ", ...) names another one";
    if (g.axes[axis].extent != 0)
      return sentence << "data are read along an axis whose extent they tell; declare the axis without one";
    if (!ir::contains(of_inputs, axis)) return sentence << "no input varies along this axis";
    chosen = axis;
  }
  return {};
}

/// The axis of the observations: the one that stream(i, e) names, if the formula has that; else, of the axes without
/// compile-time extent that inputs have, one that no parameter has, if there is one (gradients keep the others); of
/// these the one that most input bytes have, first in their layout; -1 if inputs have none. One along which sums
/// accumulate, or parameters are read at computed positions, is none: of such data all must be there at once.
///
/// `parsed`: the graph before any pass, so that all programs of one loss stream the same axis.
[[nodiscard]] constexpr int streamed_axis(ir::graph_view const& parsed) {
  vec<int> const of_inputs = detail::axes_of_inputs(parsed);
  ir::axis_set const of_parameters = detail::axes_of_parameters(parsed);
  ir::axis_set const needed_whole = detail::sequential_axes(parsed) | detail::axes_read_anywhere(parsed);
  int best = -1;
  int most = 0;
  for (int axis = 0; axis < parsed.axis_count; ++axis) {
    if (parsed.axes[axis].extent != 0 || ir::contains(needed_whole, axis)) continue;
    int weight = 0;
    for (int k = 0; k < of_inputs.size(); ++k) {
      if (of_inputs[k] != axis) continue;
      // An axis in front counts more than any number of axes behind others.
      weight += k % ir::max_rank == 0 ? 100 * parsed.symbols[k / ir::max_rank].rank : 1;
    }
    if (weight != 0 && !ir::contains(of_parameters, axis)) weight += 1'000'000;
    if (parsed.axes[axis].streamed) weight += 1'000'000'000;
    if (weight > most) most = weight, best = axis;
  }
  return best;
}

}  // namespace gradsmith::pass
