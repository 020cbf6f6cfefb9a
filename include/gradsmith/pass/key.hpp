// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A short name for parsed formulas, which everything after the parse is a template of.
//
// The type of an expression of 100 terms, spelled out in the name of each function that evaluates it,
// takes a compiler minutes. A key holds a hash of the formulas as they were written, with the lets and the
// user's operations in them, and leads back to their graph through a friend (decision record 0005).
#pragma once

#include <gradsmith/ir/frozen.hpp>

namespace gradsmith::pass {

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wnon-template-friend"
#endif
template <class Key>
struct parsed_slot {
  friend constexpr ir::graph_view parsed_view(parsed_slot<Key>);
};
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

template <class Key, class Source>
struct parsed_registration {
  friend constexpr ir::graph_view parsed_view(parsed_slot<Key>) { return ir::stage<Source>::view; }
  static constexpr bool done = true;
};

/// The graph of formulas that were parsed. `Parts`: the lets and the user's operations in them, and the user's rules.
template <std::uint64_t High, std::uint64_t Low, auto const*... Parts>
struct formula_key {
  static constexpr ir::graph_view view = parsed_view(parsed_slot<formula_key>{});
  static constexpr ir::graph_size size = ir::size_of(view);
};

namespace detail {

/// What was written, and what became of it.
[[nodiscard]] constexpr ir::fingerprint fingerprint_of(ir::graph_view const& g) {
  ir::fingerprint all = g.written;
  for (int id = 0; id < g.node_count; ++id) all.add(g.nodes[id].hash);
  for (int s = 0; s < g.symbol_count; ++s) all.add(ir::hash_text(g.symbols[s].name) + static_cast<std::uint64_t>(g.symbols[s].kind));
  for (int a = 0; a < g.axis_count; ++a) all.add(ir::hash_text(g.axes[a].name) + static_cast<std::uint64_t>(g.axes[a].extent));
  for (int k = 0; k < g.output_count; ++k) all.add(static_cast<std::uint64_t>(g.outputs[k].node));
  return all;
}

/// The operations that the user made: their names may be taken twice.
[[nodiscard]] constexpr vec<ir::operation const*> own_operations(ir::graph_view const& g) {
  vec<ir::operation const*> found;
  for (int id = 0; id < g.node_count; ++id) {
    ir::operation const* const op = g.nodes[id].op;
    if (op->shipped || op->kind < ir::form::elementwise || op->kind > ir::form::along) continue;
    bool known = false;
    for (ir::operation const* each : found) known = known || each == op;
    if (!known) found.push_back(op);
  }
  return found;
}

template <class Source>
struct named_parse {
  static constexpr ir::graph_view view = ir::stage<Source>::view;
  static constexpr ir::fingerprint fingerprint = fingerprint_of(view);
  static constexpr int operations = own_operations(view).size();

  template <std::size_t K>
  static constexpr auto part() {
    if constexpr (K < static_cast<std::size_t>(view.let_count)) return view.lets[K];
    else if constexpr (K < static_cast<std::size_t>(view.let_count + operations)) return own_operations(view)[static_cast<int>(K) - view.let_count];
    else return view.rules;
  }
  template <std::size_t... K>
  static auto key(std::index_sequence<K...>) -> formula_key<fingerprint.high, fingerprint.low, part<K>()...>;
  using type = decltype(key(std::make_index_sequence<static_cast<std::size_t>(view.let_count + operations + (view.rules != nullptr ? 1 : 0))>{}));
  static_assert(parsed_registration<type, Source>::done);
};

}  // namespace detail

/// The key of what `Source{}() -> ir::graph` parses.
template <class Source>
using key_of = typename detail::named_parse<Source>::type;

}  // namespace gradsmith::pass
