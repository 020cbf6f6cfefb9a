// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Entries at positions, w(k(i)) and at(r, e, r + 1), and axes as numbers: how they are parsed.
#pragma once

#include <gradsmith/lang/at.hpp>
#include <gradsmith/pass/parse/parser.hpp>

namespace gradsmith::pass::detail {

/// One index of a symbol: the axis itself, or a slot and what stands in its place.
template <class E>
constexpr void parse_index(parser& p, E const& e, int declared, int& index, vec<ir::placement>& computed) {
  if constexpr (requires { is_axis_terminal(e); }) {
    auto const axis = operand_of<0>(e);
    note_axes(p.graph.written, axis_list<std::remove_const_t<decltype(axis)>>{});
    index = p.graph.axis_number(decltype(axis)::name.view(), decltype(axis)::extent);
    p.named.push_back(index);
  } else {
    int number = 1;  // two dimensions may have one axis, and still two positions
    for (ir::placement const& each : computed) number += p.graph.axes[each.slot].origin == p.graph.axes[declared].origin ? 1 : 0;
    index = p.graph.slot_axis(declared, number);
    computed.push_back({index, parse_expression(p, e).id});
  }
}

template <class E, ir::role Role, fixed_string Name, class Declared, class Indices, std::size_t... K>
constexpr ref parse_entry(parser& p, E const& e, lang::symbol_tag<Role, Name, Declared, Indices> tag, std::index_sequence<K...>) {
  int const symbol = read_symbol(p, tag);
  int indices[ir::max_rank]{};
  int const axes[]{p.graph.symbols[symbol].axes[K]...};
  vec<ir::placement> computed;
  (parse_index(p, operand_of<static_cast<int>(K) + 2>(e), axes[K], indices[K], computed), ...);
  return ir::gather(ir::symbol_at(p.graph, symbol, indices, Declared::size), computed);
}
template <class E, std::size_t First, std::size_t... K>
constexpr ref parse_call(parser& p, lang::entry_tag, E const& e, std::index_sequence<First, K...>) {
  p.graph.written.add(ir::hash_text("entry"));
  return parse_entry(p, e, operand_of<0>(operand_of<1>(e)), std::make_index_sequence<sizeof...(K)>{});
}

/// The operands of at: axes, then the expression, then as many positions.
struct at_operands {
  vec<int> along;
  ref source{};
  vec<int> positions;
  ir::axis_set source_axes = 0;
};
template <class E>
constexpr void parse_at_operand(parser& p, E const& e, at_operands& out) {
  if constexpr (requires { is_axis_terminal(e); }) {
    if (!out.source.exists()) {
      auto const axis = operand_of<0>(e);
      note_axes(p.graph.written, axis_list<std::remove_const_t<decltype(axis)>>{});
      out.along.push_back(p.graph.axis_number(decltype(axis)::name.view(), decltype(axis)::extent));
      return;
    }
  }
  int const start = p.named.size();
  ref const parsed = parse_expression(p, e);
  if (out.source.exists()) {
    out.positions.push_back(parsed.id);
    return;
  }
  out.source = parsed;
  out.source_axes = p.named_since(start);
  ir::axis_set replaced = 0;
  for (int axis : out.along) replaced |= ir::axis_bit(axis);
  p.reduce_named(start, replaced);
}
template <class E, std::size_t... K>
constexpr ref parse_call(parser& p, lang::at_tag, E const& e, std::index_sequence<K...>) {
  p.graph.written.add(ir::hash_text("at") + sizeof...(K));
  at_operands operands;
  (parse_at_operand(p, operand_of<static_cast<int>(K) + 1>(e), operands), ...);
  if (operands.along.size() != operands.positions.size() || !operands.source.exists()) {
    p.graph.fail("at takes axes, an expression and a position for each axis: write at(r, e, r + 1), or at(r, c, e, r + 1, c)");
    return ir::literal(p.graph, 0);
  }
  vec<ir::placement> all;
  for (int k = 0; k < operands.along.size(); ++k) {
    int const axis = operands.along[k];
    if (!ir::contains(operands.source_axes, axis)) {
      p.graph.fail(missing_axis(p.graph, "at", ir::axis_bit(axis), operands.source_axes));
      return ir::literal(p.graph, 0);
    }
    all.push_back({axis, operands.positions[k]});
  }
  return ir::gather(operands.source, all);
}

template <class E, std::size_t... K>
constexpr ref parse_call(parser& p, lang::position_tag, E const& e, std::index_sequence<K...>) {
  return parse_terminal(p, operand_of<0>(operand_of<1>(e)));
}
template <class E, std::size_t... K>
constexpr ref parse_call(parser& p, lang::extent_tag, E const& e, std::index_sequence<K...>) {
  auto const axis = operand_of<0>(operand_of<1>(e));
  p.graph.written.add(ir::extent_record.hash);
  note_axes(p.graph.written, axis_list<std::remove_const_t<decltype(axis)>>{});
  return ir::extent(p.graph, p.graph.axis_number(decltype(axis)::name.view(), decltype(axis)::extent));
}

}  // namespace gradsmith::pass::detail
