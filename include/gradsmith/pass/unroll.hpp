// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Writes out short axes of declared extent: a vector of three becomes three numbers, a sum over it two additions, and
// a 3 x 3 matrix of sums over the rows nine numbers, of which equal ones are one. What was a loop with a few turns,
// an array between loops and a choice by position becomes straight-line code in registers.
//
// sum(a, square(r)), with a of extent 3, becomes r(0)^2 + r(1)^2 + r(2)^2, and where(index(a) == 1, x, 0) three
// outputs: 0, x, 0.
//
// Requires: an expanded graph. Establishes: no node varies along the axes that were chosen. An output that does is an
// `entries` node, whose arguments are its entries in the order of its layout.
//
// Why here: the optimizing compiler sees arrays and strides, not that two of nine entries are equal, or zero.
#pragma once

#include <bit>

#include <gradsmith/op/incidence.hpp>
#include <gradsmith/op/kronecker.hpp>
#include <gradsmith/op/sum.hpp>
#include <gradsmith/pass/copy.hpp>

namespace gradsmith::pass {

/// All entries of an output along the axes `bound`, in the order of its layout.
inline constexpr ir::operation entries_record{.name = "entries", .arity = -1, .hash = ir::hash_text("entries")};

namespace detail {

/// Which axes are written out. Those of small extent, unless a value also varies along another axis that remains and
/// is not that of the rows: such a value is a matrix, for which there are kernels.
class short_axes {
 public:
  constexpr short_axes(ir::graph_view const& g, int stream)
      : g_(g), stream_bit_(stream < 0 ? 0 : ir::axis_bit(stream)) {
    for (int a = 0; a < g.axis_count; ++a)
      if (int const e = extent(a); e > 0 && e <= longest) chosen_ |= ir::axis_bit(a);
    if (chosen_ == 0) return;
    vec<bool> const live = live_nodes(g);
    for (ir::axis_set before = 0; chosen_ != 0 && before != chosen_;) {
      before = chosen_;
      for (int id = 0; id < g.node_count; ++id)
        if (live[id]) chosen_ &= ~unsuited(id);
    }
    while (chosen_ != 0 && entries(live) > most_entries) drop_longest();
  }
  [[nodiscard]] constexpr ir::axis_set chosen() const noexcept { return chosen_; }

 private:
  // Beyond these a loop costs less than the code, which is compiled once for each entry.
  static constexpr int longest = 16;
  static constexpr int most_entries = 320;
  // What a loop adds that reads a symbol (emit/step_facts.hpp).
  static constexpr int most_positions = 3;
  // Without rows the lanes hold an axis: what takes many instructions is worth a loop over vectors.
  static constexpr int longest_in_lanes = 4;
  // Longer rows of the data are read in place by kernels that sum along them: 0.28 ns for each of eight numbers,
  // where their transposition takes 0.5 (4: 0.60 and 0.58).
  static constexpr int longest_in_rows = 4;

  [[nodiscard]] constexpr int extent(int axis) const { return g_.axes[g_.axes[axis].origin].extent; }
  [[nodiscard]] constexpr int argument(int id, int k) const { return g_.edges[g_.nodes[id].first + k].node; }

  /// The axes that cannot be written out because of this node.
  [[nodiscard]] constexpr ir::axis_set unsuited(int id) const {
    ir::node const& n = g_.nodes[id];
    ir::axis_set const mine = (n.axes | n.bound) & chosen_;
    if (mine == 0) return 0;
    if ((n.axes & ~chosen_ & ~stream_bit_) != 0) return mine;
    switch (n.op->kind) {
      case ir::form::along:
        return mine;
      case ir::form::reduction:
        return n.op == &ir::info<op::sum> ? 0 : n.bound & chosen_;
      case ir::form::symbol:
        return n.count > most_positions ? mine : (n.axes & stream_bit_) != 0 ? longer_than(mine, longest_in_rows) : 0;
      case ir::form::gather:
        return unsuited_for_gather(id);
      case ir::form::elementwise:
        break;
      default:
        return 0;
    }
    // An entry that a row chooses is added to by a scatter-add.
    if (n.op == &ir::info<op::incidence> && g_.nodes[argument(id, 0)].op->kind == ir::form::index &&
        !becomes_number(argument(id, 1)))
      return g_.nodes[argument(id, 0)].axes & chosen_;
    if (stream_bit_ == 0 && n.op->cost.transcendental > 0) return longer_than(mine, longest_in_lanes);
    return 0;
  }
  [[nodiscard]] constexpr ir::axis_set unsuited_for_gather(int id) const {
    ir::node const& n = g_.nodes[id];
    ir::axis_set slots = 0;
    for (int k = 1; k < n.count; k += 2)
      if (!becomes_number(argument(id, k + 1))) slots |= ir::axis_bit(g_.nodes[argument(id, k)].tag);
    if (slots == 0) return 0;
    int const source = argument(id, 0);
    return (g_.nodes[source].op->kind == ir::form::symbol ? slots : slots | g_.nodes[source].axes) & chosen_;
  }
  /// Whether a position is a number once the chosen axes are written out.
  [[nodiscard]] constexpr bool becomes_number(int position) const {
    if (!ir::is_affine_position(g_, position)) return false;
    ir::node const& n = g_.nodes[position];
    for (int k = 0; k < n.count; ++k)
      if (g_.nodes[argument(position, k)].op->kind == ir::form::extent) return false;
    return n.op->kind != ir::form::extent && ir::is_subset(n.axes, chosen_);
  }
  [[nodiscard]] constexpr ir::axis_set longer_than(ir::axis_set axes, int limit) const {
    ir::axis_set longer = 0;
    for (; axes != 0; axes = ir::without_first(axes))
      if (extent(ir::first_axis(axes)) > limit) longer |= ir::axis_bit(ir::first_axis(axes));
    return longer;
  }

  /// How many nodes there will be, about: positions and what they choose disappear.
  [[nodiscard]] constexpr int entries(vec<bool> const& live) const {
    int count = 0;
    for (int id = 0; id < g_.node_count && count <= most_entries; ++id) {
      ir::node const& n = g_.nodes[id];
      if (!live.items[id] || (n.axes & chosen_) == 0 || n.op->kind == ir::form::index || n.op->sparse) continue;
      int each = 1;
      for (ir::axis_set rest = n.axes & chosen_; rest != 0 && each <= most_entries; rest = ir::without_first(rest))
        each *= extent(ir::first_axis(rest));
      count += each;
    }
    return count;
  }
  constexpr void drop_longest() {
    int most = 0;
    for (ir::axis_set rest = chosen_; rest != 0; rest = ir::without_first(rest))
      if (int const e = extent(ir::first_axis(rest)); e > most) most = e;
    chosen_ &= ~longer_than(chosen_, most - 1);
    // What remains must suit again: a value may now vary along an axis that was dropped.
    for (ir::axis_set before = 0; chosen_ != 0 && before != chosen_;) {
      before = chosen_;
      for (int id = 0; id < g_.node_count; ++id) chosen_ &= ~unsuited(id);
    }
  }

  ir::graph_view g_;
  ir::axis_set stream_bit_;
  ir::axis_set chosen_ = 0;
};

/// The entries of a graph along the chosen axes, each a node of `g`.
class unrolling {
 public:
  constexpr unrolling(ir::graph_view const& old, ir::graph& g, ir::axis_set chosen)
      : old_(old), g_(g), chosen_(chosen), first_(old.node_count) {
    g.reserve(2 * old.node_count, 2 * old.edge_count);
    made_.reserve(2 * old.node_count);
  }

  constexpr void run() {
    vec<bool> const live = live_nodes(old_);
    for (int id = 0; id < old_.node_count; ++id) {
      if (!live.items[id]) continue;
      first_[id] = made_.length;
      do made_.push_back(entry(id));
      while (next_entry(old_.nodes[id].axes & chosen_));
    }
    for (int k = 0; k < old_.output_count; ++k) g_.outputs.push_back(output(old_.outputs[k]));
  }

 private:
  [[nodiscard]] constexpr int extent(int axis) const { return old_.axes[old_.axes[axis].origin].extent; }
  [[nodiscard]] constexpr ir::edge argument(ir::node const& n, int k) const { return old_.edges[n.first + k]; }

  /// Moves `at_` to the next position along the axes, the last one fastest; false behind the end, where it begins
  /// anew.
  constexpr bool next_entry(ir::axis_set axes) {
    while (axes != 0) {
      int const last = ir::max_axes - 1 - std::countl_zero(axes);
      if (++at_[last] < extent(last)) return true;
      at_[last] = 0;
      axes &= ~ir::axis_bit(last);
    }
    return false;
  }
  /// What has become of a node's entry at the positions `at_`.
  [[nodiscard]] constexpr int made(int id) const {
    int place = 0;
    for (ir::axis_set rest = old_.nodes[id].axes & chosen_; rest != 0; rest = ir::without_first(rest))
      place = place * extent(ir::first_axis(rest)) + at_[ir::first_axis(rest)];
    return made_.items[first_.items[id] + place];
  }

  constexpr int entry(int id) {
    ir::node const& n = old_.nodes[id];
    switch (n.op->kind) {
      case ir::form::index:
        return ir::contains(chosen_, n.tag) ? ir::literal(g_, at_[n.tag]).id : ir::index(g_, n.tag).id;
      case ir::form::symbol:
        return symbol(n);
      case ir::form::gather:
        return gather(n);
      case ir::form::sum:
        return ir::make_sum(g_, arguments(n), n.value).id;
      case ir::form::product:
        return product(n);
      case ir::form::reduction:
        if ((n.bound & chosen_) != 0) return sum(n);
        break;
      case ir::form::elementwise:
        if (int const known = compared(n); known >= 0) return ir::literal(g_, known).id;
        break;
      default:
        break;
    }
    vec<ir::edge> const list = arguments(n);
    return ir::remake(g_, n, list.items, {}).id;
  }
  constexpr vec<ir::edge> arguments(ir::node const& n) {
    vec<ir::edge> list;
    list.reserve(n.count);
    for (int k = 0; k < n.count; ++k) list.push_back({made(argument(n, k).node), argument(n, k).weight});
    return list;
  }
  /// 0 times what an entry has nothing to do with is 0, whatever it is.
  constexpr int product(ir::node const& n) {
    vec<ir::edge> const list = arguments(n);
    for (ir::edge const& each : list)
      if (g_.is_literal(each.node) && g_[each.node].value == 0 && each.weight > 0) return each.node;
    return ir::make_product(g_, list, 1).id;
  }
  constexpr int sum(ir::node const& n) {
    vec<ir::edge> terms;
    do terms.push_back({made(argument(n, 0).node), 1});
    while (next_entry(n.bound & chosen_));
    ref const total = ir::make_sum(g_, terms, 0);
    return ir::reduce_sum(*n.op, n.bound & ~chosen_, total).id;
  }
  /// 1 or 0 for two positions that are numbers; -1 if one is not, or if the operation does not compare.
  [[nodiscard]] constexpr int compared(ir::node const& n) const {
    if (n.op != &ir::info<op::incidence> && n.op != &ir::info<op::kronecker> && n.op != &ir::info<op::eq>) return -1;
    int const a = made(argument(n, 0).node), b = made(argument(n, 1).node);
    if (!g_.is_literal(a) || !g_.is_literal(b)) return -1;
    return g_[a].value == g_[b].value ? 1 : 0;
  }

  // ---- what is read

  constexpr int symbol(ir::node const& n) {
    int axes[ir::max_rank]{};
    vec<ir::placement> placed;
    for (int d = 0; d < n.count; ++d) {
      axes[d] = old_.nodes[argument(n, d).node].tag;
      if (!ir::contains(chosen_, axes[d])) continue;
      int const position = ir::literal(g_, at_[axes[d]]).id;
      int number = 1;
      for (int other = 0; other < d; ++other) number += g_.axes[axes[other]].origin == g_.axes[axes[d]].origin ? 1 : 0;
      axes[d] = g_.slot_axis(axes[d], number);
      placed.push_back({axes[d], position});
    }
    ref const whole = ir::symbol_at(g_, n.tag, axes, n.count);
    return placed.empty() ? whole.id : ir::detail::make_gather(whole, placed).id;
  }
  constexpr int gather(ir::node const& n) {
    vec<ir::placement> rest;
    int before[ir::max_rank]{};
    int const slots = n.count / 2;
    for (int k = 0; k < slots; ++k) {
      int const slot = old_.nodes[argument(n, 2 * k + 1).node].tag, position = made(argument(n, 2 * k + 2).node);
      before[k] = at_[slot];
      if (!ir::contains(chosen_, slot)) {
        rest.push_back({slot, position});
        continue;
      }
      // A position that is none stands for the first: no choice takes it.
      double const wanted = g_[position].value;
      at_[slot] = wanted >= 0 && wanted < extent(slot) ? static_cast<int>(wanted) : 0;
    }
    int const source = made(argument(n, 0).node);
    for (int k = 0; k < slots; ++k) at_[old_.nodes[argument(n, 2 * k + 1).node].tag] = before[k];
    return rest.empty() ? source : ir::gather({&g_, source}, rest).id;
  }

  // ---- what is written

  constexpr ir::output output(ir::output out) {
    ir::axis_set along = 0;
    for (int d = 0; d < out.rank; ++d) along |= ir::axis_bit(out.axes[d]);
    ir::axis_set const kept = along & ~chosen_;
    if (kept == along) {
      out.node = made(out.node);
      return out;
    }
    vec<ir::edge> entries;
    do entries.push_back({made(out.node), 1});
    while (next_of_output(out));
    out.node =
        g_.intern({.op = &entries_record, .axes = kept, .bound = along & chosen_}, entries.begin(), entries.size());
    return out;
  }
  /// As `next_entry`, in the order of a layout.
  constexpr bool next_of_output(ir::output const& out) {
    for (int d = out.rank; d-- > 0;) {
      int const axis = out.axes[d];
      if (!ir::contains(chosen_, axis)) continue;
      if (++at_[axis] < extent(axis)) return true;
      at_[axis] = 0;
    }
    return false;
  }

  ir::graph_view old_;
  ir::graph& g_;
  ir::axis_set chosen_;
  int at_[ir::max_axes]{};
  vec<int> first_;  // of a node's entries, among
  vec<int> made_;   // the entries of all nodes
};

}  // namespace detail

/// The axes that `unroll` writes out; none in most programs. `stream`: the streamed axis, or -1.
[[nodiscard]] constexpr ir::axis_set axes_to_unroll(ir::graph_view const& g, int stream) {
  return g.error_length > 0 ? 0 : detail::short_axes(g, stream).chosen();
}

/// The graph without the axes `chosen`.
[[nodiscard]] constexpr ir::graph unroll(ir::graph_view const& old, ir::axis_set chosen) {
  ir::graph g = ir::with_tables_of(old);
  if (!g.failed()) detail::unrolling(old, g, chosen).run();
  return g;
}

}  // namespace gradsmith::pass
