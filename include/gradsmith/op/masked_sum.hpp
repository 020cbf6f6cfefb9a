// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The sum over axes of what a mask lets through.
#pragma once

#include <gradsmith/ir/remake.hpp>
#include <gradsmith/op/sum.hpp>
#include <gradsmith/op/where.hpp>

namespace gradsmith::op {

/// x with 1/2 for every input entry that the mask hides, so that a NaN there reaches neither the value nor, by way of a sum over
/// other axes, a gradient: 0 * NaN is NaN. At 1/2 the usual functions are regular; what they give is left out. What works
/// along an axis of the mask itself, as mean(i, x) in x - mean(i, x), reads all entries: the mask speaks of other ones. No
/// handle while there is a let in x that is not worked out yet.
[[nodiscard]] constexpr ref behind(ref mask, ref x) {
  ir::graph& g = *x.graph;
  vec<bool> reached(x.id + 1);
  reached[x.id] = true;
  for (int id = x.id; id >= 0; --id) {
    if (!reached[id]) continue;
    if (g.kind(id) == ir::form::let) return {};
    if ((g[id].bound & mask.axes()) != 0) continue;
    // What a derivative is taken by is named, not read.
    int const read = g.kind(id) == ir::form::derivative ? 1 : g[id].count;
    for (int k = 0; k < read; ++k) reached[g.argument(id, k).node] = true;
  }
  vec<int> moved(x.id + 1);
  vec<ir::edge> arguments;
  for (int id = 0; id < moved.size(); ++id) {
    moved[id] = id;
    if (!reached[id] || (g[id].bound & mask.axes()) != 0) continue;
    ir::node const n = g[id];
    if (n.op->kind == ir::form::symbol) {
      // Labels stay: they are checked to be positions.
      if (g.symbols[n.tag].kind == ir::role::input && g.symbols[n.tag].index_of == 0 && ir::is_subset(mask.axes(), n.axes))
        moved[id] = gs::where(mask, ref{&g, id}, 0.5).id;
      continue;
    }
    arguments.truncate(0);
    bool same = true;
    for (int k = 0; k < n.count; ++k) {
      ir::edge const old = g.argument(id, k);
      arguments.push_back({moved[old.node], old.weight});
      same = same && moved[old.node] == old.node;
    }
    if (!same) moved[id] = ir::remake(g, n, arguments.begin(), {}).id;
  }
  return {&g, moved[x.id]};
}

/// y = sum of x over the axes where the mask is not 0. What the mask hides may be NaN or infinite, and so may the input entries
/// that it is computed from: those that vary along all axes of the mask are not read there. The mask has no derivative.
struct masked_sum {
  static constexpr std::string_view name = "masked_sum";
  static constexpr std::string_view usage = "masked_sum(axis, mask, e)";
  static constexpr int arity = 2;
  static constexpr operation_facts facts{.formula = "the sum of the x_k where the mask is not 0",
                                         .monotone = {monotonicity::increasing}, .curved = curvature::linear,
                                         .mirrored = symmetry::odd};
  static constexpr ir::form kind = ir::form::reduction;
  static constexpr bool any_argument_has_axes = true;
  static constexpr ref canonical(ir::axis_set along, ref mask, ref x) {
    if (x.id < 0) return ref{};
    ref const shown = behind(mask, x);
    return shown.exists() ? gs::sum(over{along}, gs::where(mask, shown, 0)) : ref{};
  }
};

}  // namespace gradsmith::op

namespace gradsmith {

/// masked_sum(axis..., mask, e): the sum of e over the axes where the mask holds (is not 0).
template <class... T>
  requires operands<T...>
[[nodiscard]] constexpr auto masked_sum(T const&... axes_mask_e) {
  return call<op::masked_sum>(axes_mask_e...);
}

}  // namespace gradsmith
