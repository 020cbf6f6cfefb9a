// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The Kronecker delta of two axes: how a derivative by one entry starts.
#pragma once

#include <gradsmith/op/compare.hpp>
#include <gradsmith/op/over.hpp>

namespace gradsmith::op {

/// y = 1 where the two positions are equal, else 0. Under a sum over one of its axes it disappears:
/// sum(k, kronecker(k, m) f(k)) = f(m).
struct kronecker {
  static constexpr std::string_view name = "kronecker";
  static constexpr std::string_view latex = "\\left[$0 = $1\\right]";
  static constexpr std::string_view cpp = "$0 == $1 ? 1.0 : 0.0";
  static constexpr int arity = 2;
  static constexpr operation_facts facts{.formula = "1 where a = b, else 0", .smooth = smoothness::jump,
                                         .mirrored = symmetry::even};
  static constexpr bool commutative = true;
  static constexpr operation_counts cost{.compare = 1, .select = 1};
  static constexpr interval range(interval, interval) { return {0, 1}; }
  static constexpr ref canonical(ir::axis_set, ref a, ref b) { return a == b ? ir::literal(*a.graph, 1) : ref{}; }
  static auto value(auto a, auto b) { return eq::value(a, b); }
  static constexpr refs<2> partials(ref, ref a, ref) {
    return std::array{ir::literal(*a.graph, 0), ir::literal(*a.graph, 0)};
  }
};

/// The factor kronecker(k, .) of x, if x is that or a product (with a coefficient) that has it once.
[[nodiscard]] constexpr ref find_delta(ref x, int k) {
  ir::graph& g = *x.graph;
  int id = x.id;
  if (g.kind(id) == ir::form::sum && ir::is_scaled(g[id])) id = g.argument(id, 0).node;
  auto const is_delta = [&](int node) {
    return g[node].op == &ir::info<kronecker> && ir::contains(g[node].axes, k) && ir::count(g[node].axes) == 2;
  };
  if (is_delta(id)) return {&g, id};
  if (g.kind(id) != ir::form::product) return {};
  for (int n = 0; n < g[id].count; ++n)
    if (is_delta(g.argument(id, n).node)) return {&g, g.argument(id, n).node};
  return {};
}

}  // namespace gradsmith::op
