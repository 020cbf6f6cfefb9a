// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A graph as a constant: what one pass hands to the next across constant evaluations.
//
// Memory allocated in a constant evaluation does not outlive it, so each pass ends by copying its
// graph into arrays of exactly its size, and the next one begins by copying it back.
#pragma once

#include <gradsmith/ir/graph.hpp>

namespace gradsmith::ir {

/// A graph that lives elsewhere.
struct graph_view {
  node const* nodes = nullptr;
  edge const* edges = nullptr;
  axis const* axes = nullptr;
  symbol const* symbols = nullptr;
  output const* outputs = nullptr;
  let_record const* const* lets = nullptr;
  int const* reading = nullptr;
  char const* error = nullptr;
  fingerprint written{};
  rewriting const* rules = nullptr;
  int node_count = 0, edge_count = 0, axis_count = 0, symbol_count = 0, output_count = 0, let_count = 0,
      reading_count = 0, error_length = 0;

  [[nodiscard]] constexpr std::string_view error_text() const noexcept {
    return {error, static_cast<std::size_t>(error_length)};
  }
};

struct graph_size {
  int nodes = 0, edges = 0, axes = 0, symbols = 0, outputs = 0, lets = 0, reading = 0, error = 0;
  friend constexpr bool operator==(graph_size, graph_size) = default;
  [[nodiscard]] constexpr bool fits(graph_size capacity) const noexcept {
    return nodes <= capacity.nodes && edges <= capacity.edges && axes <= capacity.axes && symbols <= capacity.symbols &&
           outputs <= capacity.outputs && lets <= capacity.lets && reading <= capacity.reading && error <= capacity.error;
  }
  /// Room for what a pass makes of a graph of this size, most of the time. Room that stays empty costs next to nothing,
  /// forty times as much of it nothing that could be measured; too little costs a second evaluation.
  [[nodiscard]] constexpr graph_size grown() const noexcept {
    return {2 * nodes + 64, 2 * edges + 96, axes + 8, symbols + 2, outputs + 2, lets + 2, reading + 8, 256};
  }
  /// Room for its derivatives by several symbols.
  [[nodiscard]] constexpr graph_size differentiated() const noexcept {
    return {8 * nodes + 64, 12 * edges + 96, axes + 8, symbols + 2, outputs + 2, lets + 2, reading + 8, 256};
  }
};

[[nodiscard]] constexpr graph_size size_of(graph const& g) noexcept {
  return {g.nodes.size(), g.edges.size(), g.axes.size(),    g.symbols.size(),
          g.outputs.size(), g.lets.size(), g.reading.size(), g.error.size()};
}

[[nodiscard]] constexpr graph_size size_of(graph_view const& g) noexcept {
  return {g.node_count, g.edge_count, g.axis_count, g.symbol_count, g.output_count, g.let_count, g.reading_count, g.error_length};
}

/// A graph as the view that constants have.
[[nodiscard]] constexpr graph_view view_of(graph const& g) noexcept {
  std::string_view const error = g.error.view();
  return {g.nodes.begin(),    g.edges.begin(),       g.axes.begin(),   g.symbols.begin(), g.outputs.begin(),
          g.lets.begin(),     g.reading.begin(),     error.data(),     g.written,         g.rules,
          g.nodes.size(),     g.edges.size(),        g.axes.size(),    g.symbols.size(),  g.outputs.size(),
          g.lets.size(),      g.reading.size(),      static_cast<int>(error.size())};
}

/// The length of an array for `count` elements: one is spare, as arrays of length zero do not exist.
[[nodiscard]] constexpr std::size_t room(int count) noexcept { return static_cast<std::size_t>(count) + 1; }

/// A graph in arrays of the capacity `Size`, of which `used` are filled.
template <graph_size Size>
struct frozen_graph {
  node nodes[room(Size.nodes)]{};
  edge edges[room(Size.edges)]{};
  axis axes[room(Size.axes)]{};
  symbol symbols[room(Size.symbols)]{};
  output outputs[room(Size.outputs)]{};
  let_record const* lets[room(Size.lets)]{};
  int reading[room(Size.reading)]{};
  char error[room(Size.error)]{};
  fingerprint written{};
  rewriting const* rules = nullptr;
  graph_size used{};

  [[nodiscard]] constexpr graph_view view() const noexcept {
    return {nodes,      edges,      axes,      symbols,      outputs,      lets,      reading,      error,      written, rules,
            used.nodes, used.edges, used.axes, used.symbols, used.outputs, used.lets, used.reading, used.error};
  }
};

/// What of the graph fits; `used` says how much there is.
template <graph_size Size>
[[nodiscard]] constexpr frozen_graph<Size> freeze(graph const& g) {
  frozen_graph<Size> frozen;
  frozen.used = size_of(g);
  frozen.written = g.written;
  frozen.rules = g.rules;
  if (!frozen.used.fits(Size)) return frozen;
  g.nodes.copy_to(frozen.nodes);
  g.edges.copy_to(frozen.edges);
  g.axes.copy_to(frozen.axes);
  g.symbols.copy_to(frozen.symbols);
  g.outputs.copy_to(frozen.outputs);
  g.lets.copy_to(frozen.lets);
  g.reading.copy_to(frozen.reading);
  for (int k = 0; k < frozen.used.error; ++k) frozen.error[k] = g.error.view()[static_cast<std::size_t>(k)];
  return frozen;
}

/// An empty graph with the axes, symbols and reading order of `old`.
[[nodiscard]] constexpr graph with_tables_of(graph_view const& old) {
  graph g;
  for (int k = 0; k < old.axis_count; ++k) g.axes.push_back(old.axes[k]);
  for (int k = 0; k < old.symbol_count; ++k) g.symbols.push_back(old.symbols[k]);
  for (int k = 0; k < old.reading_count; ++k) g.reading.push_back(old.reading[k]);
  g.rules = old.rules;
  g.error << old.error_text();
  return g;
}

/// A graph that can grow, equal to the frozen one.
[[nodiscard]] constexpr graph thaw(graph_view const& old) {
  graph g = with_tables_of(old);
  g.nodes.reserve(old.node_count);
  g.edges.reserve(old.edge_count);
  g.nodes.append(old.nodes, old.node_count);
  for (node& each : g.nodes) each.becomes = -1;
  g.edges.append(old.edges, old.edge_count);
  for (int k = 0; k < old.output_count; ++k) g.outputs.push_back(old.outputs[k]);
  for (int k = 0; k < old.let_count; ++k) g.lets.push_back(old.lets[k]);
  return g;
}

/// The room that a first look at an expression takes.
inline constexpr graph_size usual_size{
    .nodes = 512, .edges = 768, .axes = 16, .symbols = 32, .outputs = 32, .lets = 32, .reading = 256, .error = 256};

/// Runs `Make{}() -> graph` and keeps its result as a constant. One evaluation if the result fits into
/// `Guess`; a second one, in exactly the room it needs, if not.
template <class Make, graph_size Guess = usual_size>
class stage {
  static constexpr frozen_graph<Guess> attempt = freeze<Guess>(Make{}());
  template <graph_size Size>
  struct exact {
    static constexpr frozen_graph<Size> value = freeze<Size>(Make{}());
  };
  static constexpr graph_view choose() {
    if constexpr (attempt.used.fits(Guess)) return attempt.view();
    else return exact<attempt.used>::value.view();
  }

 public:
  static constexpr graph_view view = choose();
  static constexpr graph_size size = attempt.used;
};

}  // namespace gradsmith::ir
