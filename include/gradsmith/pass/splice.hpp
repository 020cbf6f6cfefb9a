// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Copies the graph of a let into the graph that uses it, once per program.
//
// A formula gives the same program with and without lets, because this happens before any rewriting.
// Each let's graph holds its own nodes and refers to the lets it uses; nothing is copied twice.
#pragma once

#include <gradsmith/ir/frozen.hpp>
#include <gradsmith/ir/remake.hpp>

namespace gradsmith::pass {

/// The lets that a graph under construction has already taken in.
struct spliced_lets {
  struct entry {
    ir::let_record const* record;
    int root;
    int first_reading, last_reading;      // what was read when it was opened: from the first to before the last
  };
  vec<entry> entries;
};

/// A symbol with its axes sent through the map.
[[nodiscard]] constexpr ir::symbol sent(ir::symbol declared, ir::axis_map const& axes) {
  for (int d = 0; d < declared.rank; ++d) declared.axes[d] = axes(declared.axes[d]);
  declared.index_of = axes(declared.index_of);
  declared.label_of = axes(declared.label_of);
  return declared;
}

/// The root of `record`'s graph in `g`, spliced in at the first call, which notes the symbols in the order in which
/// they are read. Later ones note the number of the entry, ~number, if this `is_reading`.
constexpr int splice(ir::graph& g, ir::let_record const* record, spliced_lets& known, bool is_reading = true) {
  for (int number = 0; number < known.entries.size(); ++number) {
    if (known.entries[number].record != record) continue;
    if (is_reading) g.reading.push_back(~number);
    return known.entries[number].root;
  }
  int const first_reading = g.reading.size();
  ir::graph_view const view = record->view();
  if (view.error_length > 0) {
    g.fail(view.error_text());
    return ir::literal(g, 0).id;
  }
  g.use_rules(view.rules);
  ir::axis_map axes;
  for (int k = 0; k < view.axis_count; ++k) {
    ir::axis const& axis = view.axes[k];
    int const number = axis.slot != 0 ? g.slot_axis(axes(axis.origin), axis.slot) : g.axis_number(axis.name, axis.extent);
    if (view.axes[k].streamed) g.axes[number].streamed = true;
    axes.send(k, number);
  }
  vec<int> symbols;
  for (int k = 0; k < view.symbol_count; ++k) symbols.push_back(-1);
  for (int k = 0; k < view.reading_count; ++k) {
    int const read = view.reading[k];
    if (read < 0) {
      splice(g, view.lets[~read], known);
    } else {
      symbols[read] = g.symbol_number(sent(view.symbols[read], axes));
      g.reading.push_back(symbols[read]);
    }
  }
  vec<int> moved;
  vec<ir::edge> arguments;
  for (int id = 0; id < view.node_count; ++id) {
    ir::node n = view.nodes[id];
    if (n.op->kind == ir::form::let) {
      moved.push_back(splice(g, view.lets[n.tag], known, false));      // it was read above
      continue;
    }
    arguments.truncate(0);
    for (int k = 0; k < n.count; ++k) {
      ir::edge const old = view.edges[n.first + k];
      arguments.push_back({moved[old.node], old.weight});
    }
    if (n.op->kind == ir::form::symbol) {
      // What a derivative is taken by is named and not read.
      if (symbols[n.tag] < 0) symbols[n.tag] = g.symbol_number(sent(view.symbols[n.tag], axes));
      n.tag = symbols[n.tag];
    }
    moved.push_back(ir::remake(g, n, arguments.begin(), axes).id);
  }
  int const root = moved[view.outputs[0].node];
  known.entries.push_back({record, root, first_reading, g.reading.size()});
  return root;
}

}  // namespace gradsmith::pass
