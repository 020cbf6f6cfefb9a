// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Which entry an observation refers to: what the derivative of a gather is made of.
#pragma once

#include <gradsmith/ir/frozen.hpp>
#include <gradsmith/ir/gather.hpp>
#include <gradsmith/op/compare.hpp>
#include <gradsmith/op/over.hpp>

namespace gradsmith::op {

/// y = 1 where the position along an axis is the one given, else 0: incidence(index(m), k(i)). Under a sum over i
/// it is a scatter-add, under one over m a gather: sum(m, incidence(m, k(i)) f(m)) = f(k(i)).
struct incidence {
  static constexpr std::string_view name = "incidence";
  static constexpr std::string_view latex = "\\left[$0 = $1\\right]";
  static constexpr std::string_view cpp = "$0 == $1 ? 1.0 : 0.0";
  static constexpr int arity = 2;
  static constexpr operation_facts facts{.formula = "1 where the position a is b, else 0", .smooth = smoothness::jump,
                                         .mirrored = symmetry::even};
  static constexpr bool sparse = true;
  static constexpr operation_counts cost{.compare = 1, .select = 1};
  static constexpr interval range(interval, interval) { return {0, 1}; }
  static auto value(auto a, auto b) { return eq::value(a, b); }
  static constexpr refs<2> partials(ref, ref a, ref) {
    return std::array{ir::literal(*a.graph, 0), ir::literal(*a.graph, 0)};
  }
};

/// Whether a node says which position along the axis is meant, by something that does not vary along it.
[[nodiscard]] constexpr bool is_incidence(ir::graph_view const& g, int id, int axis) {
  ir::node const& n = g.nodes[id];
  if (n.op != &ir::info<incidence>) return false;
  ir::node const& entry = g.nodes[g.edges[n.first].node];
  return entry.op->kind == ir::form::index && entry.tag == axis && !ir::contains(g.nodes[g.edges[n.first + 1].node].axes, axis);
}

}  // namespace gradsmith::op
