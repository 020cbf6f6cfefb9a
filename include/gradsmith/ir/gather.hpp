// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Entries at computed positions: w(k(i)), x(i, r + p). The source varies along copies of its axes, the slots,
// which nothing else sees; a gather puts a position in the place of each.
//
// Its arguments are the source, then for every slot the position along the slot, which says which one it is, and
// what to put there.
#pragma once

#include <gradsmith/ir/substitute.hpp>

namespace gradsmith::ir {

[[nodiscard]] constexpr ref remake_gather(graph& g, node const& n, edge const* arguments);

inline constexpr operation gather_record{.name = "at", .kind = form::gather, .arity = -1, .hash = hash_text("at"), .remake = &remake_gather};

/// What stands in the place of a slot.
struct placement {
  int slot = -1;
  int position = -1;
};

[[nodiscard]] constexpr int number_of_slots(node const& gather) noexcept { return gather.count / 2; }
[[nodiscard]] constexpr placement placement_of(graph const& g, int gather, int k) {
  return {g[g.argument(gather, 2 * k + 1).node].tag, g.argument(gather, 2 * k + 2).node};
}

/// Whether x is made of positions only: axes, numbers, extents and inputs.
[[nodiscard]] constexpr bool is_position(ref x) {
  graph const& g = *x.graph;
  node const& n = x.node();
  switch (n.op->kind) {
    case form::literal:
    case form::index:
    case form::extent: return true;
    case form::symbol: return g.symbols[n.tag].kind == role::input;
    case form::sum:
    case form::product:
    case form::elementwise:
    case form::gather: break;
    default: return false;
  }
  for (int k = 0; k < n.count; ++k)
    if (!is_position({x.graph, g.argument(x.id, k).node})) return false;
  return true;
}

/// Whether a number is an integer, of those that strides can have.
[[nodiscard]] constexpr bool is_whole(double number) noexcept {
  return number > -0x1p52 && number < 0x1p52 && number == static_cast<double>(static_cast<std::int64_t>(number));
}

/// Whether x is a whole number plus multiples of axes and extents: then gathering by it is a matter of strides. With halves
/// of them, as in w(extent(t) / 2), it is not.
[[nodiscard]] constexpr bool is_affine_position(auto const& g, int id) {
  node const& n = g.nodes[id];
  if (n.op->kind == form::index || n.op->kind == form::extent) return true;
  if ((n.op->kind != form::sum && n.op->kind != form::literal) || !is_whole(n.value)) return false;
  for (int k = 0; k < n.count; ++k) {
    edge const& term = g.edges[n.first + k];
    if (form const kind = g.nodes[term.node].op->kind; (kind != form::index && kind != form::extent) || !is_whole(term.weight)) return false;
  }
  return true;
}
[[nodiscard]] constexpr bool is_affine_position(ref x) { return is_affine_position(*x.graph, x.id); }

/// A slot for an axis of x that neither x knows nor `others`: one that is known would be taken for another.
[[nodiscard]] constexpr int free_slot(ref x, int along, axis_set others = 0) {
  graph& g = *x.graph;
  for (int number = 1;; ++number) {
    axis_set const slot = axis_bit(g.slot_axis(along, number));
    if (((x.axes() | others) & slot) == 0 && !binds_any(x, slot)) return first_axis(slot);
  }
}

[[nodiscard]] constexpr ref gather(ref source, vec<placement> const& given);

namespace detail {

/// Whether x contains a let that has not been opened: its axes cannot be renamed yet.
[[nodiscard]] constexpr bool has_closed_let(ref x) {
  graph const& g = *x.graph;
  vec<bool> reached(x.id + 1);
  reached[x.id] = true;
  for (int id = x.id; id >= 0; --id) {
    if (!reached[id]) continue;
    if (g.kind(id) == form::let) return true;
    for (int k = 0; k < g[id].count; ++k) reached[g.argument(id, k).node] = true;
  }
  return false;
}

/// The node itself, as it stands.
[[nodiscard]] constexpr ref make_gather(ref source, vec<placement> const& placements) {
  graph& g = *source.graph;
  node made{.op = &gather_record, .axes = source.axes(), .range = source.range()};
  vec<edge> arguments;
  arguments.push_back({source.id, 1});
  for (placement const& each : placements) {
    made.bound |= axis_bit(each.slot);
    arguments.push_back({index(g, each.slot).id, 1});
    arguments.push_back({each.position, 1});
    mark_as_index({&g, each.position}, axis_bit(each.slot));
  }
  made.axes &= ~made.bound;
  for (placement const& each : placements) made.axes |= g[each.position].axes;
  return finished(g, g.intern(made, arguments.begin(), arguments.size()));
}

/// The position x with another position in the place of a slot.
[[nodiscard]] constexpr ref compose_position(ref x, placement const& outer) {
  graph& g = *x.graph;
  node const n = x.node();
  if (!contains(n.axes, outer.slot)) return x;
  if (n.op->kind == form::index) return {&g, outer.position};
  vec<placement> all;
  all.push_back(outer);
  if (!is_position(x) || n.op->kind == form::symbol || n.op->kind == form::gather) return gather(x, all);
  vec<edge> arguments;
  for (int k = 0; k < n.count; ++k) {
    edge const old = g.argument(x.id, k);
    arguments.push_back({compose_position({&g, old.node}, outer).id, old.weight});
  }
  return remake(g, n, arguments.begin(), {});
}

}  // namespace detail

/// `source` with positions in the place of slots, or of axes, which become slots. Those that it does not vary along are
/// left out, and so are those in whose place their own axis stands; a gather of a gather is one of what that reads.
constexpr ref gather(ref source, vec<placement> const& given) {
  graph& g = *source.graph;
  vec<placement> kept;
  bool named = false;
  for (placement each : given) named = named || g.axes[each.slot].slot == 0;
  if (named && detail::has_closed_let(source)) return detail::make_gather(source, given);
  // A position that varies along a slot would be taken for one along the entries: s(n - 1 - h) with h renamed.
  axis_set outside = 0;
  for (placement const& each : given) outside |= g[each.position].axes;
  for (placement each : given) {
    if (!contains(source.axes(), each.slot)) continue;
    bool const is_own = g.kind(each.position) == form::index && g[each.position].tag == each.slot;
    if (g.axes[each.slot].slot == 0 || (contains(outside, each.slot) && !is_own)) {
      int const slot = free_slot(source, each.slot, outside);
      source = substitute_axis(source, each.slot, slot);
      each.slot = slot;
    }
    node const& at = g[each.position];
    if (at.op->kind == form::index && g.axes[at.tag].origin == g.axes[each.slot].origin && !would_capture(source, each.slot, at.tag))
      source = substitute_axis(source, each.slot, at.tag);
    else kept.push_back(each);
  }
  if (kept.empty()) return source;
  node const n = source.node();
  if (n.op->kind == form::index) return {&g, kept[0].position};
  if (n.op->kind != form::gather) return detail::make_gather(source, kept);
  vec<placement> all;
  for (int k = 0; k < number_of_slots(n); ++k) {
    placement inner = placement_of(g, source.id, k);
    for (placement const& each : kept) inner.position = detail::compose_position({&g, inner.position}, each).id;
    all.push_back(inner);
  }
  int const inner_source = g.argument(source.id, 0).node;
  for (placement const& each : kept)
    if (contains(g[inner_source].axes & ~n.bound, each.slot)) all.push_back(each);
  return gather({&g, inner_source}, all);
}

/// x at `position` in the place of its axis `along`.
[[nodiscard]] constexpr ref gather_along(ref x, int along, ref position) {
  vec<placement> only;
  only.push_back({along, position.id});
  return gather(x, only);
}

/// A gather with other arguments: as its operation's kind is copied by passes.
constexpr ref remake_gather(graph& g, node const& n, edge const* arguments) {
  vec<placement> all;
  for (int k = 0; k < number_of_slots(n); ++k) all.push_back({g[arguments[2 * k + 1].node].tag, arguments[2 * k + 2].node});
  return gather({&g, arguments[0].node}, all);
}

}  // namespace gradsmith::ir
