// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A graph as a list of assignments, one live node a line: what explain shows after each pass.
#pragma once

#include <gradsmith/ir/frozen.hpp>
#include <gradsmith/ir/print.hpp>

namespace gradsmith::ir {

namespace detail {

/// The right side of `n7 = ...`: the operation applied to its arguments, as `print_name(argument, out)` calls them.
constexpr void print_definition(graph const& g, int id, text& out, auto&& print_name) {
  node const& n = g[id];
  bool first = true;
  switch (n.op->kind) {
    case form::literal:
    case form::symbol:
    case form::extent:
    case form::index: out << to_text(g, id); return;
    case form::sum:
      for (int k = 0; k < n.count; ++k) {
        edge const term = g.argument(id, k);
        double const magnitude = term.weight < 0 ? -term.weight : term.weight;
        out << (term.weight < 0 ? (first ? "-" : " - ") : first ? "" : " + ");
        if (magnitude != 1) out << magnitude << "*";
        print_name(term.node, out);
        first = false;
      }
      if (n.value != 0) out << (n.value < 0 ? " - " : " + ") << (n.value < 0 ? -n.value : n.value);
      return;
    case form::product:
      for (int k = 0; k < n.count; ++k) {
        edge const factor = g.argument(id, k);
        out << (first ? "" : " * ");
        print_name(factor.node, out);
        if (factor.weight != 1) out << "^" << factor.weight;
        first = false;
      }
      return;
    case form::gather:
      print_name(g.argument(id, 0).node, out);
      for (int k = 1; k < n.count; k += 2) {
        out << (first ? " at " : ", ");
        print_axis(g, g[g.argument(id, k).node].tag, out);
        out << " = ";
        print_name(g.argument(id, k + 1).node, out);
        first = false;
      }
      return;
    default: break;
  }
  out << n.op->name << "(" << list_axes(g, n.bound);
  for (int k = 0; k < n.count; ++k) {
    if (k > 0 || n.bound != 0) out << ", ";
    print_name(g.argument(id, k).node, out);
  }
  out << ")";
}

}  // namespace detail

/// Every live node: its definition, and the axes it varies along.
[[nodiscard]] constexpr text listing(graph_view const& view) {
  graph const g = thaw(view);
  vec<bool> live(g.nodes.size());
  for (output const& out : g.outputs) live[out.node] = true;
  for (int id = g.nodes.size() - 1; id >= 0; --id)
    if (live[id] = live[id] || g[id].op->name == "output"; live[id])  // of one that was unrolled, each entry is a node
      for (int k = 0; k < g[id].count; ++k) live[g.argument(id, k).node] = true;
  text out;
  for (int id = 0; id < g.nodes.size(); ++id) {
    if (!live[id] || g.kind(id) == form::index) continue;
    text line;
    line << "  n" << id << " = ";
    detail::print_definition(g, id, line, [&](int argument, text& to) {
      if (g.kind(argument) == form::index) to << to_text(g, argument);
      else to << "n" << argument;
    });
    if (g[id].axes != 0) {
      while (line.size() < 44) line << " ";
      line << " [" << list_axes(g, g[id].axes) << "]";
    }
    out << line << "\n";
  }
  return out;
}

}  // namespace gradsmith::ir
